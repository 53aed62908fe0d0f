package import KubernetesModel

/// Something that the declaration of a field says about it.
package protocol FieldPart: Sendable {
    func describe(_ traits: inout FieldTraits)
}

/// Everything that is known about a field besides its name and type.
package struct FieldTraits: Sendable {
    /// Sentences for people: the first says what the field is.
    package internal(set) var documentation: [String] = []
    package internal(set) var bounds = Bounds()
    package internal(set) var itemBounds = Bounds()
    package internal(set) var listType: ListType?
    package internal(set) var mapType: String?
    package internal(set) var format: String?
    package internal(set) var rules: [Rule] = []
    package internal(set) var effect: Effect?
    package internal(set) var support: Support = .done
}

/// What a value must fulfil besides being of its type.
package struct Bounds: Sendable {
    package internal(set) var minimum: Int?
    package internal(set) var maximum: Int?
    package internal(set) var minimumLength: Int?
    package internal(set) var maximumLength: Int?
    package internal(set) var minimumItems: Int?
    package internal(set) var maximumItems: Int?
    package internal(set) var pattern: String?
    package internal(set) var patternRemedy: String?
    package internal(set) var choices: [String]?
}

/// How two versions of a list are merged, and what may not occur twice in it.
package enum ListType: Sendable, Hashable {
    case atomic
    case set
    case map(key: String)
}

/// A sentence of documentation.
struct Sentence: FieldPart {
    let text: String
    func describe(_ traits: inout FieldTraits) { traits.documentation.append(text) }
}

/// A part that bounds a value, or every element of a list.
package protocol Bound: FieldPart {
    func restrict(_ bounds: inout Bounds)
}

extension Bound {
    package func describe(_ traits: inout FieldTraits) { restrict(&traits.bounds) }
}

package struct Minimum: Bound {
    let value: Int
    package init(_ value: Int) { self.value = value }
    package func restrict(_ bounds: inout Bounds) { bounds.minimum = value }
}

package struct Maximum: Bound {
    let value: Int
    package init(_ value: Int) { self.value = value }
    package func restrict(_ bounds: inout Bounds) { bounds.maximum = value }
}

/// How many characters a text may have.
package struct Length: Bound {
    let minimum: Int?
    let maximum: Int?
    package init(_ range: ClosedRange<Int>) { (minimum, maximum) = (range.lowerBound, range.upperBound) }
    package init(_ range: PartialRangeFrom<Int>) { (minimum, maximum) = (range.lowerBound, nil) }
    package init(_ range: PartialRangeThrough<Int>) { (minimum, maximum) = (nil, range.upperBound) }
    package func restrict(_ bounds: inout Bounds) { (bounds.minimumLength, bounds.maximumLength) = (minimum, maximum) }
}

/// How many elements a list, or entries a map, may have.
package struct Count: Bound {
    let minimum: Int?
    let maximum: Int?
    package init(_ range: ClosedRange<Int>) { (minimum, maximum) = (range.lowerBound, range.upperBound) }
    package init(_ range: PartialRangeFrom<Int>) { (minimum, maximum) = (range.lowerBound, nil) }
    package init(_ range: PartialRangeThrough<Int>) { (minimum, maximum) = (nil, range.upperBound) }
    package func restrict(_ bounds: inout Bounds) { (bounds.minimumItems, bounds.maximumItems) = (minimum, maximum) }
}

/// An anchored regular expression that a text must match, and in words what that means.
package struct Pattern: Bound {
    let expression: String
    let remedy: String
    package init(_ expression: String, _ remedy: String) { (self.expression, self.remedy) = (expression, remedy) }
    package func restrict(_ bounds: inout Bounds) { (bounds.pattern, bounds.patternRemedy) = (expression, remedy) }
}

package struct OneOf: Bound {
    let choices: [String]
    package init(_ choices: String...) { self.choices = choices }
    package func restrict(_ bounds: inout Bounds) { bounds.choices = choices }
}

/// Bounds of every element of a list.
package struct EachItem: FieldPart {
    let parts: [any Bound]
    package init(_ parts: any Bound...) { self.parts = parts }
    package func describe(_ traits: inout FieldTraits) { for part in parts { part.restrict(&traits.itemBounds) } }
}

/// How a list is merged.
package enum List: FieldPart {
    /// As a whole.
    case atomic
    /// By its elements, none of which occurs twice.
    case set
    /// By the elements that have the same value at a key.
    case keyed(by: String)

    package func describe(_ traits: inout FieldTraits) {
        traits.listType =
            switch self {
            case .atomic: .atomic
            case .set: .set
            case .keyed(let key): .map(key: key)
            }
    }
}

/// How an object is merged.
package enum Map: String, FieldPart {
    case atomic, granular
    package func describe(_ traits: inout FieldTraits) { traits.mapType = rawValue }
}

/// How many bits an integer has; 32 unless it is said.
package enum Format: String, FieldPart {
    case int64
    case unbounded = ""
    package func describe(_ traits: inout FieldTraits) { traits.format = rawValue }
}

/// The value may not change once it is set.
package struct Immutable: FieldPart {
    let message: String
    package init(_ message: String) { self.message = message }
    package func describe(_ traits: inout FieldTraits) {
        traits.rules.append(Rule(message, cel: "self == oldSelf") { (new: JSONValue, old: JSONValue) in new == old })
    }
}

/// Whether something acts on a field already.
package enum Support: FieldPart, Hashable {
    case done
    /// Nothing does: a value that asks for something is reported in the status.
    case notYet
    /// Nothing does, except on these values.
    case onlyFor([String])

    package func describe(_ traits: inout FieldTraits) { traits.support = self }
}

/// A sentence about a value, or about several together, that must hold: checked by the API server as CEL and here as Swift.
package struct Rule: FieldPart {
    package let message: String
    package let cel: String
    /// Whether it compares with the value before.
    package let isTransition: Bool
    private let holds: @Sendable (JSONValue, JSONValue?) -> Bool

    /// A rule for every value.
    package init<Value: FieldValue>(_ message: String, cel: String, holds: @escaping @Sendable (Value) -> Bool) {
        self.message = message
        self.cel = cel
        self.isTransition = false
        self.holds = { new, _ in Value(json: new).map(holds) ?? true }
    }

    /// A rule for a change from one value to another. It does not apply where a value is set for the first time.
    package init<Value: FieldValue>(_ message: String, cel: String, holds: @escaping @Sendable (_ new: Value, _ old: Value) -> Bool) {
        self.message = message
        self.cel = cel
        self.isTransition = true
        self.holds = { new, old in
            guard let new = Value(json: new), let old = old.flatMap({ Value(json: $0) }) else { return true }
            return holds(new, old)
        }
    }

    package func isFulfilled(by new: JSONValue, changedFrom old: JSONValue? = nil) -> Bool { holds(new, old) }

    package func describe(_ traits: inout FieldTraits) { traits.rules.append(self) }
}

/// Collects what a declaration says.
@resultBuilder
package enum FieldBuilder {
    package static func buildExpression(_ sentence: String) -> any FieldPart { Sentence(text: sentence) }
    package static func buildExpression(_ effect: Effect) -> any FieldPart { effect }
    package static func buildExpression(_ support: Support) -> any FieldPart { support }
    package static func buildExpression(_ part: some FieldPart) -> any FieldPart { part }
    package static func buildBlock(_ parts: any FieldPart...) -> [any FieldPart] { parts }
}
