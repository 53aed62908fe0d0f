// Made by scripts/generate-model.py from openapi/: change that instead.

/// `LifecycleHandler` of core/v1.
public struct LifecycleHandler: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        exec: ExecAction? = nil,
        httpGet: HTTPGetAction? = nil,
        sleep: SleepAction? = nil,
        tcpSocket: TCPSocketAction? = nil
    ) {
        json = .emptyObject
        json.write(exec, at: "exec")
        json.write(httpGet, at: "httpGet")
        json.write(sleep, at: "sleep")
        json.write(tcpSocket, at: "tcpSocket")
    }
    public var exec: ExecAction? {
        get { json.read("exec") }
        set { json.write(newValue, at: "exec") }
    }
    public var httpGet: HTTPGetAction? {
        get { json.read("httpGet") }
        set { json.write(newValue, at: "httpGet") }
    }
    public var sleep: SleepAction? {
        get { json.read("sleep") }
        set { json.write(newValue, at: "sleep") }
    }
    public var tcpSocket: TCPSocketAction? {
        get { json.read("tcpSocket") }
        set { json.write(newValue, at: "tcpSocket") }
    }
}
