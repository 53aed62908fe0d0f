import KubernetesModel

/// Validation of pods and pod templates.
enum PodValidation {
    static func create(_ pod: JSONValue) -> [FieldError] {
        let spec = pod["spec"] ?? .emptyObject
        var errors = podSpec(spec, FieldPath("spec"))
        if !spec.list("ephemeralContainers").isEmpty { errors.append(.forbidden(FieldPath("spec.ephemeralContainers"), "cannot be set on create")) }
        return errors
    }

    /// A template; its labels and annotations are reported without `metadata`, as a real server does.
    ///
    /// - Parameter claims: names of volumes that each pod gets besides those of the template.
    static func template(_ template: JSONValue, _ path: FieldPath, claims: [String] = []) -> [FieldError] {
        let metadata = template["metadata"] ?? .emptyObject
        let spec = template["spec"] ?? .emptyObject
        var errors = ObjectMetadata.labels(metadata.texts("labels"), path.child("labels"))
        errors += ObjectMetadata.annotations(metadata.texts("annotations"), path.child("annotations"))
        errors += podSpec(spec, path.child("spec"), claims: claims)
        if !spec.list("ephemeralContainers").isEmpty {
            errors.append(.forbidden(path.child("spec").child("ephemeralContainers"), "ephemeral containers not allowed in pod template"))
        }
        return errors
    }

    static func podSpec(_ spec: JSONValue, _ path: FieldPath, claims: [String] = []) -> [FieldError] {
        let volumes = Set(spec.list("volumes").map { $0.text("name") } + claims)
        var used = Set<String>()
        var errors = VolumeValidation.volumes(spec.list("volumes"), path.child("volumes"))
        errors += ContainerValidation.containers(spec.list("containers"), .regular, volumes: volumes, names: &used, path.child("containers"))
        errors += ContainerValidation.containers(spec.list("initContainers"), .initial, volumes: volumes, names: &used, path.child("initContainers"))
        errors += ContainerValidation.containers(
            spec.list("ephemeralContainers"), .ephemeral, volumes: volumes, names: &used, path.child("ephemeralContainers"))
        errors += CommonChecks.oneOf(spec, "restartPolicy", ["Always", "OnFailure", "Never"], path, required: true)
        errors += CommonChecks.oneOf(spec, "dnsPolicy", ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"], path, required: true)
        errors += ObjectMetadata.labels(spec.texts("nodeSelector"), path.child("nodeSelector"))
        errors += securityContext(spec, path.child("securityContext"))
        for (index, secret) in spec.list("imagePullSecrets").enumerated() where secret.text("name").isEmpty {
            errors.append(.required(path.child("imagePullSecrets").index(index).child("name")))
        }
        errors += SchedulingValidation.affinity(spec["affinity"] ?? .null, path.child("affinity"))
        errors += SchedulingValidation.spreadConstraints(spec.list("topologySpreadConstraints"), path.child("topologySpreadConstraints"))
        errors += names(spec, path)
        errors += SchedulingValidation.tolerations(spec.list("tolerations"), path.child("tolerations"))
        errors += hostAliases(spec, path)
        if let seconds = spec["terminationGracePeriodSeconds"]?.integer, seconds < 0, seconds != -1 {
            errors.append(.invalid(path.child("terminationGracePeriodSeconds"), .integer(seconds), CommonChecks.negative))
        }
        return errors
    }

    private static func names(_ spec: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        func check(_ name: String, _ rule: NameCheck) {
            let text = spec.text(name)
            if !text.isEmpty { errors += rule(text).map { .invalid(path.child(name), .string(text), $0) } }
        }
        check("serviceAccountName", NameSyntax.subdomain)
        check("nodeName", NameSyntax.subdomain)
        if let seconds = spec["activeDeadlineSeconds"]?.integer, !(1...Int64(Int32.max) ~= seconds) {
            errors.append(.invalid(path.child("activeDeadlineSeconds"), .integer(seconds), "must be between 1 and 2147483647, inclusive"))
        }
        check("hostname", NameSyntax.label)
        check("subdomain", NameSyntax.label)
        check("priorityClassName", NameSyntax.subdomain)
        check("runtimeClassName", NameSyntax.subdomain)
        return errors
    }

    private static func hostAliases(_ spec: JSONValue, _ path: FieldPath) -> [FieldError] {
        spec.list("hostAliases").enumerated().flatMap { index, alias in
            let item = path.child("hostAliases").index(index)
            return CommonChecks.address(alias["ip"], item.child("ip"))
                + alias.list("hostnames").flatMap { name in
                    NameSyntax.subdomain(name.string ?? "").map { .invalid(item.child("hostnames"), name, $0) }
                }
        }
    }

    private static func securityContext(_ spec: JSONValue, _ path: FieldPath) -> [FieldError] {
        let context = spec["securityContext"] ?? .emptyObject
        var errors: [FieldError] = []
        for name in ["fsGroup", "runAsUser", "runAsGroup"] {
            if let id = context[name]?.integer, !(0...Int64(Int32.max) ~= id) {
                errors.append(.invalid(path.child(name), .integer(id), "must be between 0 and 2147483647, inclusive"))
            }
        }
        for (index, group) in context.list("supplementalGroups").enumerated() {
            if let id = group.integer, !(0...Int64(Int32.max) ~= id) {
                errors.append(.invalid(path.child("supplementalGroups").index(index), group, "must be between 0 and 2147483647, inclusive"))
            }
        }
        errors += CommonChecks.oneOf(context, "fsGroupChangePolicy", ["OnRootMismatch", "Always"], path)
        return errors
    }

    /// `BestEffort`, `Burstable` or `Guaranteed`, by the resources of all containers.
    static func qosClass(_ spec: JSONValue) -> String {
        var requests: [String: Int128] = [:]
        var limits: [String: Int128] = [:]
        var isGuaranteed = true
        for container in spec.list("containers") + spec.list("initContainers") {
            for (name, total) in [("requests", 0), ("limits", 1)] {
                for (resource, amount) in container[path: "resources", name]?.object ?? [:] where ["cpu", "memory"].contains(resource) {
                    guard let value = QuantityText.nano(amount.string ?? ""), value > 0 else { continue }
                    if total == 0 { requests[resource, default: 0] += value } else { limits[resource, default: 0] += value }
                }
            }
            let own = container[path: "resources", "limits"]
            if own?["cpu"] == nil || own?["memory"] == nil { isGuaranteed = false }
        }
        if requests.isEmpty, limits.isEmpty { return "BestEffort" }
        return isGuaranteed && requests == limits && limits.count == 2 ? "Guaranteed" : "Burstable"
    }
}
