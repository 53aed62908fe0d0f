import KubernetesModel

/// What is wrong with one value of a resource.
///
///     spec.backups.pgbackrest.repos[0].name: must match ^repo[1-4]$, is "repo5": use repo1, repo2, repo3 or repo4
///     spec.proxy.pgbouncer: unknown field; did you mean spec.proxy.pgBouncer?
package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case unknownField, missing, wrongType, outOfBounds, duplicate, rule, immutable
    }
    package let code: Code
    package let path: FieldPath
    /// What was expected, and what was found.
    package let message: String
    /// What would be right, where that does not follow from the message.
    package let remedy: String?

    package init(_ code: Code, at path: FieldPath, _ message: String, remedy: String? = nil) {
        self.code = code
        self.path = path
        self.message = message
        self.remedy = remedy
    }

    package var description: String { "\(path): \(message)" + (remedy.map { ": \($0)" } ?? "") }
}

/// Everything that is wrong with a resource, in the order in which its fields are declared.
package struct InvalidObject: Error, Sendable, Hashable, CustomStringConvertible {
    package let problems: [Problem]
    package init(problems: [Problem]) { self.problems = problems }
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension JSONValue {
    /// How an error names the value: a scalar as it is, of anything else only what it is.
    var inWords: String {
        switch self {
        case .null: "null"
        case .array: "a list"
        case .object: "an object"
        case .string(let text) where text.utf8.count > 80: "a text of \(text.utf8.count) bytes"
        default: text
        }
    }
}
