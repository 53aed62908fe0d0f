package import KubernetesModel

/// What becomes of fields that nobody declared.
package enum UnknownFields: Sendable {
    /// They are a problem: for what people wrote.
    case refused
    /// They are left alone: for what an API server with a newer CRD returned.
    case kept
}

extension Object {
    /// Takes an object that must be right.
    ///
    /// - Parameters:
    ///   - json: the object.
    ///   - path: where it stands in its resource, for messages.
    /// - Throws: ``InvalidObject`` with everything that is wrong.
    package init(parsing json: JSONValue, at path: FieldPath, unknownFields: UnknownFields = .refused) throws(InvalidObject) {
        let problems = Self.problems(in: json, at: path, unknownFields: unknownFields)
        guard problems.isEmpty else { throw InvalidObject(problems: problems) }
        self.init(unchecked: json)
    }

    /// Everything that is wrong with an object by itself.
    package static func problems(in json: JSONValue, at path: FieldPath, unknownFields: UnknownFields = .refused) -> [Problem] {
        var check = ObjectCheck(unknownFields: unknownFields)
        check.object(json, Fields.self, at: path)
        return check.problems
    }

    /// What is wrong with changing an object into this one: immutable fields, volumes that would shrink.
    package func problems(changedFrom old: Self, at path: FieldPath) -> [Problem] {
        var check = ChangeCheck()
        check.object(new: json, old: old.json, Fields.self, at: path)
        return check.problems
    }
}

/// Walks through an object along its declarations.
private struct ObjectCheck {
    let unknownFields: UnknownFields
    var problems: [Problem] = []

    mutating func object(_ json: JSONValue, _ fields: any FieldSet.Type, at path: FieldPath) {
        guard let members = json.object else { return wrongType(json, "an object", at: path) }
        let before = problems.count
        let declarations = fields.declarations
        for declaration in declarations { field(members[declaration.name], declaration, at: path.key(declaration.name)) }
        if unknownFields == .refused {
            let names = declarations.map(\.name)
            for key in members.keys.sorted() where !names.contains(key) {
                let meant = Suggestion.nearest(to: key, among: names).map { "; did you mean \(path.key($0))?" }
                problems.append(Problem(.unknownField, at: path.key(key), "unknown field" + (meant ?? "")))
            }
        }
        if problems.count == before { rules(fields.rules, json, at: path) }
    }

    private mutating func field(_ json: JSONValue?, _ declaration: FieldDeclaration, at path: FieldPath) {
        guard let json, !json.isNull else {
            guard declaration.isRequired, declaration.schemaDefault == nil else { return }
            problems.append(Problem(.missing, at: path, "is required", remedy: declaration.traits.documentation.first))
            return
        }
        let before = problems.count
        value(json, declaration.shape, declaration.traits, at: path)
        if problems.count == before { rules(declaration.traits.rules, json, at: path) }
    }

    private mutating func value(_ json: JSONValue, _ shape: Shape, _ traits: FieldTraits, at path: FieldPath) {
        switch shape {
        case .boolean: if json.bool == nil { wrongType(json, "true or false", at: path) }
        case .integer: integer(json, traits, at: path)
        case .text(let format):
            guard let text = json.string else { return wrongType(json, "a text", at: path) }
            if format == "date-time", Timestamp(parsing: text) == nil { wrongType(json, "a time such as 2006-01-02T15:04:05Z", at: path) }
            self.text(text, traits.bounds, at: path)
        case .integerOrText: if json.string == nil && json.integer == nil { wrongType(json, "a number or a text", at: path) }
        case .quantity: if Quantity(json: json)?.isValid != true { wrongType(json, "a quantity such as 500m or 1Gi", at: path) }
        case .list(let element): list(json, of: element, traits, at: path)
        case .map(let element):
            guard let members = json.object else { return wrongType(json, "a map", at: path) }
            count(members.count, traits.bounds, ("entry", "entries"), at: path)
            for key in members.keys.sorted() { value(members[key] ?? .null, element, FieldTraits(), at: path.key(key)) }
        case .object(let fields): object(json, fields, at: path)
        case .kubernetes(let name): problems += KubernetesSchema.problems(in: json, of: name, at: path, unknownFields: unknownFields)
        case .freeForm: if json.object == nil { wrongType(json, "an object", at: path) }
        }
    }

    private mutating func integer(_ json: JSONValue, _ traits: FieldTraits, at path: FieldPath) {
        guard let value = json.integer else { return wrongType(json, "a whole number", at: path) }
        if let minimum = traits.bounds.minimum, value < minimum { outOfBounds(json, "must be at least \(minimum)", at: path) }
        if let maximum = traits.bounds.maximum, value > maximum { outOfBounds(json, "must be at most \(maximum)", at: path) }
        if traits.format == nil, Int32(exactly: value) == nil { outOfBounds(json, "must fit into 32 bits", at: path) }
    }

    private mutating func text(_ text: String, _ bounds: Bounds, at path: FieldPath) {
        let length = text.unicodeScalars.count
        if let choices = bounds.choices, !choices.contains(text) {
            let meant = Suggestion.nearest(to: text, among: choices).map { "did you mean \($0)?" }
            outOfBounds(.string(text), "must be one of \(choices.joined(separator: ", "))", at: path, remedy: meant)
        }
        if let minimum = bounds.minimumLength, length < minimum {
            outOfBounds(.string(text), minimum == 1 ? "must not be empty" : "must have at least \(minimum) characters", at: path)
        }
        if let maximum = bounds.maximumLength, length > maximum {
            problems.append(Problem(.outOfBounds, at: path, "must have at most \(maximum) characters, has \(length)"))
        }
        if let pattern = bounds.pattern, !text.matches(pattern: pattern) {
            outOfBounds(.string(text), "must match \(pattern)", at: path, remedy: bounds.patternRemedy)
        }
    }

    private mutating func list(_ json: JSONValue, of shape: Shape, _ traits: FieldTraits, at path: FieldPath) {
        guard let elements = json.array else { return wrongType(json, "a list", at: path) }
        count(elements.count, traits.bounds, ("element", "elements"), at: path)
        var itemTraits = FieldTraits()
        itemTraits.bounds = traits.itemBounds
        for (position, element) in elements.enumerated() { value(element, shape, itemTraits, at: path.index(position)) }
        duplicates(elements, traits.listType ?? .atomic, at: path)
    }

    private mutating func duplicates(_ elements: [JSONValue], _ listType: ListType, at path: FieldPath) {
        var seen: [JSONValue: Int] = [:]
        for (position, element) in elements.enumerated() {
            let identity: JSONValue
            var place = path.index(position)
            switch listType {
            case .atomic: return
            case .set: identity = element
            case .map(let key):
                identity = element[key] ?? ""  // a key that is left out has its default, the empty text
                place = place.key(key)
            }
            if let first = seen[identity] {
                let message = "must be unique, is \(identity.inWords) as in \(path.index(first))"
                problems.append(Problem(.duplicate, at: place, message, remedy: "use another one, or make one of the two"))
            } else {
                seen[identity] = position
            }
        }
    }

    private mutating func count(_ count: Int, _ bounds: Bounds, _ what: (one: String, several: String), at path: FieldPath) {
        if let minimum = bounds.minimumItems, count < minimum {
            problems.append(Problem(.outOfBounds, at: path, "must have at least \(minimum) \(minimum == 1 ? what.one : what.several), has \(count)"))
        }
        if let maximum = bounds.maximumItems, count > maximum {
            problems.append(Problem(.outOfBounds, at: path, "must have at most \(maximum) \(maximum == 1 ? what.one : what.several), has \(count)"))
        }
    }

    private mutating func rules(_ rules: [Rule], _ json: JSONValue, at path: FieldPath) {
        for rule in rules where !rule.isTransition && !rule.isFulfilled(by: json) {
            problems.append(Problem(.rule, at: path, rule.message))
        }
    }

    private mutating func wrongType(_ json: JSONValue, _ expected: String, at path: FieldPath) {
        // YAML reads `on`, `yes`, `1` and `3.10` as what they were not meant to be.
        let isBare = json.bool != nil || json.number != nil
        let remedy = expected.hasSuffix("a text") && isBare ? "put it in quotes" : nil
        problems.append(Problem(.wrongType, at: path, "must be \(expected), is \(json.inWords)", remedy: remedy))
    }

    private mutating func outOfBounds(_ json: JSONValue, _ expected: String, at path: FieldPath, remedy: String? = nil) {
        problems.append(Problem(.outOfBounds, at: path, "\(expected), is \(json.inWords)", remedy: remedy))
    }
}

/// Walks through two versions of an object. Elements of lists are matched by their key, as the API server does.
private struct ChangeCheck {
    var problems: [Problem] = []

    mutating func object(new: JSONValue, old: JSONValue, _ fields: any FieldSet.Type, at path: FieldPath) {
        rules(fields.rules, new: new, old: old, at: path)
        for declaration in fields.declarations {
            guard let newValue = new[declaration.name], let oldValue = old[declaration.name], !newValue.isNull, !oldValue.isNull else { continue }
            let place = path.key(declaration.name)
            rules(declaration.traits.rules, new: newValue, old: oldValue, at: place)
            switch declaration.shape {
            case .object(let inner): object(new: newValue, old: oldValue, inner, at: place)
            case .list(of: .object(let inner)):
                guard case .map(let key)? = declaration.traits.listType else { continue }
                for (position, element) in (newValue.array ?? []).enumerated() {
                    guard let before = oldValue.array?.first(where: { ($0[key] ?? "") == (element[key] ?? "") }) else { continue }
                    object(new: element, old: before, inner, at: place.index(position))
                }
            default: continue
            }
        }
    }

    private mutating func rules(_ rules: [Rule], new: JSONValue, old: JSONValue, at path: FieldPath) {
        for rule in rules where rule.isTransition && !rule.isFulfilled(by: new, changedFrom: old) {
            problems.append(Problem(.immutable, at: path, rule.message))
        }
    }
}

extension String {
    /// Whether the whole text matches an anchored regular expression. Those of our declarations are tested to compile.
    func matches(pattern: String) -> Bool {
        guard let expression = try? Regex(pattern).matchingSemantics(.unicodeScalar) else { return false }
        return (try? expression.wholeMatch(in: self)) != nil
    }
}
