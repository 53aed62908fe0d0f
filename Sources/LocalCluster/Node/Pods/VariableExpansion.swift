/// Replaces `$(NAME)` in a text by values; what is unknown stays as it is, and `$$` is one dollar sign.
///
/// - Source: Kubernetes API, "Container v1 core", fields `command`, `args`, `env`.
func expandVariables(_ text: String, _ value: (String) -> String?) -> String {
    guard text.contains("$") else { return text }
    var result = ""
    var rest = Substring(text)
    while let dollar = rest.firstIndex(of: "$") {
        result += rest[..<dollar]
        rest = rest[rest.index(after: dollar)...]
        if rest.first == "$" {
            result.append("$")
            rest.removeFirst()
        } else if rest.first == "(", let end = rest.firstIndex(of: ")") {
            let name = String(rest[rest.index(after: rest.startIndex)..<end])
            result += value(name) ?? "$(\(name))"
            rest = rest[rest.index(after: end)...]
        } else {
            result.append("$")
        }
    }
    return result + rest
}
