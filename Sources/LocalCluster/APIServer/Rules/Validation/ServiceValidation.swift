import KubernetesModel

/// Validation of Service, Endpoints, EndpointSlice, NetworkPolicy and Ingress.
enum ServiceValidation {
    private static let spec = FieldPath("spec")

    static func service(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        let type = values.text("type")
        let isHeadless = values.list("clusterIPs").first == "None" || values.text("clusterIP") == "None"
        var errors: [FieldError] = []
        let ports = values.list("ports")
        if ports.isEmpty, !isHeadless, type != "ExternalName" { errors.append(.required(spec.child("ports"))) }
        if type == "ExternalName" {
            let name = values.text("externalName")
            if name.isEmpty {
                errors.append(.required(spec.child("externalName")))
            } else {
                let bare = name.hasSuffix(".") ? String(name.dropLast()) : name
                errors += NameSyntax.subdomain(bare).map { .invalid(spec.child("externalName"), .string(name), $0) }
            }
        }
        errors += self.ports(ports, isHeadless: isHeadless)
        errors += ObjectMetadata.labels(values.texts("selector"), spec.child("selector"))
        errors += CommonChecks.oneOf(values, "sessionAffinity", ["ClientIP", "None"], spec, required: true)
        if values.text("sessionAffinity") == "ClientIP", let seconds = values[path: "sessionAffinityConfig", "clientIP", "timeoutSeconds"]?.integer,
            !(1...86400 ~= seconds)
        {
            errors.append(
                .invalid(
                    FieldPath("spec.sessionAffinityConfig.clientIP.timeoutSeconds"), .integer(seconds),
                    "must be greater than 0 and less than 86400"))
        }
        errors += addresses(values, isHeadless: isHeadless)
        for (index, address) in values.list("externalIPs").enumerated() {
            errors += CommonChecks.address(address, spec.child("externalIPs").index(index))
        }
        errors += CommonChecks.oneOf(values, "type", ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"], spec, required: true)
        errors += duplicatePorts(ports)
        for (index, range) in values.list("loadBalancerSourceRanges").enumerated() {
            errors += CommonChecks.network(range, spec.child("loadBalancerSourceRanges").index(index))
        }
        if !values.list("loadBalancerSourceRanges").isEmpty, type != "LoadBalancer" {
            errors.append(.forbidden(spec.child("loadBalancerSourceRanges"), "may only be used when `type` is 'LoadBalancer'"))
        }
        if values.has("externalTrafficPolicy") {
            if type != "LoadBalancer", type != "NodePort", values.list("externalIPs").isEmpty {
                errors.append(
                    .invalid(
                        spec.child("externalTrafficPolicy"), values["externalTrafficPolicy"], "may only be set for externally-accessible services"))
            } else {
                errors += CommonChecks.oneOf(values, "externalTrafficPolicy", ["Cluster", "Local"], spec)
            }
        }
        errors += CommonChecks.oneOf(values, "internalTrafficPolicy", ["Cluster", "Local"], spec)
        return errors
    }

    private static func ports(_ ports: [JSONValue], isHeadless: Bool) -> [FieldError] {
        var errors: [FieldError] = []
        var names = Set<String>()
        for (index, port) in ports.enumerated() {
            let path = spec.child("ports").index(index)
            let name = port.text("name")
            if ports.count > 1, name.isEmpty {
                errors.append(.required(path.child("name")))
            } else if !name.isEmpty {
                errors += NameSyntax.label(name).map { .invalid(path.child("name"), .string(name), $0) }
                if !names.insert(name).inserted { errors.append(.duplicate(path.child("name"), .string(name))) }
            }
            errors += NameSyntax.portNumber(port["port"]?.integer ?? 0).map { .invalid(path.child("port"), port["port"] ?? 0, $0) }
            errors += CommonChecks.oneOf(port, "protocol", ["SCTP", "TCP", "UDP"], path, required: true)
            errors += ProbeValidation.port(port["targetPort"], path.child("targetPort"))
            if let protocolName = port["appProtocol"]?.string {
                errors += NameSyntax.qualifiedName(protocolName).map { .invalid(path.child("appProtocol"), .string(protocolName), $0) }
            }
        }
        return errors
    }

    private static func duplicatePorts(_ ports: [JSONValue]) -> [FieldError] {
        var seen = Set<String>()
        var errors: [FieldError] = []
        for (index, port) in ports.enumerated() {
            let number = port["port"]?.text ?? "0"
            let key = "\(port.text("protocol"))/\(number)"
            guard !seen.insert(key).inserted else { continue }
            var error = FieldError.duplicate(spec.child("ports").index(index), port)
            error.shownText =
                "{\"Name\":\"\",\"Protocol\":\(GoText.quoted(port.text("protocol"))),\"AppProtocol\":null,\"Port\":\(number),"
                + "\"TargetPort\":0,\"NodePort\":0}"
            errors.append(error)
        }
        return errors
    }

    private static func addresses(_ values: JSONValue, isHeadless: Bool) -> [FieldError] {
        var errors: [FieldError] = []
        let addresses = values.list("clusterIPs")
        if values.text("type") == "ExternalName" {
            if !addresses.isEmpty { errors.append(.forbidden(spec.child("clusterIPs"), "may not be set for ExternalName services")) }
            return errors
        }
        for (index, address) in addresses.enumerated() where address != "None" {
            errors += CommonChecks.address(address, spec.child("clusterIPs").index(index))
        }
        if addresses.first != nil, addresses.first != values["clusterIP"] {
            errors.append(.invalid(spec.child("clusterIPs"), values["clusterIPs"], "first value must match `clusterIP`"))
        }
        errors += CommonChecks.oneOf(values, "ipFamilyPolicy", ["PreferDualStack", "RequireDualStack", "SingleStack"], spec)
        let isSelectorless = isHeadless && values.texts("selector").isEmpty
        if values.text("ipFamilyPolicy") == "RequireDualStack", !isSelectorless {
            errors.append(
                .invalid(spec.child("ipFamilyPolicy"), "RequireDualStack", "this cluster is not configured for dual-stack services"))
        }
        for (index, family) in values.list("ipFamilies").enumerated() {
            let path = spec.child("ipFamilies").index(index)
            if !["IPv4", "IPv6"].contains(family.string ?? "") {
                errors.append(.notSupported(path, family, ["IPv4", "IPv6"]))
            } else if family == "IPv6", !isSelectorless {
                errors.append(.invalid(path, family, "not configured on this cluster"))
            }
        }
        return errors
    }

    static func serviceUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] {
        let values = new["spec"] ?? .emptyObject
        let before = old["spec"] ?? .emptyObject
        var errors: [FieldError] = []
        if values.text("type") != "ExternalName", before.text("type") != "ExternalName" {
            let addresses = values.list("clusterIPs")
            if let first = before.list("clusterIPs").first, addresses.first != first {
                errors.append(.invalid(FieldPath("spec.clusterIPs[0]"), values["clusterIPs"] ?? .null, "may not change once set"))
            }
        }
        if before.text("type") == "LoadBalancer", values.text("type") == "LoadBalancer",
            values["loadBalancerClass"] ?? .null != before["loadBalancerClass"] ?? .null
        {
            errors.append(.invalid(spec.child("loadBalancerClass"), values["loadBalancerClass"] ?? .null, "may not change once set"))
        }
        return errors
    }

    static func serviceStatus(_ object: JSONValue) -> [FieldError] {
        let path = FieldPath("status.loadBalancer.ingress")
        return (object[path: "status", "loadBalancer", "ingress"]?.array ?? []).enumerated().flatMap { index, ingress -> [FieldError] in
            var errors: [FieldError] = []
            let item = path.index(index)
            if !ingress.text("ip").isEmpty { errors += CommonChecks.address(ingress["ip"], item.child("ip")) }
            if !ingress.text("hostname").isEmpty {
                errors += NameSyntax.subdomain(ingress.text("hostname")).map { .invalid(item.child("hostname"), ingress["hostname"], $0) }
            }
            return errors + CommonChecks.oneOf(ingress, "ipMode", ["VIP", "Proxy"], item)
        }
    }

    static func endpoints(_ object: JSONValue) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, subset) in object.list("subsets").enumerated() {
            let path = FieldPath("subsets").index(index)
            if subset.list("addresses").isEmpty, subset.list("notReadyAddresses").isEmpty {
                errors.append(.required(path, "must specify `addresses` or `notReadyAddresses`"))
            }
            for name in ["addresses", "notReadyAddresses"] {
                for (position, address) in subset.list(name).enumerated() {
                    let item = path.child(name).index(position)
                    errors += CommonChecks.address(address["ip"], item.child("ip"))
                    if !address.text("hostname").isEmpty {
                        errors += NameSyntax.label(address.text("hostname")).map { .invalid(item.child("hostname"), address["hostname"], $0) }
                    }
                }
            }
            let ports = subset.list("ports")
            for (position, port) in ports.enumerated() {
                let item = path.child("ports").index(position)
                if ports.count > 1, port.text("name").isEmpty { errors.append(.required(item.child("name"))) }
                if !port.text("name").isEmpty { errors += NameSyntax.label(port.text("name")).map { .invalid(item.child("name"), port["name"], $0) } }
                errors += NameSyntax.portNumber(port["port"]?.integer ?? 0).map { .invalid(item.child("port"), port["port"] ?? 0, $0) }
                errors += CommonChecks.oneOf(port, "protocol", ["SCTP", "TCP", "UDP"], item, required: true)
            }
        }
        return errors
    }

    static func endpointSlice(_ object: JSONValue) -> [FieldError] {
        var errors = CommonChecks.oneOf(object, "addressType", ["FQDN", "IPv4", "IPv6"], FieldPath(""), required: true)
        let type = object.text("addressType")
        let endpoints = object.list("endpoints")
        if endpoints.count > 1000 { errors.append(.tooMany(FieldPath("endpoints"), actual: endpoints.count, maximum: 1000)) }
        for (index, endpoint) in endpoints.enumerated() {
            let path = FieldPath("endpoints").index(index)
            let addresses = endpoint.list("addresses")
            if addresses.isEmpty { errors.append(.required(path.child("addresses"), "must contain at least 1 address")) }
            if addresses.count > 100 { errors.append(.tooMany(path.child("addresses"), actual: addresses.count, maximum: 100)) }
            for (position, address) in addresses.enumerated() {
                let item = path.child("addresses").index(position)
                let text = address.string ?? ""
                switch type {
                case "IPv4", "IPv6":
                    if !CommonChecks.isAddress(text) {
                        errors.append(.invalid(item, address, NameSyntax.addressError))
                    } else if AddressText.isIPv4(text) != (type == "IPv4") {
                        errors.append(.invalid(item, address, "must be an \(type) address"))
                    }
                case "FQDN": errors += NameSyntax.subdomain(text).map { .invalid(item, address, $0) }
                default: break
                }
            }
            if let name = endpoint["hostname"]?.string {
                errors += NameSyntax.label(name).map { .invalid(path.child("hostname"), .string(name), $0) }
            }
            if let name = endpoint["nodeName"]?.string {
                errors += NameSyntax.subdomain(name).map { .invalid(path.child("nodeName"), .string(name), $0) }
            }
        }
        var names = Set<String>()
        for (index, port) in object.list("ports").enumerated() {
            let path = FieldPath("ports").index(index)
            let name = port.text("name")
            if !name.isEmpty { errors += NameSyntax.label(name).map { .invalid(path.child("name"), .string(name), $0) } }
            if !names.insert(name).inserted { errors.append(.duplicate(path.child("name"), .string(name))) }
            errors += CommonChecks.oneOf(port, "protocol", ["SCTP", "TCP", "UDP"], path, required: true)
        }
        return errors
    }

    static func networkPolicy(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        var errors = CommonChecks.selector(values["podSelector"], spec.child("podSelector"))
        for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
            for (index, rule) in values.list(direction).enumerated() {
                let path = spec.child(direction).index(index)
                for (position, port) in rule.list("ports").enumerated() where port.has("port") {
                    errors += ProbeValidation.port(port["port"], path.child("ports").index(position).child("port"))
                }
                for (position, peer) in rule.list(peers).enumerated() {
                    errors += self.peer(peer, path.child(peers).index(position))
                }
            }
        }
        for (index, type) in values.list("policyTypes").enumerated() where !["Ingress", "Egress"].contains(type.string ?? "") {
            errors.append(.notSupported(spec.child("policyTypes").index(index), type, ["Egress", "Ingress"]))
        }
        return errors
    }

    private static func peer(_ peer: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for name in ["podSelector", "namespaceSelector"] { errors += CommonChecks.selector(peer[name], path.child(name)) }
        if let block = peer["ipBlock"] {
            let item = path.child("ipBlock")
            if peer.has("podSelector") || peer.has("namespaceSelector") {
                errors.append(.forbidden(path, "may not specify both ipBlock and another peer"))
            }
            if block.text("cidr").isEmpty {
                errors.append(.required(item.child("cidr")))
            } else {
                errors += CommonChecks.network(block["cidr"], item.child("cidr"))
            }
            for (index, exception) in block.list("except").enumerated() {
                errors += CommonChecks.network(exception, item.child("except").index(index))
            }
        } else if !peer.has("podSelector"), !peer.has("namespaceSelector") {
            errors.append(.required(path, "must specify a peer"))
        }
        return errors
    }

    static func ingress(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        var errors: [FieldError] = []
        if values.list("rules").isEmpty, !values.has("defaultBackend") {
            errors.append(.invalid(spec, values["rules"] ?? .null, "either `defaultBackend` or `rules` must be specified"))
        }
        if let backend = values["defaultBackend"] { errors += self.backend(backend, spec.child("defaultBackend")) }
        for (index, rule) in values.list("rules").enumerated() {
            let path = spec.child("rules").index(index)
            let host = rule.text("host")
            if host.hasPrefix("*.") {
                errors += NameSyntax.subdomain(String(host.dropFirst(2))).map { .invalid(path.child("host"), .string(host), $0) }
            } else if !host.isEmpty {
                if CommonChecks.isAddress(host) {
                    errors.append(.invalid(path.child("host"), .string(host), "must be a DNS name, not an IP address"))
                }
                errors += NameSyntax.subdomain(host).map { .invalid(path.child("host"), .string(host), $0) }
            }
            guard let http = rule["http"] else { continue }
            if http.list("paths").isEmpty { errors.append(.required(path.child("http").child("paths"))) }
            for (position, entry) in http.list("paths").enumerated() {
                errors += ingressPath(entry, path.child("http").child("paths").index(position))
            }
        }
        return errors
    }

    private static func ingressPath(_ entry: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        let types = ["Exact", "ImplementationSpecific", "Prefix"]
        let type = entry.text("pathType")
        let place = entry.text("path")
        if !entry.has("pathType") {
            errors.append(.required(path.child("pathType"), "pathType must be specified"))
        } else if !types.contains(type) {
            errors.append(.notSupported(path.child("pathType"), .string(type), types))
        } else if type != "ImplementationSpecific" || !place.isEmpty, !place.hasPrefix("/") {
            errors.append(.invalid(path.child("path"), .string(place), "must be an absolute path"))
        }
        return errors + backend(entry["backend"] ?? .emptyObject, path.child("backend"))
    }

    private static func backend(_ backend: JSONValue, _ path: FieldPath) -> [FieldError] {
        guard let service = backend["service"] else {
            return backend.has("resource") ? [] : [.invalid(path, "", "resource or service backend is required")]
        }
        if backend.has("resource") { return [.invalid(path, "", "cannot set both resource and service backends")] }
        var errors = CommonChecks.name(service.text("name"), path.child("service").child("name"), NameSyntax.label1035)
        let port = service["port"] ?? .emptyObject
        if port.text("name").isEmpty, (port["number"]?.integer ?? 0) == 0 {
            errors.append(.required(path, "port name or number is required"))
        }
        return errors
    }
}
