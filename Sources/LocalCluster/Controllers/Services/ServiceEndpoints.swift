import KubernetesModel

/// What a Service with a selector leads to.
struct ServiceEndpoints {
    let service: KubernetesModel.Service
    /// Pods that the selector matches.
    let pods: [Pod]
    /// Zone of each node.
    let zones: [String: String]

    private var isHeadless: Bool { service.spec?.clusterIP == "None" }
    private var publishesUnready: Bool { service.spec?.publishNotReadyAddresses ?? false }

    /// Pods that have an address and have not ended.
    private var addressed: [Pod] {
        pods.filter { !($0.status?.podIP ?? "").isEmpty && !$0.isFinished }.sorted { ($0.status?.podIP ?? "") < ($1.status?.podIP ?? "") }
    }

    /// Labels of the object that the controller makes: those of the Service, and who keeps it.
    func labels(_ key: String, _ manager: String) -> [String: String] {
        var labels = service.metadata.labels ?? [:]
        labels[key] = manager
        if isHeadless { labels["service.kubernetes.io/headless"] = "" }
        return labels
    }

    var sliceLabels: [String: String] {
        labels("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
            .merging(["kubernetes.io/service-name": service.metadata.name ?? ""]) { $1 }
    }

    var subsets: [EndpointSubset] {
        var subsets: [EndpointSubset] = []
        for pod in addressed where publishesUnready || !pod.isTerminating {
            guard let ports = ports(of: pod), !(ports.isEmpty && !isHeadless) else { continue }
            let address = EndpointAddress(
                hostname: hostname(of: pod), ip: pod.status?.podIP, nodeName: pod.spec?.nodeName, targetRef: reference(to: pod))
            let isReady = publishesUnready || pod.isReady
            let index = subsets.firstIndex { ($0.ports ?? []) == ports } ?? subsets.endIndex
            if index == subsets.endIndex { subsets.append(EndpointSubset(ports: ports.isEmpty ? nil : ports)) }
            if isReady {
                subsets[index].addresses = (subsets[index].addresses ?? []) + [address]
            } else {
                subsets[index].notReadyAddresses = (subsets[index].notReadyAddresses ?? []) + [address]
            }
        }
        return subsets
    }

    var endpoints: [KubernetesModel.Endpoint] {
        addressed.map { pod in
            let isServing = pod.isReady
            let isTerminating = pod.isTerminating
            return KubernetesModel.Endpoint(
                addresses: [pod.status?.podIP ?? ""],
                conditions: EndpointConditions(
                    ready: publishesUnready || (isServing && !isTerminating), serving: isServing, terminating: isTerminating),
                hostname: hostname(of: pod), nodeName: pod.spec?.nodeName, targetRef: reference(to: pod),
                zone: pod.spec?.nodeName.flatMap { zones[$0] })
        }
    }

    /// Ports of the slice: numbers that a name stands for are those of the first Pod that has it.
    var slicePorts: [EndpointSlicePort] {
        (service.spec?.ports ?? []).compactMap { port in
            guard let number = addressed.lazy.compactMap({ number(of: port, in: $0) }).first ?? plainNumber(of: port) else { return nil }
            return EndpointSlicePort(appProtocol: port.appProtocol, name: port.name ?? "", port: number, protocol: port.protocol ?? "TCP")
        }
    }

    /// Nil if the Pod lacks a port that the Service names.
    private func ports(of pod: Pod) -> [EndpointPort]? {
        let wanted = service.spec?.ports ?? []
        let found = wanted.compactMap { port in
            number(of: port, in: pod).map {
                EndpointPort(appProtocol: port.appProtocol, name: port.name, port: $0, protocol: port.protocol ?? "TCP")
            }
        }
        return found.isEmpty && !wanted.isEmpty ? nil : found
    }

    private func number(of port: ServicePort, in pod: Pod) -> Int? {
        if let plain = plainNumber(of: port) { return plain }
        guard case .string(let name) = port.targetPort else { return nil }
        let containers = (pod.spec?.containers ?? []) + (pod.spec?.initContainers ?? []).filter { $0.restartPolicy == "Always" }
        return containers.flatMap { $0.ports ?? [] }.first { $0.name == name && ($0.protocol ?? "TCP") == (port.protocol ?? "TCP") }?.containerPort
    }

    private func plainNumber(of port: ServicePort) -> Int? {
        switch port.targetPort {
        case .int(let number) where number != 0: number
        case .string: nil
        default: port.port
        }
    }

    private func hostname(of pod: Pod) -> String? {
        guard isHeadless || pod.spec?.subdomain == service.metadata.name, let name = pod.spec?.hostname, !name.isEmpty,
            pod.spec?.subdomain == service.metadata.name
        else { return nil }
        return name
    }

    private func reference(to pod: Pod) -> ObjectReference {
        ObjectReference(kind: "Pod", name: pod.metadata.name, namespace: pod.metadata.namespace, uid: pod.metadata.uid)
    }
}
