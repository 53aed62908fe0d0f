public import KubernetesModel

/// What PerconaPGBackups and PerconaPGRestores have in common: someone asks for something, once, and the status tells what came of it.
public protocol RequestResource: Sendable, Hashable {
    var metadata: ObjectMeta { get }
    var spec: JSONValue { get }
    var status: JSONValue { get }
}

extension RequestResource {
    public var name: String { metadata.name ?? "" }
    public var uid: String { metadata.uid ?? "" }
    public var key: ObjectKey { ObjectKey(namespace: metadata.namespace, name: name) }
    public var state: BackupResource.State { BackupResource.State(rawValue: status["state"]?.string ?? "") ?? .new }
    public var isOver: Bool { state == .succeeded || state == .failed }
    public var isDeleting: Bool { metadata.deletionTimestamp != nil }
    public var repoName: String? { spec["repoName"]?.string.flatMap { $0.isEmpty ? nil : $0 } }
    /// Options of pgBackRest, as the user wrote them.
    public var options: [String] { spec["options"]?.array?.compactMap(\.string) ?? [] }
    /// Environment of the Job's container.
    public var env: [EnvVar] { [EnvVar](json: spec[path: "containerOptions", "env"] ?? .null) ?? [] }
    public var envFrom: [EnvFromSource] { [EnvFromSource](json: spec[path: "containerOptions", "envFrom"] ?? .null) ?? [] }
}
