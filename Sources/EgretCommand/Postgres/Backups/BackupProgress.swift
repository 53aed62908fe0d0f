import PostgresAPI
import KubernetesModel

/// How far a backup or restore is, where the operator says so.
struct BackupProgress: Equatable {
    /// 0 to 100.
    var percent: Int?
    var bytes: Int64?
    var totalBytes: Int64?

    /// - Parameter json: `status.progress`; nil for anything that says nothing.
    init?(_ json: JSONValue?) {
        percent = json?["percent"]?.integer.map(Int.init)
        bytes = json?["bytes"]?.integer
        totalBytes = json?["totalBytes"]?.integer
        if percent == nil, bytes == nil { return nil }
    }

    /// 0 to 1; nil if only bytes are known.
    private var share: Double? {
        if let percent { return Double(percent) / 100 }
        guard let bytes, let totalBytes, totalBytes > 0 else { return nil }
        return Double(bytes) / Double(totalBytes)
    }

    /// `42 %, 1.2 GiB of 2.9 GiB`, with what is known of it.
    var amount: String {
        let size = bytes.map { Amount.bytes($0) + (totalBytes.map { " of \(Amount.bytes($0))" } ?? "") }
        return [share.map { "\(Int(($0 * 100).rounded(.down))) %" }, size].compactMap(\.self).joined(separator: ", ")
    }

    /// The same behind a bar: `[███····]  42 %, 1.2 GiB of 2.9 GiB`.
    var words: String { [share.map(ProgressBar.text), amount].compactMap(\.self).joined(separator: "  ") }

    var json: JSONValue {
        .members(["percent": percent?.json, "bytes": bytes.map { .integer($0) }, "totalBytes": totalBytes.map { .integer($0) }])
    }
}

extension BackupRecord {
    var progress: BackupProgress? { BackupProgress(resource.status.json["progress"]) }
}

extension RestoreRecord {
    var progress: BackupProgress? { BackupProgress(resource.status.json["progress"]) }
}
