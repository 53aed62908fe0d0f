import KubernetesModel

/// Validation of containers of all sorts.
enum ContainerValidation {
    enum Sort { case regular, initial, ephemeral }

    static func containers(
        _ containers: [JSONValue], _ sort: Sort, volumes: Set<String>, names: inout Set<String>, _ path: FieldPath
    ) -> [FieldError] {
        if containers.isEmpty { return sort == .regular ? [.required(path)] : [] }
        var errors: [FieldError] = []
        for (index, container) in containers.enumerated() {
            let item = path.index(index)
            errors += common(container, volumes: volumes, item)
            if !names.insert(container.text("name")).inserted { errors.append(.duplicate(item.child("name"), container["name"])) }
            let isSidecar = sort == .initial && container.text("restartPolicy") == "Always"
            if sort == .regular || isSidecar {
                errors += ProbeValidation.lifecycle(container["lifecycle"], item.child("lifecycle"))
                for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
                    errors += ProbeValidation.probe(container[name], onlyOneSuccess: name != "readinessProbe", item.child(name))
                }
            } else if sort == .initial {
                for name in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] where container.has(name) {
                    errors.append(.forbidden(item.child(name), "may not be set for init containers without restartPolicy=Always"))
                }
            } else {
                for name in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe", "ports"] where container.has(name) {
                    errors.append(.forbidden(item.child(name), "cannot be set for an Ephemeral Container"))
                }
            }
            if sort == .initial, container.has("restartPolicy") {
                errors += CommonChecks.oneOf(container, "restartPolicy", ["Always", "Never", "OnFailure"], item)
            }
        }
        return errors
    }

    private static func common(_ container: JSONValue, volumes: Set<String>, _ path: FieldPath) -> [FieldError] {
        var errors = CommonChecks.name(container.text("name"), path.child("name"), NameSyntax.label)
        let image = container.text("image")
        if image.isEmpty {
            errors.append(.required(path.child("image")))
        } else if image.first?.isWhitespace == true || image.last?.isWhitespace == true {
            errors.append(.invalid(path.child("image"), .string(image), "must not have leading or trailing whitespace"))
        }
        errors += CommonChecks.oneOf(container, "terminationMessagePolicy", ["File", "FallbackToLogsOnError"], path, required: true)
        errors += ports(container.list("ports"), path.child("ports"))
        errors += EnvironmentValidation.variables(container.list("env"), path.child("env"))
        errors += EnvironmentValidation.sources(container.list("envFrom"), path.child("envFrom"))
        errors += VolumeValidation.mounts(container.list("volumeMounts"), volumes: volumes, path.child("volumeMounts"))
        errors += CommonChecks.oneOf(container, "imagePullPolicy", ["Always", "IfNotPresent", "Never"], path, required: true)
        errors += resources(container["resources"] ?? .emptyObject, path.child("resources"))
        errors += securityContext(container["securityContext"] ?? .emptyObject, path.child("securityContext"))
        return errors
    }

    private static func ports(_ ports: [JSONValue], _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        var names = Set<String>()
        for (index, port) in ports.enumerated() {
            let item = path.index(index)
            let name = port.text("name")
            if !name.isEmpty {
                let problems = NameSyntax.portName(name)
                errors += problems.map { .invalid(item.child("name"), .string(name), $0) }
                if problems.isEmpty, !names.insert(name).inserted { errors.append(.duplicate(item.child("name"), .string(name))) }
            }
            let number = port["containerPort"]?.integer ?? 0
            if number == 0 {
                errors.append(.required(item.child("containerPort")))
            } else {
                errors += NameSyntax.portNumber(number).map { .invalid(item.child("containerPort"), .integer(number), $0) }
            }
            if let host = port["hostPort"]?.integer, host != 0 {
                errors += NameSyntax.portNumber(host).map { .invalid(item.child("hostPort"), .integer(host), $0) }
            }
            errors += CommonChecks.oneOf(port, "protocol", ["SCTP", "TCP", "UDP"], item, required: true)
        }
        return errors
    }

    private static let standardResources: Set<String> = ["cpu", "memory", "ephemeral-storage"]

    static func resources(_ resources: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        let limits = resources["limits"]?.object ?? [:]
        for (name, amounts) in [("limits", limits), ("requests", resources["requests"]?.object ?? [:])] {
            for (resource, amount) in amounts.sorted(by: { $0.key < $1.key }) {
                let item = path.child(name).key(resource)
                errors += NameSyntax.qualifiedName(resource).map { .invalid(path.child(name), .string(resource), $0) }
                if !resource.contains("/"), !standardResources.contains(resource), !resource.hasPrefix("hugepages-") {
                    errors.append(.invalid(item, .string(resource), "must be a standard resource for containers"))
                }
                if QuantityText.compare(amount.string ?? "", "0") == -1 { errors.append(.invalid(item, amount, CommonChecks.negative)) }
                if name == "requests", let limit = limits[resource], QuantityText.compare(amount.string ?? "", limit.string ?? "") == 1 {
                    errors.append(
                        .invalid(path.child("requests"), amount, "must be less than or equal to \(resource) limit of \(limit.string ?? "")"))
                }
            }
        }
        return errors
    }

    private static func securityContext(_ context: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for name in ["runAsUser", "runAsGroup"] {
            if let id = context[name]?.integer, !(0...Int64(Int32.max) ~= id) {
                errors.append(.invalid(path.child(name), .integer(id), "must be between 0 and 2147483647, inclusive"))
            }
        }
        if context["allowPrivilegeEscalation"]?.bool == false, context["privileged"]?.bool == true {
            errors.append(
                FieldError(.invalid, path.text, context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"))
        }
        return errors
    }
}
