import KubernetesModel

/// Validation of where a pod may run.
enum SchedulingValidation {
    static func tolerations(_ tolerations: [JSONValue], _ path: FieldPath) -> [FieldError] {
        tolerations.enumerated().flatMap { index, toleration -> [FieldError] in
            let item = path.index(index)
            var errors: [FieldError] = []
            let key = toleration.text("key")
            if !key.isEmpty { errors += NameSyntax.qualifiedName(key).map { .invalid(item.child("key"), .string(key), $0) } }
            let operation = toleration.text("operator")
            if key.isEmpty, operation != "Exists" {
                errors.append(
                    .invalid(
                        item.child("operator"), .string(operation),
                        "operator must be Exists when `key` is empty, which means \"match all values and all keys\""))
            }
            if toleration.has("tolerationSeconds"), toleration.text("effect") != "NoExecute" {
                errors.append(
                    .invalid(item.child("effect"), .string(toleration.text("effect")), "effect must be 'NoExecute' when `tolerationSeconds` is set"))
            }
            switch operation {
            case "", "Equal", "Gt", "Lt":
                errors += NameSyntax.labelValue(toleration.text("value")).map { .invalid(item.child("operator"), toleration["value"], $0) }
            case "Exists":
                if !toleration.text("value").isEmpty {
                    errors.append(.invalid(item.child("operator"), toleration, "value must be empty when `operator` is 'Exists'"))
                }
            default: errors.append(.notSupported(item.child("operator"), .string(operation), ["Equal", "Exists"]))
            }
            return errors + CommonChecks.oneOf(toleration, "effect", ["NoSchedule", "PreferNoSchedule", "NoExecute"], item)
        }
    }

    static func spreadConstraints(_ constraints: [JSONValue], _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        var pairs = Set<String>()
        for (index, constraint) in constraints.enumerated() {
            let item = path.index(index)
            if let skew = constraint["maxSkew"]?.integer, skew <= 0 {
                errors.append(.invalid(item.child("maxSkew"), .integer(skew), "must be greater than zero"))
            }
            if constraint.text("topologyKey").isEmpty {
                errors.append(.required(item.child("topologyKey"), "can not be empty"))
            } else {
                errors += NameSyntax.qualifiedName(constraint.text("topologyKey")).map {
                    .invalid(item.child("topologyKey"), constraint["topologyKey"], $0)
                }
            }
            let action = constraint.text("whenUnsatisfiable")
            let actions = ["DoNotSchedule", "ScheduleAnyway"]
            if !actions.contains(action) { errors.append(.notSupported(item.child("whenUnsatisfiable"), .string(action), actions)) }
            let pair = "{\(constraint.text("topologyKey")), \(action)}"
            if !pairs.insert(pair).inserted {
                errors.append(FieldError(.duplicate, "\(item.text).{topologyKey, whenUnsatisfiable}", .string(pair)))
            }
            if let domains = constraint["minDomains"]?.integer, domains <= 0 {
                errors.append(.invalid(item.child("minDomains"), .integer(domains), "must be greater than zero"))
            }
            errors += CommonChecks.selector(constraint["labelSelector"], item.child("labelSelector"))
        }
        return errors
    }

    static func affinity(_ affinity: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        if let node = affinity["nodeAffinity"] { errors += nodeAffinity(node, path.child("nodeAffinity")) }
        for name in ["podAffinity", "podAntiAffinity"] {
            guard let pods = affinity[name] else { continue }
            for (index, term) in pods.list("requiredDuringSchedulingIgnoredDuringExecution").enumerated() {
                errors += podTerm(term, path.child(name).child("requiredDuringSchedulingIgnoredDuringExecution").index(index))
            }
            for (index, term) in pods.list("preferredDuringSchedulingIgnoredDuringExecution").enumerated() {
                let item = path.child(name).child("preferredDuringSchedulingIgnoredDuringExecution").index(index)
                errors += weight(term, item) + podTerm(term["podAffinityTerm"] ?? .emptyObject, item.child("podAffinityTerm"))
            }
        }
        return errors
    }

    private static func weight(_ term: JSONValue, _ path: FieldPath) -> [FieldError] {
        let weight = term["weight"]?.integer ?? 0
        return 1...100 ~= weight ? [] : [.invalid(path.child("weight"), .integer(weight), "must be in the range 1-100")]
    }

    private static func podTerm(_ term: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors = CommonChecks.selector(term["labelSelector"], path.child("labelSelector"))
        errors += CommonChecks.selector(term["namespaceSelector"], path.child("namespaceSelector"))
        if term.text("topologyKey").isEmpty {
            errors.append(.required(path.child("topologyKey"), "can not be empty"))
        } else {
            errors += NameSyntax.qualifiedName(term.text("topologyKey")).map { .invalid(path.child("topologyKey"), term["topologyKey"], $0) }
        }
        return errors
    }

    private static func nodeAffinity(_ affinity: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        if let required = affinity["requiredDuringSchedulingIgnoredDuringExecution"] {
            let place = path.child("requiredDuringSchedulingIgnoredDuringExecution").child("nodeSelectorTerms")
            let terms = required.list("nodeSelectorTerms")
            if terms.isEmpty { errors.append(.required(place, "must have at least one node selector term")) }
            for (index, term) in terms.enumerated() { errors += nodeTerm(term, place.index(index)) }
        }
        for (index, term) in affinity.list("preferredDuringSchedulingIgnoredDuringExecution").enumerated() {
            let item = path.child("preferredDuringSchedulingIgnoredDuringExecution").index(index)
            errors += weight(term, item) + nodeTerm(term["preference"] ?? .emptyObject, item.child("preference"))
        }
        return errors
    }

    private static func nodeTerm(_ term: JSONValue, _ path: FieldPath) -> [FieldError] {
        term.list("matchExpressions").enumerated().flatMap { index, requirement -> [FieldError] in
            let item = path.child("matchExpressions").index(index)
            var errors: [FieldError] = []
            let values = requirement.list("values")
            switch requirement.text("operator") {
            case "In", "NotIn":
                if values.isEmpty { errors.append(.required(item.child("values"), "must be specified when `operator` is 'In' or 'NotIn'")) }
            case "Exists", "DoesNotExist":
                if !values.isEmpty {
                    errors.append(.forbidden(item.child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
                }
            case "Gt", "Lt":
                if values.count != 1 {
                    errors.append(.required(item.child("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'"))
                }
            default: errors.append(.invalid(item.child("operator"), .string(requirement.text("operator")), "not a valid selector operator"))
            }
            return errors + NameSyntax.qualifiedName(requirement.text("key")).map { .invalid(item.child("key"), requirement["key"] ?? "", $0) }
        }
    }
}
