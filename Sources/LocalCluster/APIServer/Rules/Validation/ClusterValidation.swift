import KubernetesModel

/// Validation of RBAC, budgets, priorities, nodes, autoscalers and revisions.
enum ClusterValidation {
    static func role(_ object: JSONValue, namespaced: Bool) -> [FieldError] {
        var errors: [FieldError] = object.list("rules").enumerated().flatMap { index, rule in
            self.rule(rule, namespaced: namespaced, FieldPath("rules").index(index))
        }
        if let aggregation = object["aggregationRule"] {
            let path = FieldPath("aggregationRule.clusterRoleSelectors")
            let selectors = aggregation.list("clusterRoleSelectors")
            if selectors.isEmpty { errors.append(.required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil")) }
            for (index, selector) in selectors.enumerated() { errors += CommonChecks.selector(selector, path.index(index)) }
        }
        return errors
    }

    private static func rule(_ rule: JSONValue, namespaced: Bool, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        if rule.list("verbs").isEmpty { errors.append(.required(path.child("verbs"), "verbs must contain at least one value")) }
        if !rule.list("nonResourceURLs").isEmpty {
            if namespaced {
                errors.append(
                    .invalid(path.child("nonResourceURLs"), rule["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs"))
            }
            if !rule.list("apiGroups").isEmpty || !rule.list("resources").isEmpty || !rule.list("resourceNames").isEmpty {
                errors.append(
                    .invalid(
                        path.child("nonResourceURLs"), rule["nonResourceURLs"], "rules cannot apply to both regular resources and non-resource URLs"))
            }
            return errors
        }
        if rule.list("apiGroups").isEmpty { errors.append(.required(path.child("apiGroups"), "resource rules must supply at least one api group")) }
        if rule.list("resources").isEmpty { errors.append(.required(path.child("resources"), "resource rules must supply at least one resource")) }
        return errors
    }

    static func binding(_ object: JSONValue, namespaced: Bool) -> [FieldError] {
        let reference = object["roleRef"] ?? .emptyObject
        let path = FieldPath("roleRef")
        var errors: [FieldError] = []
        if reference.text("apiGroup") != "rbac.authorization.k8s.io" {
            errors.append(.notSupported(path.child("apiGroup"), .string(reference.text("apiGroup")), ["rbac.authorization.k8s.io"]))
        }
        let kinds = namespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]
        if !kinds.contains(reference.text("kind")) {
            errors.append(.notSupported(path.child("kind"), .string(reference.text("kind")), kinds, sorted: false))
        }
        if reference.text("name").isEmpty {
            errors.append(.required(path.child("name")))
        } else {
            errors += NameSyntax.pathSegment(reference.text("name")).map { .invalid(path.child("name"), reference["name"], $0) }
        }
        for (index, subject) in object.list("subjects").enumerated() {
            errors += self.subject(subject, namespaced: namespaced, FieldPath("subjects").index(index))
        }
        return errors
    }

    private static func subject(_ subject: JSONValue, namespaced: Bool, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        let group = subject.text("apiGroup")
        if subject.text("name").isEmpty { errors.append(.required(path.child("name"))) }
        switch subject.text("kind") {
        case "ServiceAccount":
            if !subject.text("name").isEmpty {
                errors += NameSyntax.subdomain(subject.text("name")).map { .invalid(path.child("name"), subject["name"], $0) }
            }
            if !group.isEmpty { errors.append(.notSupported(path.child("apiGroup"), .string(group), [""])) }
            if !namespaced, subject.text("namespace").isEmpty { errors.append(.required(path.child("namespace"))) }
        case "User", "Group":
            if group != "rbac.authorization.k8s.io" {
                errors.append(.notSupported(path.child("apiGroup"), .string(group), ["rbac.authorization.k8s.io"]))
            }
        case let kind: errors.append(.notSupported(path.child("kind"), .string(kind), ["ServiceAccount", "User", "Group"], sorted: false))
        }
        return errors
    }

    static func bindingUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] {
        guard new["roleRef"] != old["roleRef"] else { return [] }
        var error = FieldError.invalid(FieldPath("roleRef"), new["roleRef"] ?? .null, "cannot change roleRef")
        error.shownText = GoText.object(new["roleRef"] ?? .emptyObject, keys: ["apiGroup", "kind", "name"])
            .replacing("\"apiGroup\"", with: "\"APIGroup\"").replacing("\"kind\"", with: "\"Kind\"").replacing("\"name\"", with: "\"Name\"")
        return [error]
    }

    static func disruptionBudget(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        let spec = FieldPath("spec")
        var errors: [FieldError] = []
        if values.has("minAvailable"), values.has("maxUnavailable") {
            errors.append(.invalid(spec, values, "minAvailable and maxUnavailable cannot be both set"))
        }
        for name in ["minAvailable", "maxUnavailable"] {
            errors += CommonChecks.countOrPercentage(values[name], spec.child(name))
            if values[name]?.string != nil, let percent = CommonChecks.number(values[name]), percent > 100 {
                errors.append(.invalid(spec.child(name), values[name], "must not be greater than 100%"))
            }
        }
        errors += CommonChecks.selector(values["selector"], spec.child("selector"))
        return errors + CommonChecks.oneOf(values, "unhealthyPodEvictionPolicy", ["AlwaysAllow", "IfHealthyBudget"], spec)
    }

    static func priorityClass(_ object: JSONValue) -> [FieldError] {
        let name = object[path: "metadata", "name"]?.string ?? ""
        let value = object["value"]?.integer ?? 0
        var errors: [FieldError] = []
        if name.hasPrefix("system-") {
            let known = ["system-node-critical": 2_000_001_000, "system-cluster-critical": 2_000_000_000] as [String: Int64]
            if known[name] != value {
                let problem =
                    known[name] == nil ? "\(name) is not a known system priority class" : "value of \(name) PriorityClass must be \(known[name] ?? 0)"
                errors.append(
                    .forbidden(
                        FieldPath("metadata.name"),
                        "priority class names with 'system-' prefix are reserved for system use only. error: \(problem)"))
            }
        } else if value > 1_000_000_000 {
            errors.append(.forbidden(FieldPath("value"), "maximum allowed value of a user defined priority is 1000000000"))
        }
        return errors + CommonChecks.oneOf(object, "preemptionPolicy", ["Never", "PreemptLowerPriority"], FieldPath(""))
    }

    static func priorityClassUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] {
        var errors: [FieldError] = []
        if new["value"] != old["value"] { errors.append(.forbidden(FieldPath("value"), "may not be changed in an update.")) }
        errors += CommonChecks.immutable(new["preemptionPolicy"], old["preemptionPolicy"], FieldPath("preemptionPolicy"))
        return errors
    }

    static func node(_ object: JSONValue) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, taint) in (object[path: "spec", "taints"]?.array ?? []).enumerated() {
            let path = FieldPath("spec.taints").index(index)
            errors += NameSyntax.qualifiedName(taint.text("key")).map { .invalid(path.child("key"), .string(taint.text("key")), $0) }
            errors += NameSyntax.labelValue(taint.text("value")).map { .invalid(path.child("value"), .string(taint.text("value")), $0) }
            errors += CommonChecks.oneOf(taint, "effect", ["NoExecute", "NoSchedule", "PreferNoSchedule"], path, required: true)
        }
        return errors
    }

    static func nodeUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] {
        var errors: [FieldError] = []
        let provider = old[path: "spec", "providerID"]?.string ?? ""
        if !provider.isEmpty, new[path: "spec", "providerID"]?.string != provider {
            errors.append(.forbidden(FieldPath("spec.providerID"), "node updates may not change providerID except from \"\" to valid"))
        }
        return errors
    }

    static func horizontalPodAutoscaler(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        let spec = FieldPath("spec")
        var errors: [FieldError] = []
        let maximum = values["maxReplicas"]?.integer ?? 0
        if let minimum = values["minReplicas"]?.integer, minimum < 1 {
            errors.append(.invalid(spec.child("minReplicas"), .integer(minimum), "must be greater than or equal to 1"))
        }
        if maximum < 1 { errors.append(.invalid(spec.child("maxReplicas"), .integer(maximum), "must be greater than 0")) }
        if let minimum = values["minReplicas"]?.integer, maximum < minimum {
            errors.append(.invalid(spec.child("maxReplicas"), .integer(maximum), "must be greater than or equal to `minReplicas`"))
        }
        let target = values["scaleTargetRef"] ?? .emptyObject
        let path = spec.child("scaleTargetRef")
        for name in ["kind", "name"] {
            if target.text(name).isEmpty {
                errors.append(.required(path.child(name)))
            } else {
                errors += NameSyntax.pathSegment(target.text(name)).map { .invalid(path.child(name), target[name], $0) }
            }
        }
        if !target.text("apiVersion").contains("/"), target.text("kind") != "ReplicationController" {
            errors.append(.invalid(path.child("apiVersion"), .string(target.text("apiVersion")), "apiVersion must specify API group"))
        }
        return errors
    }

    static func controllerRevision(_ object: JSONValue) -> [FieldError] {
        var errors: [FieldError] = []
        if !object.has("data") { errors.append(.required(FieldPath("data"), "data is mandatory")) }
        return errors + CommonChecks.nonNegative(object, "revision", FieldPath(""))
    }
}
