import KubernetesModel

/// Label selectors as one text: `a=b,c in (x,y),!d`.
enum SelectorText {
    static func text(_ selector: JSONValue) -> String {
        let labels = selector.texts("matchLabels").sorted { $0.key < $1.key }.map { ($0.key, "\($0.key)=\($0.value)") }
        let requirements = selector.list("matchExpressions").map { requirement -> (String, String) in
            let key = requirement.text("key")
            let values = requirement.list("values").compactMap(\.string).sorted().joined(separator: ",")
            let text =
                switch requirement.text("operator") {
                case "In": "\(key) in (\(values))"
                case "NotIn": "\(key) notin (\(values))"
                case "Exists": key
                default: "!\(key)"
                }
            return (key, text)
        }
        return (labels + requirements).sorted { $0.0 < $1.0 }.map(\.1).joined(separator: ",")
    }

    /// As tables show it: `<none>` for a selector that selects nothing in particular.
    static func shown(_ selector: JSONValue?) -> String {
        guard let selector, !selector.isNull else { return "<none>" }
        let text = text(selector)
        return text.isEmpty ? "<none>" : text
    }
}
