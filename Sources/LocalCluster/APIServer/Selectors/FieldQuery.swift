import KubernetesModel

/// A field selector: `metadata.name=x,status.phase!=Running`.
struct FieldQuery: Sendable, Hashable {
    struct Requirement: Sendable, Hashable {
        var field: String
        var value: String
        var isNegated: Bool
    }

    var requirements: [Requirement] = []
    var isEmpty: Bool { requirements.isEmpty }

    init() {}

    /// - Throws: a 400 for a text that is not a selector.
    init(parsing text: String) throws(StatusError) {
        for part in Self.parts(text) where !part.isEmpty {
            guard let range = ["!=", "==", "="].lazy.compactMap({ part.firstRange(of: $0) }).first else {
                throw .badRequest("invalid selector: '\(text)'; can't understand '\(part)'")
            }
            requirements.append(
                Requirement(
                    field: String(part[..<range.lowerBound]), value: Self.unescaped(part[range.upperBound...]),
                    isNegated: part[range] == "!="))
        }
    }

    /// The value that a field is required to have.
    func required(_ field: String) -> String? { requirements.first { $0.field == field && !$0.isNegated }?.value }

    /// - Throws: a 400 for a field by which objects of this kind cannot be selected.
    func check(_ rules: any ResourceRules) throws(StatusError) {
        let known = Set(rules.selectableFields(of: ["metadata": ["name": "", "namespace": ""]]).keys).union(["metadata.name", "metadata.namespace"])
        for requirement in requirements where !known.contains(requirement.field) {
            let field = requirement.field
            // Kinds with selectable fields of their own convert labels themselves, and say less.
            if known.count > 2 || rules.definition.isCustom {
                throw .badRequest("field label not supported: \(field)")
            }
            throw .badRequest("\"\(field)\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")
        }
    }

    func matches(_ object: StoredObject, rules: any ResourceRules) -> Bool {
        if requirements.isEmpty { return true }
        var fields: [String: String]?
        return requirements.allSatisfy { requirement in
            let value: String
            switch requirement.field {
            case "metadata.name": value = object.key.name
            case "metadata.namespace": value = object.key.namespace
            default:
                fields = fields ?? rules.selectableFields(of: object.value)
                value = fields?[requirement.field] ?? ""
            }
            return (value == requirement.value) != requirement.isNegated
        }
    }

    /// Splits at commas that are not escaped.
    private static func parts(_ text: String) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        var position = start
        while position < text.endIndex {
            if text[position] == "\\" {
                position = text.index(after: position)
                if position == text.endIndex { break }
            } else if text[position] == "," {
                parts.append(text[start..<position])
                start = text.index(after: position)
            }
            position = text.index(after: position)
        }
        return parts + [text[start...]]
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }
}
