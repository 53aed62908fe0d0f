import KubernetesModel

/// Counts the answers of one probe until they make a verdict.
struct ProbeCounter: Sendable, Hashable {
    let successThreshold: Int
    let failureThreshold: Int
    private var successes = 0
    private var failures = 0

    init(_ probe: Probe, kind: ProbeKind) {
        // Only readiness may ask for more than one success.
        successThreshold = kind == .readiness ? max(1, probe.successThreshold ?? 1) : 1
        failureThreshold = max(1, probe.failureThreshold ?? 3)
    }

    /// Takes in an answer.
    ///
    /// - Returns: true or false when so many in a row said so; nil before.
    mutating func count(_ succeeded: Bool) -> Bool? {
        if succeeded {
            failures = 0
            successes = min(successes + 1, successThreshold)
            return successes >= successThreshold ? true : nil
        }
        successes = 0
        failures = min(failures + 1, failureThreshold)
        return failures >= failureThreshold ? false : nil
    }
}
