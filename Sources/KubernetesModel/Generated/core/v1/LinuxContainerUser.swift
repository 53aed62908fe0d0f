// Made by scripts/generate-model.py from openapi/: change that instead.

/// `LinuxContainerUser` of core/v1.
public struct LinuxContainerUser: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        gid: Int? = nil,
        supplementalGroups: [Int]? = nil,
        uid: Int? = nil
    ) {
        json = .emptyObject
        json.write(gid, at: "gid")
        json.write(supplementalGroups, at: "supplementalGroups")
        json.write(uid, at: "uid")
    }
    public var gid: Int? {
        get { json.read("gid") }
        set { json.write(newValue, at: "gid") }
    }
    public var supplementalGroups: [Int]? {
        get { json.read("supplementalGroups") }
        set { json.write(newValue, at: "supplementalGroups") }
    }
    public var uid: Int? {
        get { json.read("uid") }
        set { json.write(newValue, at: "uid") }
    }
}
