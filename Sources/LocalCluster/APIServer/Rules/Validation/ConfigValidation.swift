import KubernetesModel

/// Validation of ConfigMap, Secret, Event and Lease.
enum ConfigValidation {
    private static let maximumSize = 1024 * 1024
    private static let frozen = "field is immutable when `immutable` is set"

    static func configMap(_ object: JSONValue) -> [FieldError] {
        let binary = object["binaryData"]?.object ?? [:]
        let texts = object.texts("data")
        var errors: [FieldError] = []
        for key in texts.keys.sorted() {
            let path = FieldPath("data").key(key)
            errors += NameSyntax.configKey(key).map { .invalid(path, .string(key), $0) }
            if binary[key] != nil { errors.append(.invalid(path, .string(key), "duplicate of key present in binaryData")) }
        }
        for key in binary.keys.sorted() {
            errors += NameSyntax.configKey(key).map { .invalid(FieldPath("binaryData").key(key), .string(key), $0) }
        }
        let size = texts.values.reduce(0) { $0 + $1.utf8.count } + binary.values.reduce(0) { $0 + ($1.string?.utf8.count ?? 0) / 4 * 3 }
        if size > maximumSize { errors.append(.tooLong(FieldPath(""), maximum: maximumSize)) }
        return errors
    }

    static func configMapUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] { frozen(new, old, ["data", "binaryData"]) }

    private static func frozen(_ new: JSONValue, _ old: JSONValue, _ names: [String]) -> [FieldError] {
        guard old["immutable"]?.bool == true else { return [] }
        var errors: [FieldError] = []
        if new["immutable"]?.bool != true { errors.append(.forbidden(FieldPath("immutable"), frozen)) }
        return errors + names.filter { new[$0] != old[$0] }.map { .forbidden(FieldPath($0), frozen) }
    }

    static func secret(_ object: JSONValue) -> [FieldError] {
        let data = object["data"]?.object ?? [:]
        let path = FieldPath("data")
        var errors: [FieldError] = []
        for key in data.keys.sorted() { errors += NameSyntax.configKey(key).map { .invalid(path.key(key), .string(key), $0) } }
        if data.values.reduce(0, { $0 + ($1.string?.utf8.count ?? 0) / 4 * 3 }) > maximumSize { errors.append(.tooLong(path, maximum: maximumSize)) }
        func required(_ keys: [String]) { errors += keys.filter { data[$0] == nil }.map { .required(path.key($0)) } }
        switch object.text("type") {
        case "kubernetes.io/service-account-token":
            if (object[path: "metadata", "annotations", "kubernetes.io/service-account.name"]?.string ?? "").isEmpty {
                errors.append(.required(FieldPath("metadata.annotations").key("kubernetes.io/service-account.name")))
            }
        case "kubernetes.io/dockercfg": errors += json(data, ".dockercfg")
        case "kubernetes.io/dockerconfigjson": errors += json(data, ".dockerconfigjson")
        case "kubernetes.io/basic-auth": if data["username"] == nil, data["password"] == nil { required(["username", "password"]) }
        case "kubernetes.io/ssh-auth":
            if (data["ssh-privatekey"]?.string ?? "").isEmpty { errors.append(.required(path.key("ssh-privatekey"))) }
        case "kubernetes.io/tls": required(["tls.crt", "tls.key"])
        default: break
        }
        return errors
    }

    private static func json(_ data: [String: JSONValue], _ key: String) -> [FieldError] {
        let path = FieldPath("data").key(key)
        guard let text = data[key]?.string else { return [.required(path)] }
        let bytes = Base64Text.decoded(text) ?? []
        do {
            let value = try JSONValue(parsing: bytes)
            return value.object == nil
                ? [.invalid(path, "<secret contents redacted>", "json: cannot unmarshal value into Go value of type map[string]interface {}")] : []
        } catch {
            return [.invalid(path, "<secret contents redacted>", error.problem)]
        }
    }

    static func secretUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] {
        CommonChecks.immutable(new["type"], old["type"], FieldPath("type")) + frozen(new, old, ["data"])
    }

    static func event(_ object: JSONValue) -> [FieldError] {
        let reference = object["involvedObject"] ?? object["regarding"] ?? .emptyObject
        let path = FieldPath("involvedObject.namespace")
        let namespace = object[path: "metadata", "namespace"]?.string ?? ""
        let named = reference.text("namespace")
        if named.isEmpty {
            return namespace == "default" || namespace.isEmpty || object["involvedObject"] == nil
                ? [] : [.invalid(path, .string(named), "does not match event.namespace")]
        }
        return named == namespace ? [] : [.invalid(path, .string(named), "does not match event.namespace")]
    }

    static func lease(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        var errors: [FieldError] = []
        if let seconds = values["leaseDurationSeconds"]?.integer, seconds <= 0 {
            errors.append(.invalid(FieldPath("spec.leaseDurationSeconds"), .integer(seconds), "must be greater than 0"))
        }
        return errors + CommonChecks.nonNegative(values, "leaseTransitions", FieldPath("spec"))
    }
}
