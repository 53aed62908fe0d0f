public import KubernetesModel

/// Changes of a spec that would end a backup that runs, and so wait until it has ended.
///
/// `pause` stops the repository host and the instances. Most of `backups.pgbackrest` restarts the repository host, in which pgBackRest works, or has it
/// find its repositories elsewhere. The rest of the spec is acted on at once, and of these fields what leaves the backup alone: schedules, sizes of volumes,
/// and how Jobs run.
///
/// - Source: Percona operator 3.1.0, which does not pause while a backup runs either.
public struct PostponedChanges: Sendable, Hashable {
    /// Name of the PerconaPGBackup that runs.
    public var backup: String
    /// Paths of the fields that wait, for example `spec.pause`; empty: none.
    public var fields: [String]
    /// The spec that is acted on until then.
    public var spec: JSONValue

    /// - Parameters:
    ///   - wanted: `spec` as the user wrote it.
    ///   - accepted: the one that was acted on before.
    public init(of wanted: JSONValue, over accepted: JSONValue, until backup: String) {
        self.backup = backup
        fields = []
        spec = wanted
        if wanted["pause"]?.bool == true, accepted["pause"]?.bool != true {
            spec["pause"] = accepted["pause"]
            fields.append("spec.pause")
        }
        // Without backups nothing of pgBackRest stays that could be kept as it is.
        guard wanted[path: "backups", "enabled"]?.bool != false, let present = accepted[path: "backups", "pgbackrest"] else { return }
        let kept = Self.pgBackRest(present, with: wanted[path: "backups", "pgbackrest"] ?? .emptyObject)
        guard kept != wanted[path: "backups", "pgbackrest"] else { return }
        spec[path: ["backups", "pgbackrest"]] = kept
        fields.append("spec.backups.pgbackrest")
    }

    /// The accepted settings with what a running backup does not notice.
    private static func pgBackRest(_ accepted: JSONValue, with wanted: JSONValue) -> JSONValue {
        var kept = accepted
        for field in ["jobs", "manual"] { kept[field] = wanted[field] }
        kept["repos"] = (accepted["repos"]?.array).map { repos in
            JSONValue.array(
                repos.map { repo -> JSONValue in
                    guard let new = wanted["repos"]?.array?.first(where: { $0["name"] == repo["name"] }) else { return repo }
                    var repo = repo
                    repo["schedules"] = new["schedules"]
                    let resources = ["volume", "volumeClaimSpec", "resources"]
                    if repo["volume"] != nil, let size = new[path: resources] { repo[path: resources] = size }
                    return repo
                })
        }
        return kept
    }

    /// Why they wait, as a sentence without its end.
    public var inWords: String {
        "\(fields.joined(separator: " and ")) \(fields.count == 1 ? "waits" : "wait") until backup \(backup) has ended, which it would end; delete "
            + "the PerconaPGBackup \(backup) to cancel it"
    }
}
