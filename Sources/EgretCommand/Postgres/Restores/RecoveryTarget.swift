import KubernetesModel
import PostgresCluster

/// Up to where a restore replays the write-ahead log, and from which backup it begins.
struct RecoveryTarget: Sendable, Equatable {
    /// Where replay ends.
    enum Point: Sendable, Equatable {
        /// Everything that was archived.
        case newest
        case time(Timestamp)
        case lsn(WALPosition)
        case transaction(UInt64)
        /// What `pg_create_restore_point` was given.
        case restorePoint(String)
    }

    var point = Point.newest
    /// Label of the backup; nil: pgBackRest chooses the newest before the point.
    var set: String?
    /// What a person should know of how the wish was understood.
    var notes: [String] = []

    /// What a person typed.
    struct Wish {
        var time: String?
        var lsn: String?
        var transaction: String?
        var restorePoint: String?
        var set: String?
    }

    /// Understands a wish.
    ///
    /// - Throws: ``CommandFailure``, which names the option, and says what would be right.
    init(_ wish: Wish, now: Timestamp) throws {
        let given = [("--to-time", wish.time), ("--to-lsn", wish.lsn), ("--to-xid", wish.transaction), ("--to-name", wish.restorePoint)]
            .filter { $0.1 != nil }.map(\.0)
        guard given.count <= 1 else {
            throw CommandFailure("\(given.joined(separator: " and ")): there is one place to restore to; give one of them")
        }
        set = wish.set
        if let set { try Self.check(set: set) }
        if let text = wish.time { try read(time: text, now: now) }
        if let text = wish.lsn {
            guard let position = WALPosition(parsing: text) else {
                throw CommandFailure("--to-lsn: must be a position such as 0/3000148, as pg_current_wal_lsn() gives it, is \"\(text)\"")
            }
            point = .lsn(position)
        }
        if let text = wish.transaction {
            guard let number = UInt64(text), number > 0 else {
                throw CommandFailure("--to-xid: must be the number of a transaction, as pg_current_xact_id() gives it, is \"\(text)\"")
            }
            point = .transaction(number)
        }
        if let text = wish.restorePoint {
            guard !text.isEmpty, !text.contains(where: \.isNewline) else {
                throw CommandFailure("--to-name: must be a name that pg_create_restore_point() was given")
            }
            point = .restorePoint(text)
        }
    }

    private mutating func read(time text: String, now: Timestamp) throws {
        guard let (time, hasOffset) = Timestamp.reading(text) else {
            throw CommandFailure("--to-time: must be a time such as \"2026-11-24 12:00:00+00\" or 2026-11-24T12:00:00Z, is \"\(text)\"")
        }
        guard time <= now else {
            throw CommandFailure(
                "--to-time: \(Amount.time(time)) UTC is in the future (it is \(Amount.time(now)) UTC); leave it out for the newest state")
        }
        if !hasOffset { notes.append("the time has no offset: it is read as UTC") }
        point = .time(time)
    }

    /// pgBackRest's labels: `20261124-120004F`, `20261124-120004F_20261124-130004I`.
    private static func check(set: String) throws {
        let isLabel = (try? /[0-9]{8}-[0-9]{6}F(_[0-9]{8}-[0-9]{6}[DI])?/.wholeMatch(in: set)) != nil
        guard isLabel else {
            throw CommandFailure("--set: must be the label of a backup such as 20261124-120004F, as `kubectl pg backups` shows it, is \"\(set)\"")
        }
    }

    /// The options of `pgbackrest restore`.
    var options: [String] {
        var options: [String] = []
        if let set { options.append("--set=\(set)") }
        switch point {
        case .newest: break
        case .time(let time): options += ["--type=time", "--target=\"\(Self.postgresText(of: time))\""]
        case .lsn(let position): options += ["--type=lsn", "--target=\(position)"]
        case .transaction(let number): options += ["--type=xid", "--target=\(number)"]
        case .restorePoint(let name): options += ["--type=name", "--target=\(Self.quoted(name))"]
        }
        return options
    }

    /// In words.
    var words: String {
        switch point {
        case .newest: "the newest state that was archived"
        case .time(let time): "\(Self.postgresText(of: time).dropLast(3)) UTC"
        case .lsn(let position): "WAL position \(position)"
        case .transaction(let number): "transaction \(number)"
        case .restorePoint(let name): "restore point \(name)"
        }
    }

    /// `2026-11-24 12:00:04.5+00`.
    private static func postgresText(of time: Timestamp) -> String {
        let text = time.description
        return "\(text.prefix(10)) \(text.dropFirst(11).dropLast())+00"
    }

    /// In double quotes where a shell would need them: options are split as by a shell.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "-_./:+,@%".utf8.contains(byte)
        }
        if isPlain { return text }
        return "\"" + text.map { #""\$`"#.contains($0) ? "\\\($0)" : String($0) }.joined() + "\""
    }
}
