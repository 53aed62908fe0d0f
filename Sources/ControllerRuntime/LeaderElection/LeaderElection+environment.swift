public import KubernetesModel

extension LeaderElection.Options {
    /// Reads the options from environment variables, which share a prefix:
    ///
    /// | variable | default |
    /// | --- | --- |
    /// | `LEADER_ELECTION_ENABLED` | `true` |
    /// | `LEASE_NAME` | the given one |
    /// | `LEASE_DURATION` | `60s` |
    /// | `RENEW_DEADLINE` | `40s` |
    /// | `RETRY_PERIOD` | `10s` |
    ///
    /// - Returns: nil if the election is switched off.
    /// - Throws: ``InvalidVariable`` for a value that cannot be used.
    public static func reading(
        _ environment: [String: String], prefix: String = "PGO_CONTROLLER_", defaultLease: ObjectKey, identity: String
    ) throws(InvalidVariable) -> Self? {
        switch environment[prefix + "LEADER_ELECTION_ENABLED"]?.lowercased() ?? "" {
        case "", "true", "1", "t": break
        case "false", "0", "f": return nil
        case let value: throw InvalidVariable(name: prefix + "LEADER_ELECTION_ENABLED", value: value, remedy: "use true or false")
        }
        var options = Self(lease: defaultLease, identity: identity)
        if let name = environment[prefix + "LEASE_NAME"], !name.isEmpty { options.lease.name = name }
        func duration(_ name: String, _ standard: Duration) throws(InvalidVariable) -> Duration {
            guard let text = environment[prefix + name], !text.isEmpty else { return standard }
            guard let duration = Duration(parsingGo: text), duration > .zero else {
                throw InvalidVariable(name: prefix + name, value: text, remedy: "use a duration such as 60s or 1m30s")
            }
            return duration
        }
        options.leaseDuration = try duration("LEASE_DURATION", options.leaseDuration)
        options.renewDeadline = try duration("RENEW_DEADLINE", options.renewDeadline)
        options.retryPeriod = try duration("RETRY_PERIOD", options.retryPeriod)
        guard options.leaseDuration > options.renewDeadline, options.renewDeadline > options.retryPeriod else {
            throw InvalidVariable(
                name: prefix + "RENEW_DEADLINE", value: "\(options.renewDeadline)",
                remedy: "it must be longer than the retry period and shorter than the lease duration")
        }
        return options
    }

    /// An environment variable whose value cannot be used.
    public struct InvalidVariable: Error, Hashable, CustomStringConvertible {
        public let name: String
        public let value: String
        public let remedy: String
        public var description: String { "environment: \(name) is \"\(value)\": \(remedy)" }
    }
}

extension Duration {
    /// Reads a duration as Go writes it: numbers with a unit of h, m, s, ms, us or ns, for example `1m30s` or `1.5h`. Anything else gives nil.
    public init?(parsingGo text: String) {
        var rest = text[...]
        var nanoseconds = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let number = Double(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            switch unit {
            case "h": nanoseconds += number * 3600e9
            case "m": nanoseconds += number * 60e9
            case "s": nanoseconds += number * 1e9
            case "ms": nanoseconds += number * 1e6
            case "us", "µs": nanoseconds += number * 1e3
            case "ns": nanoseconds += number
            default: return nil
            }
        }
        guard nanoseconds < 9e18 else { return nil }
        self = .nanoseconds(Int64(nanoseconds.rounded()))
    }
}
