import KubernetesModel

/// Which objects of a collection are meant: the query parameters of a list or watch.
struct Selection: Sendable {
    var namespace: String?
    var labels: LabelSelector?
    /// Dotted paths and their values.
    var fields: [(path: [String], value: String, isEqual: Bool)] = []

    func matches(_ object: JSONValue) -> Bool {
        if let namespace, object[path: "metadata", "namespace"]?.string != namespace { return false }
        let present = (object[path: "metadata", "labels"]?.object ?? [:]).compactMapValues(\.string)
        guard labels?.matches(present) ?? true else { return false }
        return fields.allSatisfy { ((object[path: $0.path]?.string ?? "") == $0.value) == $0.isEqual }
    }

    /// Reads `labelSelector`: `a=b,c!=d,e in (f,g),h notin (i),j,!k`.
    static func labels(parsing text: String) -> LabelSelector {
        var requirements: [LabelSelectorRequirement] = []
        for part in split(text) {
            if let range = part.firstRange(of: " notin ") ?? part.firstRange(of: " in ") {
                let isIn = part[range] == " in "
                let values = part[range.upperBound...].drop { $0 == "(" || $0 == " " }.prefix { $0 != ")" }.split(separator: ",").map { String($0) }
                requirements.append(.init(key: String(part[..<range.lowerBound]), operator: isIn ? "In" : "NotIn", values: values))
            } else if let range = part.firstRange(of: "!=") {
                requirements.append(.init(key: String(part[..<range.lowerBound]), operator: "NotIn", values: [String(part[range.upperBound...])]))
            } else if let range = part.firstRange(of: "==") ?? part.firstRange(of: "=") {
                requirements.append(.init(key: String(part[..<range.lowerBound]), operator: "In", values: [String(part[range.upperBound...])]))
            } else if part.hasPrefix("!") {
                requirements.append(.init(key: String(part.dropFirst()), operator: "DoesNotExist"))
            } else {
                requirements.append(.init(key: part, operator: "Exists"))
            }
        }
        return LabelSelector(matchExpressions: requirements)
    }

    /// Reads `fieldSelector`: `metadata.name=a,status.phase!=b`.
    static func fields(parsing text: String) -> [(path: [String], value: String, isEqual: Bool)] {
        split(text).compactMap { part in
            guard let range = part.firstRange(of: "!=") ?? part.firstRange(of: "==") ?? part.firstRange(of: "=") else { return nil }
            let path = part[..<range.lowerBound].split(separator: ".").map { String($0) }
            return (path, String(part[range.upperBound...]), part[range] != "!=")
        }
    }

    /// Splits at commas that are not within parentheses.
    private static func split(_ text: String) -> [String] {
        var parts: [String] = [""]
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.filter { !$0.isEmpty }
    }
}
