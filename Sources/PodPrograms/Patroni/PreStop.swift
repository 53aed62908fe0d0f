internal import FoundationEssentials
internal import Glibc
internal import NIOCore

/// Runs before a member is stopped (preStop hook of `database`): if it leads, another member takes over first, so that clients wait for a
/// switchover of a second or two and not for a failover.
///
/// An operator does this better, since it can pause the poolers: it has a few seconds to begin. Never fails: the member stops anyway.
struct PreStop: Sendable {
    var member: String
    var cluster: @Sendable () async throws -> PatroniCluster
    /// Members whose Pods are being deleted.
    var leaving: @Sendable () async throws -> Set<String>
    /// Asks Patroni to switch over from this member to another.
    var switchover: @Sendable (_ candidate: String) async throws -> HTTPSRequest.Answer
    var announcement = SwitchoverAnnouncement()
    var time = Time.real()
    var now: @Sendable () -> Date = { Date() }
    var log: @Sendable (String) -> Void

    /// How long an operator has to begin. It sees the deletion within a fraction of a second; this leaves it time to be re-elected.
    static let operatorsTurn = Duration.seconds(5)
    /// How long all this may take: the grace period's other four minutes are for the shutdown checkpoint.
    static let longest = Duration.seconds(60)
    private static let interval = Duration.milliseconds(500)

    func run() async {
        var asked = false
        while time.elapsed() < Self.longest {
            let step = await next(waited: time.elapsed(), asked: asked)
            switch step {
            case .stop(let because): return log(because)
            case .wait: break
            case .ask(let candidate):
                asked = true
                await ask(candidate)
            }
            await time.sleep(Self.interval)
        }
        log("nobody took over within \(Self.longest.components.seconds) s")
    }

    /// What to do at one moment.
    enum Step: Sendable, Hashable {
        case stop(because: String)
        case wait
        case ask(candidate: String)
    }

    private func next(waited: Duration, asked: Bool) async -> Step {
        let present: PatroniCluster
        do { present = try await cluster() } catch { return .stop(because: "Patroni cannot be asked: \(error)") }
        // Not knowing is no reason to wait: Patroni itself refuses a member that is not fit.
        let leaving = (try? await leaving()) ?? []
        return decide(present, leaving: leaving, announced: announcement.holds(at: now()), waited: waited, asked: asked)
    }

    /// Decides from what is known; has no effects.
    func decide(_ present: PatroniCluster, leaving: Set<String>, announced: Bool, waited: Duration, asked: Bool) -> Step {
        guard present.leader?.name == member else {
            return .stop(because: present.leader.map { "\($0.name) leads" } ?? "no member leads")
        }
        guard !present.isPaused else { return .stop(because: "Patroni is paused") }
        guard let candidate = present.candidates(without: leaving).first else { return .stop(because: "no other member can take over") }
        if announced || asked || waited < Self.operatorsTurn { return .wait }
        return .ask(candidate: candidate.name)
    }

    private func ask(_ candidate: String) async {
        log("asking \(candidate) to take over")
        do {
            let answer = try await switchover(candidate)
            log("Patroni answers \(answer.status): \(answer.text)")
        } catch {
            log("the switchover: \(error)")
        }
    }

    static func main(_ invocation: Invocation) async -> Int32 {
        if invocation.arguments.first == "announce" {
            return invocation.run { arguments in
                guard arguments.count == 2, let seconds = Int(arguments[1]), (0...600).contains(seconds) else {
                    throw Problem("announce takes a number of seconds, 0 to 600")
                }
                try SwitchoverAnnouncement().make(for: seconds, at: Date())
            }
        }
        guard let member = invocation.environment["PATRONI_NAME"] else {
            invocation.log("PATRONI_NAME is not set: this is no container that runs Patroni")
            return 0
        }
        let patroni = PatroniREST(environment: invocation.environment)
        await PreStop(
            member: member, cluster: { try await patroni.cluster() }, leaving: { try await NeighbourPods().leaving() },
            switchover: { try await patroni.switchover(from: member, to: $0, timeout: .seconds(45)) }, log: { invocation.log($0) }
        ).run()
        return 0
    }
}

/// A note in this Pod that an operator has begun a switchover, and until when that holds.
struct SwitchoverAnnouncement: Sendable {
    /// Holds seconds since 1970.
    var file = "/tmp/egret/switchover"

    func make(for seconds: Int, at now: Date) throws(SystemError) {
        try Files.makeFolder(file.parent, mode: 0o775)
        try Files.write("\(Int(now.timeIntervalSince1970) + seconds)\n".utf8, to: file)
    }

    func holds(at now: Date) -> Bool {
        guard let text = try? Files.text(file), let end = Double(text) else { return false }
        return now.timeIntervalSince1970 < end
    }
}
