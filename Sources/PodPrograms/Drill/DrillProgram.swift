internal import KubernetesModel

extension Drill {
    /// The Job's container. Arguments: MAJOR STANZA REPO MARKER [--amcheck[=heapallindexed]] [--sql=FILE] [--page-checksums].
    static func main(_ invocation: Invocation) async -> Int32 {
        // A drill that is cut off has found out nothing.
        Signals.failOnTermination()
        let report = TerminationReport(invocation)
        guard let drill = Drill(invocation) else {
            return report.finish {
                throw Problem("is called as: drill MAJOR STANZA REPO MARKER [--amcheck[=heapallindexed]] [--sql=FILE] [--page-checksums]")
            }
        }
        let (finding, found) = await drill.run()
        invocation.log("\(finding.rawValue)\(found["message"]?.string.map { $0.isEmpty ? "" : ": \($0)" } ?? "")")
        return report.finish(failing: !finding.isVerdict) { found }
    }

    init?(_ invocation: Invocation) {
        let arguments = invocation.arguments
        guard arguments.count >= 4, let major = Int(arguments[0]), let marker = LogPosition(parsing: arguments[3]) else { return nil }
        let log: @Sendable (String) -> Void = { invocation.log($0) }
        self.init(
            major: major, stanza: arguments[1], repo: arguments[2], marker: marker, tools: .real(major: major, log: log), log: log)
        for option in arguments.dropFirst(4) {
            switch option {
            case "--amcheck": checks.amcheck = []
            case "--amcheck=heapallindexed": checks.amcheck = ["--heapallindexed"]
            case "--page-checksums": checks.pages = true
            case let option where option.hasPrefix("--sql="): checks.sql = String(option.dropFirst("--sql=".count))
            default: return nil
            }
        }
    }
}
