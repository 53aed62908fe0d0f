extension LabelSelector {
    /// Whether an object with these labels is selected. An empty selector selects everything.
    public func matches(_ labels: [String: String]) -> Bool {
        for (key, value) in matchLabels ?? [:] where labels[key] != value { return false }
        return (matchExpressions ?? []).allSatisfy { requirement in
            let value = requirement.key.flatMap { labels[$0] }
            let values = requirement.values ?? []
            switch requirement.operator {
            case "In": return value.map(values.contains) ?? false
            case "NotIn": return value.map { !values.contains($0) } ?? true
            case "Exists": return value != nil
            case "DoesNotExist": return value == nil
            default: return false
            }
        }
    }

    /// The selector as the query parameter `labelSelector` has it: `a=b,c in (d,e),!f`.
    public var queryText: String {
        let equalities = (matchLabels ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let expressions = (matchExpressions ?? []).map { requirement in
            let key = requirement.key ?? ""
            let values = (requirement.values ?? []).joined(separator: ",")
            return switch requirement.operator {
            case "In": "\(key) in (\(values))"
            case "NotIn": "\(key) notin (\(values))"
            case "Exists": key
            default: "!\(key)"
            }
        }
        return (equalities + expressions).joined(separator: ",")
    }
}
