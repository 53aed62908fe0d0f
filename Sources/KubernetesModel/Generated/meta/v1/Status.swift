// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Status` of meta/v1.
public struct Status: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        apiVersion: String? = nil,
        code: Int? = nil,
        details: StatusDetails? = nil,
        kind: String? = nil,
        message: String? = nil,
        metadata: ListMeta? = nil,
        reason: String? = nil,
        status: String? = nil
    ) {
        json = .emptyObject
        json.write(apiVersion, at: "apiVersion")
        json.write(code, at: "code")
        json.write(details, at: "details")
        json.write(kind, at: "kind")
        json.write(message, at: "message")
        json.write(metadata, at: "metadata")
        json.write(reason, at: "reason")
        json.write(status, at: "status")
    }
    public var apiVersion: String? {
        get { json.read("apiVersion") }
        set { json.write(newValue, at: "apiVersion") }
    }
    public var code: Int? {
        get { json.read("code") }
        set { json.write(newValue, at: "code") }
    }
    public var details: StatusDetails? {
        get { json.read("details") }
        set { json.write(newValue, at: "details") }
    }
    public var kind: String? {
        get { json.read("kind") }
        set { json.write(newValue, at: "kind") }
    }
    public var message: String? {
        get { json.read("message") }
        set { json.write(newValue, at: "message") }
    }
    public var metadata: ListMeta? {
        get { json.read("metadata") }
        set { json.write(newValue, at: "metadata") }
    }
    public var reason: String? {
        get { json.read("reason") }
        set { json.write(newValue, at: "reason") }
    }
    public var status: String? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
