internal import KubernetesModel

/// Removes the data of an instance after another one was restored, so that it is made anew from that.
///
/// Only once for a restore, and only data of the same database system: run again later, it finds its own note and removes nothing.
struct ClearVolume: Sendable {
    var major: Int
    var walDirectory: String
    /// uid of the PerconaPGRestore.
    var uid: String
    /// The database system that was restored.
    var systemIdentifier: String
    var dataVolume = "/pgdata"
    /// Runs `pg_controldata` for a data directory and returns its output.
    var controlData: (@Sendable (String) throws -> String)?
    var log: @Sendable (String) -> Void

    func run() throws -> [String: JSONValue] {
        if let marker = try RestoreMarker.read(on: dataVolume) {
            if marker.uid == uid, marker.step == .cleared { return ["outcome": "cleared"] }
            if marker.uid == uid { throw Problem("this volume was restored itself: its data is not removed") }
            if marker.isUnfinished { throw Problem("another restore (\(marker.uid)) has not ended on this volume: its data is not removed") }
        }
        var report = VolumeReport(major: major, dataVolume: dataVolume)
        if let controlData { report.controlData = controlData }
        let found = try report.read()
        if found["volume"] != "empty" {
            guard found["systemIdentifier"]?.string == systemIdentifier else {
                throw Problem(
                    "the volume holds another database (system identifier \(found["systemIdentifier"]?.string ?? "unknown"), \(systemIdentifier) was "
                        + "restored): it is not removed")
            }
            log("\(report.dataDirectory) goes: it is made anew from the restored instance")
        }
        try InstanceDirectories(data: report.dataDirectory, wal: walDirectory).removePresent()
        try RestoreMarker(uid: uid, step: .cleared).write(on: dataVolume)
        return ["outcome": "cleared"]
    }
}
