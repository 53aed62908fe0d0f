import KubernetesModel
import PostgresAPI
import PostgresCluster

extension ClusterOverview {
    /// How many backups are shown; `backups` shows all.
    static let backupLimit = 5

    /// What a person sees.
    func text(_ style: TextStyle = .plain) -> String {
        var sections = [summary(style)]
        func section(_ title: String, _ table: TextTable) {
            guard !table.rows.isEmpty else { return }
            sections.append(style.apply(.strong, to: title) + "\n" + table.text(style, indent: 2))
        }
        section("Instances", memberTable)
        section("Poolers", poolerTable)
        section("Repositories", repositoryTable)
        let shown = Array(backups.prefix(Self.backupLimit))
        let more = backups.count > shown.count ? ", the newest \(shown.count) of \(backups.count)" : ""
        section("Backups\(more)", BackupRecord.table(of: shown, at: now, withCluster: false))
        section("Restores", RestoreRecord.table(of: Array(restores.prefix(Self.backupLimit)), at: now))
        section("Conditions", conditionTable)
        section("Events", eventTable)
        if !gaps.isEmpty {
            sections.append(style.apply(.warning, to: "Not shown") + "\n" + gaps.map { "  \($0)\n" }.joined())
        }
        return sections.joined(separator: "\n")
    }

    var stateTone: Tone {
        switch cluster.status.state {
        case .ready where isReady: .good
        case .paused: .plain
        default: .warning
        }
    }

    private func summary(_ style: TextStyle) -> String {
        let status = cluster.status
        var lines: [(String, String)] = []
        let age = cluster.metadata.creationTimestamp.map { ", \(Amount.age(now.since($0))) old" } ?? ""
        lines.append(("Cluster", style.apply(.strong, to: cluster.key.description) + age))
        let state = cluster.status.json["state"]?.string.nonEmpty ?? "not looked at yet: does an operator run?"
        let since = condition("Ready")?.lastTransitionTime.map { " for \(Amount.age(now.since($0)))" } ?? ""
        lines.append(("State", style.apply(stateTone, to: state) + since))
        if let ready = condition("Ready") {
            lines.append((isReady ? "Ready" : "Not ready", [isReady ? nil : ready.reason, ready.message].compactMap(\.self).joined(separator: ": ")))
        }
        if let accepted = condition("Accepted"), accepted.status == "False" {
            lines.append(("Refused", style.apply(.bad, to: accepted.message ?? accepted.reason ?? "")))
        }
        if let host = status.host.nonEmpty { lines.append(("Host", host)) }
        let patroni = (status.patroni.version ?? status.patroniVersion).map { ", Patroni \($0)" } ?? ""
        lines.append(("PostgreSQL", "\(status.postgres.version ?? definition.postgresVersion)\(patroni)"))
        if let follows { lines.append(("Follows", follows)) }
        if let replication { lines.append(("Replication", replication)) }
        if let archiving = condition("WALArchiving") {
            let word: String
            switch archiving.status {
            case "True": word = style.apply(.good, to: "works")
            case "False": word = style.apply(.bad, to: archiving.reason ?? "fails")
            default: word = style.apply(.warning, to: "not known")
            }
            lines.append(("WAL archiving", word + (archiving.message.map { ": \($0)" } ?? "")))
        }
        if let drills { lines.append(("Recovery", drills.text(at: now, style))) }
        for operation in operations { lines.append(("Operation", style.apply(.warning, to: operation))) }
        if !keptClaims.isEmpty {
            lines.append(("Kept claims", keptClaims.joined(separator: ", ") + ": of repositories that are no longer in the spec"))
        }
        if let fields = unsupportedFields { lines.append(("Unsupported", style.apply(.warning, to: fields))) }
        let width = lines.reduce(0) { max($0, $1.0.count) } + 3
        return lines.map { $0.0 + String(repeating: " ", count: width - $0.0.count) + $0.1 + "\n" }.joined()
    }

    /// What is being done to the cluster as a whole.
    private var operations: [String] {
        (cluster.status.json["operations"]?.array ?? []).map { operation in
            let name = [operation["kind"], operation["name"]].compactMap { $0?.string }.joined(separator: " ")
            let what = [operation["phase"], operation["message"]].compactMap { $0?.string.nonEmpty }.joined(separator: ": ")
            let since = operation["started"]?.string.flatMap { Timestamp(parsing: $0) }.map { " (for \(Amount.age(now.since($0))))" } ?? ""
            return "\(name): \(what)\(since)"
        }
    }

    /// Claims of repositories that were taken out of the spec.
    private var keptClaims: [String] { (cluster.status.json[path: "pgbackrest", "unusedClaims"]?.array ?? []).compactMap(\.string) }

    /// What a standby cluster follows, and how far it is behind.
    private var follows: String? {
        guard let standby = cluster.status.standby, let source = standby.follows.nonEmpty else { return nil }
        guard let lag = standby.lagBytes else { return source }
        let asked = standby.lagLastComputedAt.map { ", asked \(Amount.age(now.since($0))) ago" } ?? ""
        return "\(source); \(Amount.bytes(Int64(lag))) of WAL behind\(asked)"
    }

    /// What commits wait for, and whether Patroni acts.
    private var replication: String? {
        guard let record = snapshot.patroni else { return nil }
        let standbys = snapshot.synchronousStandbys.sorted().joined(separator: ", ")
        let mode = record.isSynchronous ? "synchronous" + (standbys.isEmpty ? "" : ", commits wait for \(standbys)") : "asynchronous"
        return mode + (record.isPaused ? "; Patroni is paused: nothing fails over" : "")
    }

    private var memberTable: TextTable {
        var table = TextTable("NAME", "ROLE", "STATE", "READY", "TIMELINE", "LAG", "RESTARTS", "NODE", "AGE", "NOTE")
        for member in members {
            let lag = lag(of: member)
            let isBehind = (lag ?? 0) > (snapshot.patroni?.maximumLagOnFailover ?? 1_048_576)
            table.add(
                .init(member.name), .init(member.role?.rawValue ?? "-", member.role?.leads == true ? .strong : .plain),
                .init(member.patroni?.replicationState ?? member.patroni?.state), member.pod.readyCell,
                .init(member.patroni?.timeline.map(String.init)),
                .init(lag.map { Amount.bytes(Int64(clamping: $0)) } ?? "-", isBehind ? .warning : .plain), .init(String(member.pod.restarts)),
                .init(member.pod.spec?.nodeName),
                .init(member.pod.metadata.creationTimestamp.map { Amount.age(now.since($0)) }), .init(note(on: member) ?? ""))
        }
        return table
    }

    private func note(on member: Member) -> String? {
        if !member.isReady { return member.trouble }
        guard member.patroni?.isRestartPending == true else { return nil }
        let parameters = member.patroni?.pendingParameters ?? []
        return "restart pending" + (parameters.isEmpty ? "" : " for \(parameters.joined(separator: ", "))")
    }

    private var poolerTable: TextTable {
        var table = TextTable("NAME", "READY", "RESTARTS", "NODE", "AGE")
        for pod in poolers {
            table.add(
                .init(pod.metadata.name), pod.readyCell, .init(String(pod.restarts)), .init(pod.spec?.nodeName),
                .init(pod.metadata.creationTimestamp.map { Amount.age(now.since($0)) }))
        }
        return table
    }

    private var repositoryTable: TextTable {
        var table = TextTable("NAME", "TYPE", "PLACE", "STANZA", "LAST FULL", "LAST BACKUP", "RESTORABLE UP TO", "NEXT BACKUP")
        for repo in repositories {
            let ago = { (backup: BackupRecord?) in backup?.completed.map { Amount.age(now.since($0)) + " ago" } }
            table.add(
                .init(repo.name), .init(repo.type), .init(repo.place + (repo.isBound == false ? ", not bound" : "")),
                .init(repo.hasStanza ? "created" : "missing", repo.hasStanza ? .plain : .warning),
                .init(ago(repo.lastFull) ?? "none", repo.lastFull == nil ? .warning : .plain), .init(ago(repo.last) ?? "none"),
                .init(repo.latestRestorableTime.map(Amount.time)), .init(repo.nextBackup.map { "in " + Amount.age($0.since(now)) } ?? ""))
        }
        return table
    }

    private var conditionTable: TextTable {
        var table = TextTable("TYPE", "STATUS", "REASON", "FOR", "MESSAGE")
        for condition in conditions {
            table.add(
                .init(condition.type), .init(condition.status ?? "-", condition.tone), .init(condition.reason),
                .init(condition.lastTransitionTime.map { Amount.age(now.since($0)) }), .init(condition.message ?? ""))
        }
        return table
    }

    private var eventTable: TextTable {
        var table = TextTable("AGO", "TYPE", "REASON", "OBJECT", "MESSAGE")
        for event in events {
            let times = event.times > 1 ? " (\(event.times) times)" : ""
            table.add(
                .init(event.lastSeen.map { Amount.age(now.since($0)) }), .init(event.type ?? "-", event.type == "Warning" ? .warning : .plain),
                .init(event.reason), .init("\(event.involvedObject?.kind ?? "")/\(event.involvedObject?.name ?? "")"),
                .init((event.message ?? "") + times))
        }
        return table
    }
}

extension Condition {
    /// Conditions whose truth is not what a person wishes for.
    private static let unwelcome: Set = ["UnsupportedFields", "StandbyLagging", "PGBouncerPaused", "DiskPressure"]
    /// Conditions that only say how it is.
    private static let neutral: Set = ["PGTDEEnabled", "PGBackRestoreProgressing", "APIGroupMigration", "PendingChanges"]

    var tone: Tone {
        guard let type, let status, !Self.neutral.contains(type) else { return .plain }
        if status == "Unknown" { return .warning }
        return (status == "True") != Self.unwelcome.contains(type) ? .good : .bad
    }
}

extension Pod {
    /// How often its containers were started again.
    var restarts: Int { (self.status?.containerStatuses ?? []).reduce(0) { $0 + ($1.restartCount ?? 0) } }

    var readyCell: TextTable.Cell {
        if metadata.deletionTimestamp != nil { return .init("ending", .warning) }
        return isReady ? .init("yes", .good) : .init("no", .bad)
    }
}
