import KubernetesModel

/// Validation of probes and lifecycle hooks.
enum ProbeValidation {
    static func probe(_ probe: JSONValue?, onlyOneSuccess: Bool, _ path: FieldPath) -> [FieldError] {
        guard let probe, !probe.isNull else { return [] }
        var errors = handler(probe, path)
        for name in ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"] {
            errors += CommonChecks.nonNegative(probe, name, path)
        }
        if let seconds = probe["terminationGracePeriodSeconds"]?.integer, seconds <= 0 {
            errors.append(.invalid(path.child("terminationGracePeriodSeconds"), .integer(seconds), "must be greater than 0"))
        }
        if onlyOneSuccess, let threshold = probe["successThreshold"]?.integer, threshold != 1 {
            errors.append(.invalid(path.child("successThreshold"), .integer(threshold), "must be 1"))
        }
        return errors
    }

    static func lifecycle(_ lifecycle: JSONValue?, _ path: FieldPath) -> [FieldError] {
        guard let lifecycle else { return [] }
        return ["postStart", "preStop"].flatMap { name in lifecycle[name].map { handler($0, path.child(name)) } ?? [] }
    }

    private static func handler(_ handler: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        var count = 0
        for name in ["exec", "httpGet", "tcpSocket", "grpc", "sleep"] {
            guard let action = handler[name], !action.isNull else { continue }
            if count > 0 {
                errors.append(.forbidden(path.child(name), "may not specify more than 1 handler type"))
                continue
            }
            count += 1
            errors += self.action(action, name, path.child(name))
        }
        if count == 0 { errors.append(.required(path, "must specify a handler type")) }
        return errors
    }

    private static func action(_ action: JSONValue, _ name: String, _ path: FieldPath) -> [FieldError] {
        switch name {
        case "exec": return action.list("command").isEmpty ? [.required(path.child("command"))] : []
        case "httpGet":
            var errors: [FieldError] = action.text("path").isEmpty ? [.required(path.child("path"))] : []
            errors += port(action["port"], path.child("port"))
            errors += CommonChecks.oneOf(action, "scheme", ["HTTP", "HTTPS"], path)
            return errors
        case "tcpSocket", "grpc": return port(action["port"], path.child("port"))
        default: return []
        }
    }

    /// A port by number or by name.
    static func port(_ value: JSONValue?, _ path: FieldPath) -> [FieldError] {
        switch value {
        case .string(let name)?: NameSyntax.portName(name).map { .invalid(path, value, $0) }
        default: NameSyntax.portNumber(value?.integer ?? 0).map { .invalid(path, value ?? 0, $0) }
        }
    }
}
