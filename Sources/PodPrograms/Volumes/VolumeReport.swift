internal import Glibc
internal import KubernetesModel

/// What lies on an instance's volume, for the operator to read in the status of the Pod.
///
/// After a cluster was deleted and made again over its volumes, this tells which one is the furthest, before any member starts.
struct VolumeReport: Sendable {
    /// PostgreSQL's major version, which is part of the folder's name.
    var major: Int
    var dataVolume = "/pgdata"
    /// Runs `pg_controldata` for a data directory and returns its output.
    var controlData: @Sendable (String) throws -> String = { try ControlData.output(of: $0) }

    var dataDirectory: String { "\(dataVolume)/pg\(major)" }
    var bootstrapDirectory: String { "\(dataDirectory)_bootstrap" }

    /// Reads the report; changes nothing.
    ///
    /// - Throws: ``Problem`` if there is a data directory that cannot be read, has another version, or that a restore has not finished.
    func read() throws -> [String: JSONValue] {
        if let marker = try RestoreMarker.read(on: dataVolume), marker.isUnfinished {
            throw Problem("\(dataDirectory): the restore with uid \(marker.uid) has not ended here (it was \(marker.step.rawValue)): restore again")
        }
        let restored = Files.exists(bootstrapDirectory)
        let folder = restored ? bootstrapDirectory : dataDirectory
        guard Files.exists("\(folder)/PG_VERSION") else { return ["volume": "empty", "dataDirectory": .string(folder)] }
        let version = try Files.text("\(folder)/PG_VERSION")
        guard version == "\(major)" else {
            throw Problem("\(folder): holds data of PostgreSQL \(version), but \(major) was asked for: run a PerconaPGUpgrade first")
        }
        var report = try ControlData(parsing: controlData(folder)).report
        report["volume"] = restored ? "bootstrap" : "cluster"
        report["dataDirectory"] = .string(folder)
        report["majorVersion"] = .integer(Int64(major))
        return report
    }

    static func main(_ invocation: Invocation) -> Int32 {
        TerminationReport(invocation).finish {
            guard invocation.arguments.count == 1, let major = Int(invocation.arguments[0]) else {
                throw Problem("takes one argument, the major version of PostgreSQL")
            }
            return try VolumeReport(major: major).read()
        }
    }
}
