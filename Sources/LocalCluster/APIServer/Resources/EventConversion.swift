import KubernetesModel

/// Events between their two forms: `v1` and `events.k8s.io/v1`.
enum EventConversion {
    /// Fields of `v1` and what they are called in `events.k8s.io/v1`.
    private static let names = [
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ]

    static func convert(_ event: JSONValue, to apiVersion: String) -> JSONValue {
        guard event["apiVersion"]?.string != apiVersion else { return event }
        var result = event
        result["apiVersion"] = .string(apiVersion)
        for (core, new) in names {
            let (from, to) = apiVersion == "v1" ? (new, core) : (core, new)
            guard let value = event[from] else { continue }
            result[from] = nil
            result[to] = value
        }
        if apiVersion != "v1" {
            // Always written in one form, and only where there is something to say in the other.
            for name in ["reportingController", "reportingInstance"] where result[name] == "" { result[name] = nil }
        }
        return result
    }
}
