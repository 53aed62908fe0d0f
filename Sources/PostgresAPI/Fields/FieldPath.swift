/// Where a value stands in a resource: `spec.backups.pgbackrest.repos[0].name`.
package struct FieldPath: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral text: String) { self.text = text }

    /// The path of a field of the object at this path. A key that is not a plain name stands in brackets.
    package func key(_ name: String) -> FieldPath {
        let isPlain = !name.isEmpty && name.utf8.allSatisfy { $0 == 0x5F || $0 == 0x2D || Character(Unicode.Scalar($0)).isLetterOrDigit }
        guard isPlain else { return FieldPath("\(text)[\(name)]") }
        return FieldPath(text.isEmpty ? name : "\(text).\(name)")
    }

    /// The path of an element of the list at this path.
    package func index(_ position: Int) -> FieldPath { FieldPath("\(text)[\(position)]") }

    package var description: String { text }
}

extension Character {
    fileprivate var isLetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}
