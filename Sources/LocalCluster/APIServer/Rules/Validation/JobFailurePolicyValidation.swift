import KubernetesModel

/// Validation of a Job's `podFailurePolicy`.
///
/// - Source: Kubernetes documentation, "Jobs", section Pod failure policy, and API reference, "Job".
enum JobFailurePolicyValidation {
    private static let actions = ["Count", "FailIndex", "FailJob", "Ignore"]

    static func check(_ spec: JSONValue, _ path: FieldPath) -> [FieldError] {
        guard let policy = spec["podFailurePolicy"], !policy.isNull else { return [] }
        let rules = policy["rules"]?.array ?? []
        let list = path.child("podFailurePolicy").child("rules")
        if rules.count > 20 { return [.tooMany(list, actual: rules.count, maximum: 20)] }
        let pod = spec[path: "template", "spec"] ?? .emptyObject
        let containers = Set((pod.list("containers") + pod.list("initContainers")).map { $0.text("name") })
        return rules.enumerated().flatMap { index, rule in
            check(rule, list.index(index), containers: containers, hasIndexLimit: spec.has("backoffLimitPerIndex"))
        }
    }

    private static func check(_ rule: JSONValue, _ path: FieldPath, containers: Set<String>, hasIndexLimit: Bool) -> [FieldError] {
        var errors: [FieldError] = []
        switch rule.text("action") {
        case "":
            let names = actions.map { GoText.quoted($0) }.joined(separator: " ")
            errors.append(.required(path.child("action"), "valid values: [\(names)]"))
        case "FailIndex" where !hasIndexLimit:
            errors.append(.invalid(path.child("action"), "FailIndex", "requires the backoffLimitPerIndex to be set"))
        case let action where !actions.contains(action): errors.append(.notSupported(path.child("action"), .string(action), actions))
        default: break
        }
        let conditions = rule.list("onPodConditions")
        if let codes = rule["onExitCodes"], !codes.isNull { errors += exitCodes(codes, path.child("onExitCodes"), containers) }
        for (index, condition) in conditions.enumerated() {
            let place = path.child("onPodConditions").index(index)
            errors += NameSyntax.qualifiedName(condition.text("type")).map { .invalid(place.child("type"), condition["type"] ?? "", $0) }
            errors += CommonChecks.oneOf(condition, "status", ["False", "True", "Unknown"], place)
        }
        if rule.has("onExitCodes") == !conditions.isEmpty {
            let why =
                conditions.isEmpty
                ? "specifying one of OnExitCodes and OnPodConditions is required" : "specifying both OnExitCodes and OnPodConditions is not supported"
            var error = FieldError.invalid(path, nil, why)
            error.omitsValue = true
            errors.append(error)
        }
        return errors
    }

    private static func exitCodes(_ codes: JSONValue, _ path: FieldPath, _ containers: Set<String>) -> [FieldError] {
        var errors: [FieldError] = []
        let operators = ["In", "NotIn"]
        if codes.text("operator").isEmpty {
            errors.append(.required(path.child("operator"), "valid values: [\"In\" \"NotIn\"]"))
        } else if !operators.contains(codes.text("operator")) {
            errors.append(.notSupported(path.child("operator"), codes["operator"], operators))
        }
        if let name = codes["containerName"]?.string, !containers.contains(name) {
            errors.append(
                .invalid(path.child("containerName"), .string(name), "must be one of the container or initContainer names in the pod template"))
        }
        let list = path.child("values")
        let values = codes.list("values").compactMap(\.integer)
        if values.isEmpty { errors.append(.invalid(list, codes["values"] ?? [], "at least one value is required")) }
        if values.count > 255 { errors.append(.tooMany(list, actual: values.count, maximum: 255)) }
        var seen: Set<Int64> = []
        for (index, value) in values.enumerated() {
            if value == 0, codes.text("operator") == "In" { errors.append(.invalid(list.index(index), 0, "must not be 0 for the In operator")) }
            if !seen.insert(value).inserted { errors.append(.duplicate(list.index(index), .integer(value))) }
        }
        if values != values.sorted() { errors.append(.invalid(list, codes["values"], "must be ordered")) }
        return errors
    }
}
