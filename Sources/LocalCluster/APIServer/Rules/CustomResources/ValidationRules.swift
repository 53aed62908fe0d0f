import KubernetesModel
import Synchronization

/// The `x-kubernetes-validations` of a schema.
enum ValidationRules {
    /// Rules that were parsed before.
    private static let parsed = Mutex<[String: Result<CELExpression, CELProblem>]>([:])

    static func expression(_ text: String) throws(CELProblem) -> CELExpression {
        let result = parsed.withLock { cache in
            if let known = cache[text] { return known }
            let result = Result<CELExpression, CELProblem> { () throws(CELProblem) in try CELParser.parse(text) }
            cache[text] = result
            return result
        }
        return try result.get()
    }

    /// Whether a schema has any rule, at whatever depth.
    static func exist(in schema: JSONValue) -> Bool {
        switch schema {
        case .object(let members): !(members["x-kubernetes-validations"]?.array ?? []).isEmpty || members.values.contains(where: exist)
        case .array(let elements): elements.contains(where: exist)
        default: false
        }
    }

    /// What rules refuse.
    ///
    /// - Parameter old: the value as it was stored; nil where there was none, which leaves out rules about changes.
    static func errors(in value: JSONValue, old: JSONValue?, _ schema: Schema, path: String = "", isRoot: Bool = true) -> [FieldError] {
        var errors = (schema.node.source["x-kubernetes-validations"]?.array ?? []).flatMap {
            check($0, isRoot ? rootView(value) : value, old.map { isRoot ? rootView($0) : $0 }, schema, path)
        }
        switch value {
        case .object(let members):
            for key in members.keys.sorted() where !(isRoot && ["apiVersion", "kind", "metadata"].contains(key)) {
                guard let member = members[key], let field = schema.field(key) else { continue }
                let isProperty = schema.node.properties[key] != nil
                let child = path.isEmpty ? key : isProperty ? "\(path).\(key)" : "\(path)[\(key)]"
                errors += self.errors(in: member, old: old?[key], field, path: child, isRoot: false)
            }
        case .array(let elements):
            guard let items = schema.items else { break }
            let earlier = SchemaValidation.correlated(elements, old?.array, schema)
            for (index, element) in elements.enumerated() {
                errors += self.errors(in: element, old: earlier[index], items, path: "\(path)[\(index)]", isRoot: false)
            }
        default: break
        }
        return errors
    }

    /// Of its metadata a rule at the root sees the name only.
    private static func rootView(_ object: JSONValue) -> JSONValue {
        var view = object
        var metadata = JSONValue.emptyObject
        for name in ["name", "generateName"] { metadata[name] = object[path: "metadata", name] }
        view["metadata"] = metadata
        return view
    }

    private static func check(_ rule: JSONValue, _ value: JSONValue, _ old: JSONValue?, _ schema: Schema, _ path: String) -> [FieldError] {
        let text = rule.text("rule")
        guard let expression = try? Self.expression(text) else { return [] }
        let isTransition = expression.mentions("oldSelf")
        let allowsMissing = rule["optionalOldSelf"]?.bool ?? false
        if isTransition, old == nil, !allowsMissing { return [] }
        // What has not changed is not checked again.
        if !isTransition, let old, old == value { return [] }
        var variables = ["self": CELValue(value, schema)]
        if allowsMissing {
            variables["oldSelf"] = .optional(old.map { CELValue($0, schema) })
        } else if let old {
            variables["oldSelf"] = CELValue(old, schema)
        }
        let evaluator = CELEvaluator(variables: variables)
        do throws(CELProblem) {
            if try evaluator.evaluate(expression) == .bool(true) { return [] }
        } catch {
            let shown = rule.text("message").isEmpty ? text : rule.text("message")
            return [failure(rule, value, path, "\(error.text) evaluating rule: \(shown)", isRuntime: true)]
        }
        return [failure(rule, value, path, message(rule, evaluator), isRuntime: false)]
    }

    private static func message(_ rule: JSONValue, _ evaluator: CELEvaluator) -> String {
        let source = rule.text("messageExpression")
        if !source.isEmpty, let expression = try? Self.expression(source), case .text(let text)? = try? evaluator.evaluate(expression),
            !text.trimmed.isEmpty, !text.contains("\n")
        {
            return text.trimmed
        }
        return rule.text("message").isEmpty ? "failed rule: \(rule.text("rule").trimmed)" : rule.text("message")
    }

    private static func failure(_ rule: JSONValue, _ value: JSONValue, _ path: String, _ message: String, isRuntime: Bool) -> FieldError {
        let place = FieldPath(pathOf(rule, path))
        switch rule.text("reason") {
        case "FieldValueForbidden" where !isRuntime: return .forbidden(place, message)
        case "FieldValueRequired" where !isRuntime: return .required(place, message)
        case "FieldValueDuplicate" where !isRuntime: return FieldError(.duplicate, place.text, value, message)
        default:
            var error = FieldError.invalid(place, value, message)
            error.omitsValue = value.object != nil || value.array != nil
            return error
        }
    }

    /// The rule's own `fieldPath` below the value that it is about.
    private static func pathOf(_ rule: JSONValue, _ path: String) -> String {
        let relative = rule.text("fieldPath").replacing("['", with: ".").replacing("']", with: "")
        if relative.isEmpty { return path.isEmpty ? "<nil>" : path }
        return path.isEmpty ? String(relative.drop { $0 == "." }) : path + (relative.hasPrefix(".") ? relative : ".\(relative)")
    }
}
