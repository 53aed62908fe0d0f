import Synchronization

/// Metrics of one process, and their text for Prometheus.
///
/// A metric that is asked for twice is the same one. Labels must come from bounded sets; beyond ``seriesLimit`` combinations further ones of
/// a metric are dropped, and counted in `metrics_dropped_series_total`.
public final class MetricsRegistry: Sendable {
    /// How many combinations of label values one metric may have: several times what an operator with a thousand objects needs.
    public static let seriesLimit = 2000

    private struct State: Sendable {
        var families: [String: MetricFamily] = [:]
        var collectors: [@Sendable () -> Void] = []
        var dropped = 0
    }
    private let state = Mutex(State())

    public init() {}

    /// A number that only grows.
    ///
    /// - Parameters:
    ///   - name: ends with `_total`.
    ///   - help: one line.
    ///   - labels: names of the labels, whose values each call gives in this order.
    public func counter(_ name: String, help: String, labels: [String] = []) -> Counter {
        declare(MetricFamily(name: name, help: help, kind: .counter, labels: labels))
        return Counter(registry: self, name: name)
    }

    /// A number that goes up and down.
    public func gauge(_ name: String, help: String, labels: [String] = []) -> Gauge {
        declare(MetricFamily(name: name, help: help, kind: .gauge, labels: labels))
        return Gauge(registry: self, name: name)
    }

    /// A distribution.
    ///
    /// - Parameter buckets: upper bounds, ascending, without infinity.
    public func histogram(_ name: String, help: String, labels: [String] = [], buckets: [Double] = Histogram.seconds) -> Histogram {
        declare(MetricFamily(name: name, help: help, kind: .histogram(buckets), labels: labels))
        return Histogram(registry: self, name: name)
    }

    /// Calls a function before each ``text()``, so that it sets what is only known when asked for.
    public func onCollect(_ collector: @escaping @Sendable () -> Void) { state.withLock { $0.collectors.append(collector) } }

    /// All metrics in Prometheus' text format 0.0.4, sorted by name.
    public func text() -> String {
        for collector in state.withLock({ $0.collectors }) { collector() }
        let (families, dropped) = state.withLock { ($0.families, $0.dropped) }
        var text = ""
        for (_, family) in families.sorted(by: { $0.key < $1.key }) { family.write(into: &text) }
        if dropped > 0 {
            text += "# HELP metrics_dropped_series_total Label combinations beyond the limit of a metric.\n"
            text += "# TYPE metrics_dropped_series_total counter\nmetrics_dropped_series_total \(dropped)\n"
        }
        return text
    }

    /// What all metrics are: name, type, labels and meaning, sorted by name.
    public var descriptions: [(name: String, type: String, labels: [String], help: String)] {
        state.withLock { state in state.families.sorted { $0.key < $1.key }.map { ($0.key, $0.value.type, $0.value.labels, $0.value.help) } }
    }

    /// The names of all metrics, sorted.
    public var names: [String] { state.withLock { $0.families.keys.sorted() } }

    /// The value of a counter or gauge, or the number of observations of a histogram; nil if there is none with these label values.
    public func value(_ name: String, _ labels: [String] = []) -> Double? {
        state.withLock { $0.families[name]?.series[labels] }.map { series in
            switch series {
            case .number(let value): value
            case .distribution(let counts, _): Double(counts.reduce(0, +))
            }
        }
    }

    private func declare(_ family: MetricFamily) {
        state.withLock { state in
            if let present = state.families[family.name] {
                precondition(present.labels == family.labels, "metric \(family.name) is declared twice with different labels")
            } else {
                state.families[family.name] = family
            }
        }
    }

    fileprivate func update(_ name: String, _ labels: [String], _ change: (inout MetricFamily) -> Bool) {
        state.withLock { state in
            guard var family = state.families.removeValue(forKey: name) else { return }
            precondition(family.labels.count == labels.count, "metric \(name) has the labels \(family.labels)")
            if !change(&family) { state.dropped += 1 }
            state.families[name] = family
        }
    }
}

/// A number that only grows.
public struct Counter: Sendable {
    fileprivate let registry: MetricsRegistry
    fileprivate let name: String

    public func increment(_ labels: [String] = [], by amount: Double = 1) {
        registry.update(name, labels) { $0.change(labels) { $0 += amount } }
    }

    /// Sets a number that is counted elsewhere.
    public func set(_ labels: [String] = [], to value: Double) { registry.update(name, labels) { $0.change(labels) { $0 = value } } }
}

/// A number that goes up and down.
public struct Gauge: Sendable {
    fileprivate let registry: MetricsRegistry
    fileprivate let name: String

    public func set(_ labels: [String] = [], to value: Double) { registry.update(name, labels) { $0.change(labels) { $0 = value } } }
    public func add(_ labels: [String] = [], _ amount: Double) { registry.update(name, labels) { $0.change(labels) { $0 += amount } } }
    /// Forgets the value for these labels: what it was about is gone.
    public func remove(_ labels: [String]) {
        registry.update(name, labels) { family in
            family.series[labels] = nil
            return true
        }
    }
}

/// A distribution, counted in buckets.
public struct Histogram: Sendable {
    /// Buckets for what takes from milliseconds to minutes, in seconds.
    public static let seconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]
    fileprivate let registry: MetricsRegistry
    fileprivate let name: String

    public func observe(_ labels: [String] = [], _ value: Double) { registry.update(name, labels) { $0.observe(labels, value) } }
    public func observe(_ labels: [String] = [], _ duration: Duration) { observe(labels, duration.seconds) }
}

/// One metric with all its label values.
private struct MetricFamily: Sendable {
    enum Kind: Sendable { case counter, gauge, histogram([Double]) }
    enum Series: Sendable {
        case number(Double)
        case distribution(counts: [Int], sum: Double)
    }
    let name: String
    let help: String
    let kind: Kind
    let labels: [String]
    var series: [[String]: Series] = [:]

    mutating func change(_ values: [String], _ body: (inout Double) -> Void) -> Bool {
        var number = 0.0
        if case .number(let present)? = series[values] {
            number = present
        } else if series.count >= MetricsRegistry.seriesLimit {
            return false
        }
        body(&number)
        series[values] = .number(number)
        return true
    }

    mutating func observe(_ values: [String], _ value: Double) -> Bool {
        guard case .histogram(let buckets) = kind else { return true }
        var counts = [Int](repeating: 0, count: buckets.count + 1)
        var sum = 0.0
        if case .distribution(let present, let presentSum)? = series.removeValue(forKey: values) {
            counts = present
            sum = presentSum
        } else if series.count >= MetricsRegistry.seriesLimit {
            return false
        }
        counts[buckets.firstIndex { value <= $0 } ?? buckets.count] += 1
        series[values] = .distribution(counts: counts, sum: sum + value)
        return true
    }

    var type: String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    func write(into text: inout String) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(type)\n"
        for (values, series) in series.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            switch series {
            case .number(let value): text += "\(name)\(labelText(values)) \(Self.text(of: value))\n"
            case .distribution(let counts, let sum):
                guard case .histogram(let buckets) = kind else { continue }
                var total = 0
                for (index, count) in counts.enumerated() {
                    total += count
                    let bound = index < buckets.count ? Self.text(of: buckets[index]) : "+Inf"
                    text += "\(name)_bucket\(labelText(values, and: ("le", bound))) \(total)\n"
                }
                text += "\(name)_sum\(labelText(values)) \(Self.text(of: sum))\n\(name)_count\(labelText(values)) \(total)\n"
            }
        }
    }

    private func labelText(_ values: [String], and more: (String, String)? = nil) -> String {
        var pairs = zip(labels, values).map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }
        if let more { pairs.append("\(more.0)=\"\(more.1)\"") }
        return pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
    }

    private static func text(of value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.append(character)
            }
        }
        return result
    }
}
