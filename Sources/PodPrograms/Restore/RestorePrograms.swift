internal import KubernetesModel

extension Restore {
    /// The Job's container. Arguments: MAJOR WAL-DIRECTORY UID SUFFIX|overwrite|empty STANZA REPO [OPTION…].
    static func main(_ invocation: Invocation) async -> Int32 {
        // A Pod that ends with status 0 would make its Job count as done.
        Signals.failOnTermination()
        let arguments = invocation.arguments
        let report = TerminationReport(invocation)
        guard arguments.count >= 6, let major = Int(arguments[0]) else {
            return report.finish { throw Problem("is called as: restore MAJOR WAL-DIRECTORY UID SUFFIX|overwrite|empty STANZA REPO [OPTION…]") }
        }
        return await Work(invocation).run(report) { work in
            Restore(
                major: major, walDirectory: arguments[1], uid: arguments[2],
                keptSuffix: ["overwrite", "empty"].contains(arguments[3]) ? nil : arguments[3],
                mustBeEmpty: arguments[3] == "empty", stanza: arguments[4], repo: arguments[5], options: Array(arguments.dropFirst(6)),
                pgBackRest: work.pgBackRest, recovery: work.recovery, tell: work.tell, log: { invocation.log($0) })
        }
    }

    /// The Job's container for an undo. Arguments: MAJOR WAL-DIRECTORY UID SUFFIX RETURNING-SUFFIX STANZA.
    static func undo(_ invocation: Invocation) async -> Int32 {
        // A Pod that ends with status 0 would make its Job count as done.
        Signals.failOnTermination()
        let arguments = invocation.arguments
        let report = TerminationReport(invocation)
        guard arguments.count == 6, let major = Int(arguments[0]), !arguments[3].isEmpty, !arguments[4].isEmpty, arguments[3] != arguments[4] else {
            return report.finish { throw Problem("is called as: undo-restore MAJOR WAL-DIRECTORY UID SUFFIX RETURNING-SUFFIX STANZA") }
        }
        return await Work(invocation).run(report) { work in
            Restore(
                major: major, walDirectory: arguments[1], uid: arguments[2], keptSuffix: arguments[3], stanza: arguments[5], repo: "",
                options: [], undoes: arguments[4], pgBackRest: work.pgBackRest, recovery: work.recovery, tell: work.tell,
                log: { invocation.log($0) })
        }
    }

    /// The real tools, which work on a thread of their own, while another task tells how far they are.
    private struct Work: Sendable {
        let invocation: Invocation
        let thread = OwnThread()
        let tool: Recovery
        let reporter: RestoreProgressReporter?

        init(_ invocation: Invocation) {
            self.invocation = invocation
            tool = Recovery(log: { invocation.log($0) })
            reporter = .onPod(invocation.environment, recoveryLog: tool.logFile)
        }

        @Sendable func pgBackRest(_ command: [String], _ line: @escaping @Sendable (String) -> Void) async throws -> String? {
            try await thread.run { try ToolRun.failure(of: command, line) }
        }
        @Sendable func recovery(_ data: String) async throws -> Recovery.Result { try await thread.run { try tool.run(data) } }
        @Sendable func tell(_ progress: RestoreProgress) { reporter?.note(progress) }

        func run(_ report: TerminationReport, _ make: (Work) -> Restore) async -> Int32 {
            let restore = make(self)
            let telling = Task { await reporter?.run() }  // Cancelled below; nothing depends on it.
            defer {
                telling.cancel()
                thread.end()
            }
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
