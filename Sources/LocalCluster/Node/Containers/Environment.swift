import Foundation
import KubernetesModel

/// The variables of a container.
struct ContainerEnvironment {
    let facts: PodFacts
    let objects: any ObjectSource
    let container: Container

    /// All variables, with `$(NAME)` replaced.
    ///
    /// - Throws: ``PodProblem`` with reason `CreateContainerConfigError` if a ConfigMap, Secret or key is missing.
    func variables() throws(PodProblem) -> [String: String] {
        var services = serviceVariables()
        var result: [String: String] = [:]
        for source in container.envFrom ?? [] { try add(source, to: &result) }
        for variable in container.env ?? [] {
            guard let name = variable.name else { continue }
            if let value = variable.value {
                result[name] = expandVariables(value) { result[$0] ?? services[$0] }
            } else if let source = variable.valueFrom {
                if let value = try value(from: source) { result[name] = value }
            } else {
                result[name] = ""
            }
        }
        services.merge(result) { $1 }
        return services
    }

    private func add(_ source: EnvFromSource, to result: inout [String: String]) throws(PodProblem) {
        let prefix = source.prefix ?? ""
        if let reference = source.configMapRef {
            for (key, value) in try values(ConfigMap.resourceType, reference.name, optional: reference.optional) { result[prefix + key] = value }
        }
        if let reference = source.secretRef {
            for (key, value) in try values(Secret.resourceType, reference.name, optional: reference.optional) { result[prefix + key] = value }
        }
    }

    private func value(from source: EnvVarSource) throws(PodProblem) -> String? {
        if let reference = source.fieldRef { return try facts.field(reference.fieldPath ?? "") }
        if let reference = source.resourceFieldRef { return try facts.resource(reference, container: container.name ?? "") }
        if let reference = source.configMapKeyRef {
            return try value(ConfigMap.resourceType, reference.name, reference.key, optional: reference.optional)
        }
        if let reference = source.secretKeyRef {
            return try value(Secret.resourceType, reference.name, reference.key, optional: reference.optional)
        }
        throw PodProblem(
            reason: "CreateContainerConfigError", message: "a variable of container \(container.name ?? "") has a source that is not served")
    }

    private func value(_ type: ResourceType, _ name: String?, _ key: String?, optional: Bool?) throws(PodProblem) -> String? {
        let values = try values(type, name, optional: optional)
        if let value = values[key ?? ""] { return value }
        if optional == true { return nil }
        throw PodProblem(
            reason: "CreateContainerConfigError",
            message: "couldn't find key \(key ?? "") in \(type.kind) \(facts.pod.namespace)/\(name ?? "")")
    }

    private func values(_ type: ResourceType, _ name: String?, optional: Bool?) throws(PodProblem) -> [String: String] {
        let key = ObjectKey(namespace: facts.pod.namespace, name: name ?? "")
        guard let object = objects.object(type, key) else {
            if optional == true { return [:] }
            throw PodProblem(reason: "CreateContainerConfigError", message: "\(type.kind.lowercased()) \"\(key.name)\" not found")
        }
        return object.textValues
    }

    /// The variables that tell of Services, as Docker's links did.
    private func serviceVariables() -> [String: String] {
        var result: [String: String] = [:]
        let wantsAll = facts.pod.spec?.enableServiceLinks ?? true
        let services = objects.objects(Service.resourceType).map { Service(json: $0) }.sorted { $0.key < $1.key }
        for service in services {
            let isMaster = service.key == ObjectKey(namespace: "default", name: "kubernetes")
            guard isMaster || (wantsAll && service.metadata.namespace == facts.pod.namespace) else { continue }
            guard let address = service.spec?.clusterIP, address != "None", !address.isEmpty, let ports = service.spec?.ports, let first = ports.first
            else { continue }
            let name = environmentName(service.metadata.name ?? "")
            result["\(name)_SERVICE_HOST"] = address
            result["\(name)_SERVICE_PORT"] = String(first.port ?? 0)
            for port in ports {
                if let portName = port.name, !portName.isEmpty {
                    result["\(name)_SERVICE_PORT_\(environmentName(portName))"] = String(port.port ?? 0)
                }
                let number = port.port ?? 0
                let transport = (port.protocol ?? "TCP")
                let link = "\(name)_PORT_\(number)_\(transport)"
                let url = "\(transport.lowercased())://\(address):\(number)"
                result[link] = url
                result["\(link)_PROTO"] = transport.lowercased()
                result["\(link)_PORT"] = String(number)
                result["\(link)_ADDR"] = address
                if port.port == first.port { result["\(name)_PORT"] = url }
            }
        }
        return result
    }

    private func environmentName(_ name: String) -> String { name.uppercased().replacingOccurrences(of: "-", with: "_") }
}

extension JSONValue {
    /// The values of a ConfigMap or Secret that are text.
    var textValues: [String: String] {
        fileValues.compactMapValues { String(bytes: $0, encoding: .utf8) }
    }

    /// The values of a ConfigMap or Secret as bytes.
    var fileValues: [String: [UInt8]] {
        let isSecret = self["kind"] == "Secret"
        var result = (self["data"]?.object ?? [:]).compactMapValues { value -> [UInt8]? in
            guard let text = value.string else { return nil }
            return isSecret ? Data(base64Encoded: text).map { [UInt8]($0) } : [UInt8](text.utf8)
        }
        for (key, value) in self["binaryData"]?.object ?? [:] {
            if let text = value.string, let data = Data(base64Encoded: text) { result[key] = [UInt8](data) }
        }
        return result
    }
}
