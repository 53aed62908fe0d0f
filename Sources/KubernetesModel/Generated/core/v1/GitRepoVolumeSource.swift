// Made by scripts/generate-model.py from openapi/: change that instead.

/// `GitRepoVolumeSource` of core/v1.
public struct GitRepoVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        directory: String? = nil,
        repository: String? = nil,
        revision: String? = nil
    ) {
        json = .emptyObject
        json.write(directory, at: "directory")
        json.write(repository, at: "repository")
        json.write(revision, at: "revision")
    }
    public var directory: String? {
        get { json.read("directory") }
        set { json.write(newValue, at: "directory") }
    }
    public var repository: String? {
        get { json.read("repository") }
        set { json.write(newValue, at: "repository") }
    }
    public var revision: String? {
        get { json.read("revision") }
        set { json.write(newValue, at: "revision") }
    }
}
