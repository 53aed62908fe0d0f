import KubernetesModel
import Synchronization

/// Gives services their cluster addresses and node ports.
///
/// What is in use is what the stored services say; what a write in progress has been given is reserved until it is stored.
final class ServiceAllocations: Sendable {
    /// Where node ports come from, as in Kubernetes.
    static let nodePorts = 30_000...32_767
    static let services = GroupResource("", "services")

    private let store: ObjectStore
    /// IPv4 addresses as numbers: the first of the range is the network itself, the last is left out too.
    private let addresses: ClosedRange<UInt32>
    private let text: String
    private let reserved = Mutex<(addresses: Set<String>, ports: Set<Int64>)>(([], []))

    /// - Parameter cidr: an IPv4 range, `10.96.0.0/16`.
    /// - Throws: ``InvalidRange`` for anything else.
    init(store: ObjectStore, cidr: String) throws(InvalidRange) {
        let parts = cidr.split(separator: "/")
        guard parts.count == 2, let bytes = IPAddressText.bytes(String(parts[0])), bytes.count == 4, let prefix = UInt32(parts[1]), 8...28 ~= prefix
        else { throw InvalidRange(text: cidr) }
        let size = UInt32(1) << (32 - prefix)
        let base = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & ~(size - 1)
        addresses = (base + 1)...(base + size - 2)
        self.store = store
        text = cidr
    }

    struct InvalidRange: Error, CustomStringConvertible {
        let text: String
        var description: String { "\(text) is not a range of service addresses: give an IPv4 range such as 10.96.0.0/16" }
    }

    /// The address of the `kubernetes` service: the first of the range.
    var firstAddress: String { Self.text(addresses.lowerBound) }

    /// What a write was given; released when it is stored, or was not.
    struct Reservation: Sendable {
        fileprivate let owner: ServiceAllocations
        fileprivate let addresses: [String]
        fileprivate let ports: [Int64]

        func release() {
            owner.reserved.withLock { reserved in
                reserved.addresses.subtract(addresses)
                reserved.ports.subtract(ports)
            }
        }
    }

    /// Fills in address, node ports and address families of a service that is about to be written.
    ///
    /// - Returns: nil for what is no service.
    /// - Throws: a 422 for an address or port that is taken or out of range.
    func allocate(_ service: inout JSONValue, old: JSONValue?, served: ServedResource) throws(StatusError) -> Reservation? {
        guard served.storage == Self.services else { return nil }
        var spec = service["spec"] ?? .emptyObject
        let type = spec["type"]?.string ?? "ClusterIP"
        var errors: [FieldError] = []
        setFamilies(&spec, type: type, errors: &errors)
        let result = try reserved.withLock { reserved throws(StatusError) -> Reservation in
            let used = inUse(except: old?[path: ["metadata", "uid"]]?.string)
            var given = (addresses: [String](), ports: [Int64]())
            setAddress(&spec, type: type, taken: used.addresses.union(reserved.addresses), given: &given.addresses, errors: &errors)
            setPorts(&spec, type: type, old: old, taken: used.ports.union(reserved.ports), given: &given.ports, errors: &errors)
            if !errors.isEmpty {
                throw .invalid(group: "", kind: "Service", name: service[path: ["metadata", "name"]]?.string ?? "", errors)
            }
            reserved.addresses.formUnion(given.addresses)
            reserved.ports.formUnion(given.ports)
            return Reservation(owner: self, addresses: given.addresses, ports: given.ports)
        }
        service["spec"] = spec
        // What a load balancer said is of no use to another type of service.
        if type != "LoadBalancer", service[path: ["status", "loadBalancer", "ingress"]] != nil {
            service[path: ["status", "loadBalancer"]] = .emptyObject
        }
        return result
    }

    /// This cluster has IPv4 addresses only.
    private func setFamilies(_ spec: inout JSONValue, type: String, errors: inout [FieldError]) {
        guard type != "ExternalName" else {
            for key in ["ipFamilies", "ipFamilyPolicy", "clusterIPs", "clusterIP"] { spec[key] = nil }
            return
        }
        let isHeadless = spec["clusterIP"]?.string == "None"
        let hasSelector = !(spec["selector"]?.object?.isEmpty ?? true)
        if isHeadless, !hasSelector {
            // Whoever fills in the endpoints decides, so both families are possible.
            if spec["ipFamilyPolicy"] == nil { spec["ipFamilyPolicy"] = "RequireDualStack" }
            if spec["ipFamilies"] == nil { spec["ipFamilies"] = spec["ipFamilyPolicy"]?.string == "SingleStack" ? ["IPv4"] : ["IPv4", "IPv6"] }
            return
        }
        if spec["ipFamilyPolicy"]?.string == "RequireDualStack" {
            errors.append(
                .invalid(
                    FieldPath("spec.ipFamilyPolicy"), "RequireDualStack", "this cluster is not configured for dual-stack services"))
        }
        if spec["ipFamilyPolicy"] == nil { spec["ipFamilyPolicy"] = "SingleStack" }
        if spec["ipFamilies"]?.array?.contains("IPv6") == true {
            errors.append(.invalid(FieldPath("spec.ipFamilies[0]"), "IPv6", "not configured on this cluster"))
        }
        if spec["ipFamilies"]?.array?.isEmpty ?? true { spec["ipFamilies"] = ["IPv4"] }
    }

    private func setAddress(_ spec: inout JSONValue, type: String, taken: Set<String>, given: inout [String], errors: inout [FieldError]) {
        guard type != "ExternalName" else { return }
        let wanted = spec["clusterIP"]?.string ?? ""
        if wanted == "None" {
            spec["clusterIPs"] = ["None"]
            return
        }
        if wanted.isEmpty {
            guard let address = freeAddress(taken: taken) else {
                errors.append(.init(.internalError, "spec.clusterIPs", nil, "failed to allocate a serviceIP: range is full"))
                return
            }
            given.append(address)
            spec["clusterIP"] = .string(address)
            spec["clusterIPs"] = [.string(address)]
            return
        }
        let number = IPAddressText.bytes(wanted).flatMap { $0.count == 4 ? $0.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } : nil }
        if number.map(addresses.contains) != true {
            errors.append(
                .invalid(
                    FieldPath("spec.clusterIPs"), [.string(wanted)],
                    "failed to allocate IP \(wanted): the provided IP (\(wanted)) is not in the valid range. The range of valid IPs is \(text)"))
        } else if taken.contains(wanted) {
            errors.append(
                .invalid(
                    FieldPath("spec.clusterIPs"), [.string(wanted)],
                    "failed to allocate IP \(wanted): provided IP is already allocated"))
        } else {
            given.append(wanted)
        }
        spec["clusterIPs"] = [.string(wanted)]
    }

    private func setPorts(
        _ spec: inout JSONValue, type: String, old: JSONValue?, taken: Set<Int64>, given: inout [Int64], errors: inout [FieldError]
    ) {
        let wantsPorts = type == "NodePort" || (type == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"]?.bool ?? true)
        var taken = taken
        var ports = spec["ports"]?.array ?? []
        let known = old?[path: ["spec", "ports"]]?.array ?? []
        for index in ports.indices {
            if let port = ports[index]["nodePort"]?.integer, port != 0 {
                if !wantsPorts {
                    ports[index]["nodePort"] = nil
                } else if taken.contains(port) {
                    errors.append(.invalid(FieldPath("spec.ports[\(index)].nodePort"), .integer(port), "provided port is already allocated"))
                } else if !Self.nodePorts.contains(Int(port)) {
                    errors.append(
                        .invalid(
                            FieldPath("spec.ports[\(index)].nodePort"), .integer(port),
                            "provided port is not in the valid range. The range of valid ports is 30000-32767"))
                } else {
                    given.append(port)
                    taken.insert(port)
                }
            } else if wantsPorts {
                // A port that is left out in an update keeps its node port.
                let same = known.first { $0["port"] == ports[index]["port"] && $0["protocol"] == ports[index]["protocol"] }
                guard let port = same?["nodePort"]?.integer.flatMap({ taken.contains($0) ? nil : $0 }) ?? Self.freePort(taken: taken) else {
                    errors.append(.init(.internalError, "spec.ports[\(index)].nodePort", nil, "failed to allocate a nodePort: range is full"))
                    continue
                }
                ports[index]["nodePort"] = .integer(port)
                given.append(port)
                taken.insert(port)
            }
        }
        if spec["ports"] != nil { spec["ports"] = .array(ports) }
        let wantsHealthPort = type == "LoadBalancer" && spec["externalTrafficPolicy"]?.string == "Local"
        if !wantsHealthPort {
            spec["healthCheckNodePort"] = nil
        } else if (spec["healthCheckNodePort"]?.integer ?? 0) == 0 {
            let port = old?[path: ["spec", "healthCheckNodePort"]]?.integer ?? Self.freePort(taken: taken)
            if let port {
                spec["healthCheckNodePort"] = .integer(port)
                given.append(port)
            }
        }
    }

    private func inUse(except uid: String?) -> (addresses: Set<String>, ports: Set<Int64>) {
        var addresses: Set<String> = []
        var ports: Set<Int64> = []
        for service in store.list(Self.services).objects where service.uid != uid {
            if let address = service.value[path: ["spec", "clusterIP"]]?.string { addresses.insert(address) }
            for port in service.value[path: ["spec", "ports"]]?.array ?? [] { port["nodePort"]?.integer.map { _ = ports.insert($0) } }
            if let port = service.value[path: ["spec", "healthCheckNodePort"]]?.integer { ports.insert(port) }
        }
        return (addresses, ports)
    }

    /// Any free address, from a random start so that one that was just given up is not soon given out again.
    private func freeAddress(taken: Set<String>) -> String? {
        // The first ten are for services whose address is chosen by hand: `kubernetes`, DNS.
        let first = addresses.lowerBound + 10 < addresses.upperBound ? addresses.lowerBound + 10 : addresses.lowerBound + 1
        let start = UInt32.random(in: first...addresses.upperBound)
        for number in start...addresses.upperBound where !taken.contains(Self.text(number)) { return Self.text(number) }
        for number in first...start where !taken.contains(Self.text(number)) { return Self.text(number) }
        return nil
    }

    private static func freePort(taken: Set<Int64>) -> Int64? {
        let start = Int.random(in: nodePorts)
        return (Array(start...nodePorts.upperBound) + Array(nodePorts.lowerBound..<start)).first { !taken.contains(Int64($0)) }.map(Int64.init)
    }

    private static func text(_ address: UInt32) -> String {
        [24, 16, 8, 0].map { String(address >> UInt32($0) & 255) }.joined(separator: ".")
    }
}
