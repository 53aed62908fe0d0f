public import KubernetesModel

/// Up to where WAL is replayed.
public enum RecoveryTarget: Sendable, Hashable {
    /// Everything that was archived.
    case newest
    /// No further than the backup needs to be consistent.
    case immediate
    /// Every transaction that was committed at this time or before; `exclusive`: before it.
    case time(Timestamp, hadOffset: Bool)
    /// Up to a position in the WAL, in bytes since its start.
    case position(UInt64, text: String)
    case transaction(String)
    /// A restore point, as `pg_create_restore_point` made it.
    case name(String)

    /// In words for the status.
    public var inWords: String {
        switch self {
        case .newest: "the newest archived transaction"
        case .immediate: "the end of the backup"
        case .time(let time, true): "\(time)"
        case .time(let time, false): "\(time) (the target has no offset, so it was read as UTC)"
        case .position(_, let text): "WAL position \(text)"
        case .transaction(let number): "transaction \(number)"
        case .name(let name): "restore point \(name)"
        }
    }

    /// The options of `pgbackrest restore` that say so. A time always carries its offset, so that no time zone of any machine matters.
    var options: [String] {
        switch self {
        case .newest: []
        case .immediate: ["--type=immediate", "--target-action=promote"]
        case .time(let time, _): ["--type=time", "--target=\(time.forPostgres)", "--target-action=promote"]
        case .position(_, let text): ["--type=lsn", "--target=\(text)", "--target-action=promote"]
        case .transaction(let number): ["--type=xid", "--target=\(number)", "--target-action=promote"]
        case .name(let name): ["--type=name", "--target=\(name)", "--target-action=promote"]
        }
    }
}

extension Timestamp {
    /// `2026-11-24 08:44:00.123456+00`, which PostgreSQL and pgBackRest read alike.
    var forPostgres: String { "\(description.dropLast().map { $0 == "T" ? " " : String($0) }.joined())+00" }

    /// Reads a time as people and PostgreSQL write it: `2026-11-24 08:44:00.5+02`, `2026-11-24T08:44:00Z`, with or without offset.
    ///
    /// - Returns: nil for anything else; a time without an offset is read as UTC.
    static func reading(target text: String) -> (time: Timestamp, hadOffset: Bool)? {
        var text = text
        if text.utf8.count > 10, let middle = text.utf8.index(text.startIndex, offsetBy: 10, limitedBy: text.endIndex), "Tt".contains(text[middle]) {
            text.replaceSubrange(middle...middle, with: " ")
        }
        let fields = text.split(separator: " ").map(String.init)
        guard (2...3).contains(fields.count) else { return nil }
        var clock = fields[1]
        var offset = fields.count == 3 ? fields[2] : ""
        if let start = clock.firstIndex(where: { "+-Zz".contains($0) }) {
            guard offset.isEmpty else { return nil }
            offset = String(clock[start...])
            clock = String(clock[..<start])
        }
        guard let zone = normalised(offset: offset), let time = Timestamp(parsing: "\(fields[0])T\(clock)\(zone)") else { return nil }
        return (time, !offset.isEmpty)
    }

    /// `+02`, `+0200`, `+02:00`, `Z` and `UTC` as RFC 3339 has them.
    private static func normalised(offset: String) -> String? {
        if offset.isEmpty || ["Z", "UTC", "GMT"].contains(offset.uppercased()) { return "Z" }
        guard let sign = offset.first, sign == "+" || sign == "-" else { return nil }
        let digits = offset.dropFirst().filter { $0 != ":" }
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        switch digits.count {
        case 1: return "\(sign)0\(digits):00"
        case 2: return "\(sign)\(digits):00"
        case 4: return "\(sign)\(digits.prefix(2)):\(digits.suffix(2))"
        default: return nil
        }
    }
}
