public import KubernetesClient
public import KubernetesModel

/// Decides which of several replicas works, by means of a Lease: a value that is told what the server answered and says what to ask next.
///
/// - Who holds the lease renews it each ``Options/retryPeriod``. Who has not managed to for ``Options/renewDeadline`` has lost it, and ends.
/// - Another one takes it when it has not seen it change for the lease's duration, by its own clock: clocks need not agree.
/// - Every write carries the resourceVersion that was read, so of two that try, one fails.
/// - At an orderly end the lease is released, and the next one need not wait.
public struct LeaderElection: Sendable {
    /// Whose lease, and for how long.
    public struct Options: Sendable, Hashable {
        /// The Lease.
        public var lease: ObjectKey
        /// The name of this replica, unique among them: that of the Pod and something random.
        public var identity: String
        /// How long others wait after the last renewal that they saw.
        public var leaseDuration: Duration
        /// How long the holder tries to renew before it gives up; less than ``leaseDuration``.
        public var renewDeadline: Duration
        /// How often it is renewed, and others look.
        public var retryPeriod: Duration

        public init(
            lease: ObjectKey, identity: String, leaseDuration: Duration = .seconds(60), renewDeadline: Duration = .seconds(40),
            retryPeriod: Duration = .seconds(10)
        ) {
            self.lease = lease
            self.identity = identity
            self.leaseDuration = leaseDuration
            self.renewDeadline = renewDeadline
            self.retryPeriod = retryPeriod
        }
    }

    /// What happened.
    public enum Input: Sendable {
        case start
        case read(Result<Lease?, KubernetesError>)
        case written(Result<Lease, KubernetesError>)
        /// It is ``deadline``, or later.
        case timer
        /// The process is about to end.
        case release
    }

    /// What to do.
    public enum Effect: Sendable, Equatable {
        case read
        case create(Lease)
        case replace(Lease)
        /// This replica leads from now on.
        case elected
        /// It leads no longer and must stop at once.
        case lost(reason: String)
        /// The lease is free, or was not ours.
        case released
    }

    private enum Phase: Sendable {
        case idle
        case following
        case leading(since: Duration)
        /// Waits for the answer to what was sent before the release, or to the release itself.
        case releasing(isSent: Bool)
        case over
    }

    public let options: Options
    private var phase = Phase.idle
    private var lease: Lease?
    private var observed: (holder: String?, renewal: Timestamp?, at: Duration)?
    private var renewedAt = Duration.zero
    private var sentAt: Duration?
    private var nextTry: Duration?

    public init(_ options: Options) { self.options = options }

    /// Whether this replica leads.
    public var isLeading: Bool { if case .leading = phase { true } else { false } }
    /// Who holds the lease as far as is known; nil if nobody.
    public var holder: String? { isLeading ? options.identity : observed?.holder }

    /// When ``Input/timer`` is due.
    public var deadline: Duration? {
        switch phase {
        case .idle, .over: nil
        case .following: nextTry
        case .leading: min(nextTry ?? .seconds(Int64.max / 2), renewedAt + options.renewDeadline)
        case .releasing: (sentAt ?? .zero) + .seconds(5)
        }
    }

    /// Takes note of what happened.
    ///
    /// - Parameters:
    ///   - now: of ``RuntimeClock``.
    ///   - date: the time of day, which goes into the lease.
    public mutating func handle(_ input: Input, at now: Duration, date: Timestamp, random: inout SplitMix64) -> [Effect] {
        switch (input, phase) {
        case (.start, .idle):
            phase = .following
            return ask(.read, at: now)
        case (.timer, .following), (.timer, .leading):
            return handleTimer(at: now, date: date)
        case (.timer, .releasing):
            phase = .over
            return [.released]
        case (.read(let result), .following), (.read(let result), .leading):
            sentAt = nil
            return handleRead(result, at: now, date: date, random: &random)
        case (.written(let result), .following), (.written(let result), .leading):
            return handleWritten(result, at: now, random: &random)
        case (.written(let result), .releasing(let isSent)):
            if isSent { break }
            // A renewal was under way: the release is written over what it left.
            if case .success(let written) = result { lease = written }
            return release(at: now, date: date)
        case (.read(let result), .releasing(isSent: false)):
            if case .success(let found?) = result, found.spec?.holderIdentity == options.identity { lease = found }
            return release(at: now, date: date)
        case (.release, .leading):
            guard sentAt == nil else {
                phase = .releasing(isSent: false)
                return []
            }
            return release(at: now, date: date)
        case (.release, .idle), (.release, .following):
            break
        default:
            return []
        }
        phase = .over
        return [.released]
    }

    private mutating func release(at now: Duration, date: Timestamp) -> [Effect] {
        guard var lease else {
            phase = .over
            return [.released]
        }
        lease.spec = LeaseSpec(holderIdentity: "", leaseDurationSeconds: 1, leaseTransitions: lease.spec?.leaseTransitions, renewTime: date)
        phase = .releasing(isSent: true)
        sentAt = now
        return [.replace(lease)]
    }

    private mutating func ask(_ effect: Effect, at now: Duration) -> [Effect] {
        sentAt = now
        nextTry = nil
        return [effect]
    }

    private mutating func handleTimer(at now: Duration, date: Timestamp) -> [Effect] {
        if isLeading, now >= renewedAt + options.renewDeadline {
            phase = .over
            return [.lost(reason: "the lease could not be renewed for \(options.renewDeadline)")]
        }
        guard sentAt == nil, let nextTry, nextTry <= now else { return [] }
        guard isLeading, let lease else { return ask(.read, at: now) }
        return ask(.replace(renewed(lease, date)), at: now)
    }

    private mutating func handleRead(
        _ result: Result<Lease?, KubernetesError>, at now: Duration, date: Timestamp, random: inout SplitMix64
    ) -> [Effect] {
        guard case .success(let found) = result else {
            nextTry = now + pause(&random)
            return []
        }
        lease = found
        guard let found else {
            let spec = LeaseSpec(
                acquireTime: date, holderIdentity: options.identity, leaseDurationSeconds: Int(options.leaseDuration.components.seconds),
                leaseTransitions: 0, renewTime: date)
            let metadata = ObjectMeta(name: options.lease.name, namespace: options.lease.namespace)
            return ask(.create(Lease(metadata: metadata, spec: spec)), at: now)
        }
        let holder = found.spec?.holderIdentity.flatMap { $0.isEmpty ? nil : $0 }
        if holder == options.identity { return ask(.replace(renewed(found, date)), at: now) }
        if isLeading {
            phase = .over
            return [.lost(reason: "the lease is held by \(holder ?? "nobody")")]
        }
        if holder != observed?.holder || found.spec?.renewTime != observed?.renewal || observed == nil {
            observed = (holder, found.spec?.renewTime, now)
        }
        let expiry = (observed?.at ?? now) + .seconds(found.spec?.leaseDurationSeconds ?? Int(options.leaseDuration.components.seconds))
        if holder == nil || expiry <= now { return ask(.replace(taken(found, date)), at: now) }
        nextTry = min(now + pause(&random), max(expiry, now + .milliseconds(100)))
        return []
    }

    private mutating func handleWritten(_ result: Result<Lease, KubernetesError>, at now: Duration, random: inout SplitMix64) -> [Effect] {
        let sent = sentAt ?? now
        sentAt = nil
        switch result {
        case .success(let written):
            lease = written
            renewedAt = sent
            nextTry = sent + options.retryPeriod
            if isLeading { return [] }
            phase = .leading(since: now)
            return [.elected]
        case .failure(let error):
            // Another one was faster, or our own last write arrived after all: look.
            if [.conflict, .alreadyExists, .notFound].contains(error.code) { return ask(.read, at: now) }
            nextTry = now + pause(&random) / (isLeading ? 4 : 1)
            return []
        }
    }

    private func pause(_ random: inout SplitMix64) -> Duration { options.retryPeriod * (1 + 0.2 * random.unit()) }

    private func renewed(_ lease: Lease, _ date: Timestamp) -> Lease {
        var lease = lease
        lease.spec?.renewTime = date
        lease.spec?.leaseDurationSeconds = Int(options.leaseDuration.components.seconds)
        return lease
    }

    private func taken(_ lease: Lease, _ date: Timestamp) -> Lease {
        var lease = lease
        lease.spec = LeaseSpec(
            acquireTime: date, holderIdentity: options.identity, leaseDurationSeconds: Int(options.leaseDuration.components.seconds),
            leaseTransitions: (lease.spec?.leaseTransitions ?? 0) + 1, renewTime: date)
        return lease
    }
}
