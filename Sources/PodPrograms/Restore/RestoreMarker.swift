internal import KubernetesModel

/// How far a restore is on a volume: a file beside the data, replaced in one step, by which a restore that was killed anywhere goes on.
struct RestoreMarker: Sendable, Hashable {
    enum Step: String, Sendable, CaseIterable {
        /// The present directories are being renamed.
        case keeping
        /// pgBackRest fetches files.
        case restoring
        /// PostgreSQL replays WAL.
        case recovering
        /// The data is complete.
        case restored
        /// The previous directories are being renamed back.
        case returning
        /// The previous data is in its place again.
        case returned
        /// A replica's data was removed, to be made anew from the restored instance.
        case cleared
    }

    /// The PerconaPGRestore.
    var uid: String
    var step: Step
    /// What is added to the names of directories that are kept; nil where nothing is.
    var kept: String?
    /// Suffix of the directories that come back, for a restore that undoes another one.
    var undoes: String?
    /// Why it failed.
    var error: String?
    /// What was reported at the end.
    var report: [String: JSONValue] = [:]

    static let file = "egret-restore.json"

    /// Whether the data directory is neither the old nor the new data.
    var isUnfinished: Bool { [.keeping, .restoring, .recovering, .returning].contains(step) }

    /// Reads the marker of a volume; nil if there is none.
    ///
    /// - Throws: ``Problem`` for a file that is no marker: what is on the volume is then not known.
    static func read(on volume: String) throws -> RestoreMarker? {
        let path = "\(volume)/\(file)"
        guard Files.exists(path) else { return nil }
        guard let json = try? JSONValue(parsing: Files.text(path)), let uid = json["uid"]?.string, let step = json["step"]?.string.flatMap(Step.init)
        else { throw Problem("\(path): is to say how far a restore is, and cannot be read") }
        return RestoreMarker(
            uid: uid, step: step, kept: json["kept"]?.string, undoes: json["undoes"]?.string, error: json["error"]?.string,
            report: json["report"]?.object ?? [:])
    }

    func write(on volume: String) throws(SystemError) {
        var json: JSONValue = ["uid": .string(uid), "step": .string(step.rawValue), "report": .object(report)]
        json["kept"] = kept.map { .string($0) }
        json["undoes"] = undoes.map { .string($0) }
        json["error"] = error.map { .string($0) }
        try Files.write((json.text + "\n").utf8, to: "\(volume)/\(Self.file)", mode: 0o640)
    }
}
