import KubernetesModel

/// Validation of Deployment, ReplicaSet, StatefulSet and DaemonSet.
enum WorkloadValidation {
    private static let spec = FieldPath("spec")
    private static let mismatch = "`selector` does not match template `labels`"

    /// The selector, and that the template's labels fulfil it.
    private static func selector(_ object: JSONValue) -> [FieldError] {
        let path = spec.child("selector")
        guard let selector = object[path: "spec", "selector"], !selector.isNull else { return [.required(path)] }
        var errors = CommonChecks.selector(selector, path)
        if CommonChecks.isEmpty(selector: selector) {
            errors.append(.invalid(path, selector, "empty selector is invalid for \(object.text("kind").lowercased())"))
        }
        return errors
    }

    private static func template(_ object: JSONValue) -> [FieldError] {
        let template = object[path: "spec", "template"] ?? .emptyObject
        let path = spec.child("template")
        var errors: [FieldError] = []
        let selector = object[path: "spec", "selector"] ?? .null
        // Without a selector nothing matches.
        let labels = template[path: "metadata", "labels"]
        if selector.isNull || CommonChecks.isEmpty(selector: selector)
            || !CommonChecks.matches(selector, labels?.object?.compactMapValues(\.string) ?? [:])
        {
            errors.append(.invalid(path.child("metadata").child("labels"), labels ?? .null, mismatch))
        }
        let claims = (object[path: "spec", "volumeClaimTemplates"]?.array ?? []).compactMap { $0[path: "metadata", "name"]?.string }
        errors += PodValidation.template(template, path, claims: claims)
        let policy = template[path: "spec", "restartPolicy"]?.string ?? ""
        if policy != "Always" {
            errors.append(.notSupported(path.child("spec").child("restartPolicy"), .string(policy), ["Always"]))
        }
        if template[path: "spec", "activeDeadlineSeconds"] != nil {
            let kind = object.text("kind")
            errors.append(.forbidden(path.child("spec").child("activeDeadlineSeconds"), "activeDeadlineSeconds in \(kind) is not Supported"))
        }
        return errors
    }

    static func deployment(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        var errors = CommonChecks.nonNegative(values, "replicas", spec)
        errors += selector(object)
        errors += template(object)
        errors += strategy(values["strategy"] ?? .emptyObject, spec.child("strategy"))
        for name in ["minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"] { errors += CommonChecks.nonNegative(values, name, spec) }
        if let deadline = values["progressDeadlineSeconds"]?.integer, deadline <= values["minReadySeconds"]?.integer ?? 0 {
            errors.append(.invalid(spec.child("progressDeadlineSeconds"), .integer(deadline), "must be greater than minReadySeconds"))
        }
        return errors
    }

    private static func strategy(_ strategy: JSONValue, _ path: FieldPath) -> [FieldError] {
        switch strategy.text("type") {
        case "Recreate":
            return strategy.has("rollingUpdate")
                ? [.forbidden(path.child("rollingUpdate"), "may not be specified when strategy `type` is 'Recreate'")] : []
        case "RollingUpdate":
            guard let update = strategy["rollingUpdate"], !update.isNull else {
                return [.required(path.child("rollingUpdate"), "this should be defaulted and never be nil")]
            }
            return rollingUpdate(update, path.child("rollingUpdate"))
        default: return [.notSupported(path.child("type"), .string(strategy.text("type")), ["Recreate", "RollingUpdate"])]
        }
    }

    private static func rollingUpdate(_ update: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors = CommonChecks.countOrPercentage(update["maxUnavailable"], path.child("maxUnavailable"))
        errors += CommonChecks.countOrPercentage(update["maxSurge"], path.child("maxSurge"))
        if CommonChecks.number(update["maxUnavailable"]) == 0, CommonChecks.number(update["maxSurge"]) == 0 {
            errors.append(.invalid(path.child("maxUnavailable"), update["maxUnavailable"], "may not be 0 when `maxSurge` is 0"))
        }
        if update["maxUnavailable"]?.string != nil, let percent = CommonChecks.number(update["maxUnavailable"]), percent > 100 {
            errors.append(.invalid(path.child("maxUnavailable"), update["maxUnavailable"], "must not be greater than 100%"))
        }
        return errors
    }

    static func replicaSet(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        var errors = CommonChecks.nonNegative(values, "replicas", spec) + CommonChecks.nonNegative(values, "minReadySeconds", spec)
        errors += selector(object)
        errors += template(object)
        return errors
    }

    static func daemonSet(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        var errors = selector(object)
        errors += template(object)
        errors += CommonChecks.nonNegative(values, "minReadySeconds", spec)
        let type = values[path: "updateStrategy", "type"]?.string ?? ""
        if !["RollingUpdate", "OnDelete"].contains(type) {
            errors.append(.notSupported(spec.child("updateStrategy").child("type"), .string(type), ["RollingUpdate", "OnDelete"]))
        }
        return errors + CommonChecks.nonNegative(values, "revisionHistoryLimit", spec)
    }

    static func statefulSet(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        var errors: [FieldError] = []
        switch values.text("podManagementPolicy") {
        case "": errors.append(.required(spec.child("podManagementPolicy")))
        case "OrderedReady", "Parallel": break
        case let policy: errors.append(.invalid(spec.child("podManagementPolicy"), .string(policy), "must be 'OrderedReady' or 'Parallel'"))
        }
        errors += statefulStrategy(values["updateStrategy"] ?? .emptyObject, spec.child("updateStrategy"))
        let retention = values["persistentVolumeClaimRetentionPolicy"] ?? .emptyObject
        for name in ["whenDeleted", "whenScaled"] {
            errors += CommonChecks.oneOf(retention, name, ["Delete", "Retain"], spec.child("persistentVolumeClaimRetentionPolicy"))
        }
        errors += CommonChecks.nonNegative(values, "replicas", spec) + CommonChecks.nonNegative(values, "minReadySeconds", spec)
        if let start = values[path: "ordinals", "start"]?.integer, start < 0 {
            errors.append(.invalid(FieldPath("spec.ordinals.start"), .integer(start), CommonChecks.negative))
        }
        errors += selector(object)
        errors += template(object)
        return errors + CommonChecks.nonNegative(values, "revisionHistoryLimit", spec)
    }

    private static func statefulStrategy(_ strategy: JSONValue, _ path: FieldPath) -> [FieldError] {
        switch strategy.text("type") {
        case "": return [.required(path)]
        case "OnDelete":
            guard let update = strategy["rollingUpdate"], !update.isNull else { return [] }
            var error = FieldError.invalid(path.child("rollingUpdate"), update, "only allowed for updateStrategy 'RollingUpdate'")
            error.shownText = "{\"Partition\":\(update["partition"]?.text ?? "0"),\"MaxUnavailable\":\(update["maxUnavailable"]?.text ?? "null")}"
            return [error]
        case "RollingUpdate":
            let update = strategy["rollingUpdate"] ?? .emptyObject
            var errors = CommonChecks.nonNegative(update, "partition", path.child("rollingUpdate"))
            if update.has("maxUnavailable") {
                errors += CommonChecks.countOrPercentage(update["maxUnavailable"], path.child("rollingUpdate").child("maxUnavailable"))
                if CommonChecks.number(update["maxUnavailable"]) == 0 {
                    errors.append(.invalid(path.child("rollingUpdate").child("maxUnavailable"), update["maxUnavailable"], "cannot be 0"))
                }
            }
            return errors
        default:
            var error = FieldError.invalid(path, strategy, "must be 'RollingUpdate' or 'OnDelete'")
            error.shownText = "{\"Type\":\(GoText.quoted(strategy.text("type"))),\"RollingUpdate\":\(strategy["rollingUpdate"]?.text ?? "null")}"
            return [error]
        }
    }

    /// A selector that must stay as it is.
    static func selectorUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] {
        let selector = new[path: "spec", "selector"] ?? .null
        guard selector != old[path: "spec", "selector"] ?? .null else { return [] }
        var error = FieldError.invalid(spec.child("selector"), selector, CommonChecks.immutable)
        error.shownText = CommonChecks.selectorText(selector)
        return [error]
    }

    static func statefulSetUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] {
        func fixed(_ object: JSONValue) -> JSONValue {
            var values = object["spec"] ?? .emptyObject
            for name in [
                "replicas", "template", "updateStrategy", "minReadySeconds", "ordinals", "revisionHistoryLimit",
                "persistentVolumeClaimRetentionPolicy",
            ] { values[name] = nil }
            return values
        }
        guard fixed(new) != fixed(old) else { return [] }
        return [
            .forbidden(
                spec,
                "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
                    + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")
        ]
    }
}

/// Validation of the status that controllers write.
enum WorkloadStatusValidation {
    private static let status = FieldPath("status")

    private static func notAbove(_ values: JSONValue, _ name: String, _ limit: String, _ text: String) -> [FieldError] {
        guard let value = values[name]?.integer, value > values[limit]?.integer ?? 0 else { return [] }
        return [.invalid(status.child(name), .integer(value), "cannot be greater than \(text)")]
    }

    static func deployment(_ object: JSONValue) -> [FieldError] {
        let values = object["status"] ?? .emptyObject
        var errors = ["observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas"]
            .flatMap { CommonChecks.nonNegative(values, $0, status) }
        errors += notAbove(values, "updatedReplicas", "replicas", "status.replicas")
        errors += notAbove(values, "readyReplicas", "replicas", "status.replicas")
        errors += notAbove(values, "availableReplicas", "replicas", "status.replicas")
        return errors + notAbove(values, "availableReplicas", "readyReplicas", "readyReplicas")
    }

    static func statefulSet(_ object: JSONValue) -> [FieldError] {
        let values = object["status"] ?? .emptyObject
        var errors = ["replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas", "observedGeneration"]
            .flatMap { CommonChecks.nonNegative(values, $0, status) }
        for name in ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"] {
            errors += notAbove(values, name, "replicas", "status.replicas")
        }
        return errors + notAbove(values, "availableReplicas", "readyReplicas", "status.readyReplicas")
    }

    static func replicaSet(_ object: JSONValue) -> [FieldError] {
        let values = object["status"] ?? .emptyObject
        var errors = ["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration"]
            .flatMap { CommonChecks.nonNegative(values, $0, status) }
        for name in ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"] { errors += notAbove(values, name, "replicas", "status.replicas") }
        return errors + notAbove(values, "availableReplicas", "readyReplicas", "readyReplicas")
    }
}
