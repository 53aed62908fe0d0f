internal import KubernetesModel

extension Restore {
    /// The Job's container. Arguments: MAJOR WAL-DIRECTORY UID SUFFIX|overwrite|empty STANZA REPO [OPTION…].
    static func main(_ invocation: Invocation) async -> Int32 {
        Signals.endOnTermination()
        let arguments = invocation.arguments
        let report = TerminationReport(invocation)
        guard arguments.count >= 6, let major = Int(arguments[0]) else {
            return report.finish { throw Problem("is called as: restore MAJOR WAL-DIRECTORY UID SUFFIX|overwrite|empty STANZA REPO [OPTION…]") }
        }
        let recovery = Recovery(log: { invocation.log($0) })
        let restore = Restore(
            major: major, walDirectory: arguments[1], uid: arguments[2],
            keptSuffix: ["overwrite", "empty"].contains(arguments[3]) ? nil : arguments[3],
            mustBeEmpty: arguments[3] == "empty", stanza: arguments[4], repo: arguments[5], options: Array(arguments.dropFirst(6)),
            recovery: { try recovery.run($0) },
            log: { invocation.log($0) })
        do {
            let result = try await restore.run()
            return report.finish { result }
        } catch let failure as Failure {
            return report.finish(failing: true) { ["outcome": .string(failure.outcome.rawValue), "error": .string(failure.reason)] }
        } catch {
            return report.finish { throw error }
        }
    }
}

extension InstanceDirectories {
    /// Removes what a restore kept. Arguments: MAJOR WAL-DIRECTORY SUFFIX.
    static func release(_ invocation: Invocation) -> Int32 {
        invocation.run { arguments in
            guard arguments.count == 3, let major = Int(arguments[0]), !arguments[2].isEmpty else {
                throw Problem("is called as: release-kept MAJOR WAL-DIRECTORY SUFFIX")
            }
            try InstanceDirectories(data: "/pgdata/pg\(major)", wal: arguments[1]).release(arguments[2])
        }
    }
}

extension ClearVolume {
    /// The Job's container. Arguments: MAJOR WAL-DIRECTORY UID SYSTEM-IDENTIFIER.
    static func main(_ invocation: Invocation) -> Int32 {
        TerminationReport(invocation).finish {
            let arguments = invocation.arguments
            guard arguments.count == 4, let major = Int(arguments[0]) else {
                throw Problem("is called as: clear-volume MAJOR WAL-DIRECTORY UID SYSTEM-IDENTIFIER")
            }
            return try ClearVolume(
                major: major, walDirectory: arguments[1], uid: arguments[2], systemIdentifier: arguments[3], log: { invocation.log($0) }
            ).run()
        }
    }
}
