public import KubernetesModel

/// A cluster that follows another one.
public struct StandbyDefinition: Sendable, Hashable {
    /// Streams from here, if set.
    public var host: String?
    public var port: Int?
    /// Replays WAL from this repository, if set.
    public var repoName: String?
    /// How many bytes of WAL it may be behind and still count as ready; nil: any number.
    public var maximumLag: UInt64?

    public init(host: String? = nil, port: Int? = nil, repoName: String? = nil, maximumLag: UInt64? = nil) {
        self.host = host
        self.port = port
        self.repoName = repoName
        self.maximumLag = maximumLag
    }

    /// Reads what Patroni follows by its dynamic configuration, as ``DynamicConfiguration`` wrote it; nil if it follows nothing.
    init?(recorded configuration: JSONValue?) {
        guard let section = configuration?["standby_cluster"], section.object?.isEmpty == false else { return nil }
        self.init(host: section["host"]?.string.nonEmpty, port: section["port"]?.integer.map(Int.init))
        let option = section["restore_command"]?.string?.split(separator: " ").last { $0.hasPrefix("--repo=") }
        repoName = option.map { "repo\($0.drop { !$0.isNumber }.prefix { $0.isNumber })" }
    }

    /// Number of the repository that WAL is read from.
    var repoNumber: Int? { repoName.flatMap { Int($0.dropFirst("repo".count)) } }

    /// What is followed, for people.
    var source: String {
        [host.map { host in port.map { "\(host):\($0)" } ?? host }, repoName].compactMap(\.self).joined(separator: " and ")
    }
}
