// Made by scripts/generate-model.py from openapi/: change that instead.

/// `OwnerReference` of meta/v1.
public struct OwnerReference: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        apiVersion: String? = nil,
        blockOwnerDeletion: Bool? = nil,
        controller: Bool? = nil,
        kind: String? = nil,
        name: String? = nil,
        uid: String? = nil
    ) {
        json = .emptyObject
        json.write(apiVersion, at: "apiVersion")
        json.write(blockOwnerDeletion, at: "blockOwnerDeletion")
        json.write(controller, at: "controller")
        json.write(kind, at: "kind")
        json.write(name, at: "name")
        json.write(uid, at: "uid")
    }
    public var apiVersion: String? {
        get { json.read("apiVersion") }
        set { json.write(newValue, at: "apiVersion") }
    }
    public var blockOwnerDeletion: Bool? {
        get { json.read("blockOwnerDeletion") }
        set { json.write(newValue, at: "blockOwnerDeletion") }
    }
    public var controller: Bool? {
        get { json.read("controller") }
        set { json.write(newValue, at: "controller") }
    }
    public var kind: String? {
        get { json.read("kind") }
        set { json.write(newValue, at: "kind") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var uid: String? {
        get { json.read("uid") }
        set { json.write(newValue, at: "uid") }
    }
}
