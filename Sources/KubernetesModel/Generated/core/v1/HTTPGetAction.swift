// Made by scripts/generate-model.py from openapi/: change that instead.

/// `HTTPGetAction` of core/v1.
public struct HTTPGetAction: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        host: String? = nil,
        httpHeaders: [HTTPHeader]? = nil,
        path: String? = nil,
        port: IntOrString? = nil,
        scheme: String? = nil
    ) {
        json = .emptyObject
        json.write(host, at: "host")
        json.write(httpHeaders, at: "httpHeaders")
        json.write(path, at: "path")
        json.write(port, at: "port")
        json.write(scheme, at: "scheme")
    }
    public var host: String? {
        get { json.read("host") }
        set { json.write(newValue, at: "host") }
    }
    public var httpHeaders: [HTTPHeader]? {
        get { json.read("httpHeaders") }
        set { json.write(newValue, at: "httpHeaders") }
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
    public var port: IntOrString? {
        get { json.read("port") }
        set { json.write(newValue, at: "port") }
    }
    public var scheme: String? {
        get { json.read("scheme") }
        set { json.write(newValue, at: "scheme") }
    }
}
