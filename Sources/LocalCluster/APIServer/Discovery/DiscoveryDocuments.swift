import KubernetesModel
import NIOCore
import NIOHTTP1

/// What the server says about itself: version, health, resources and schemas.
struct DiscoveryDocuments: Sendable {
    static let version = "1.36.2"

    let catalog: ResourceCatalog
    let openAPI: OpenAPIDocuments
    let metrics: @Sendable () -> String

    /// Answers a request for a path that denotes no resource.
    func answer(to request: HTTPRequest) throws(StatusError) -> Answer {
        guard request.method == .GET || request.method == .HEAD else { return .pageNotFound }
        let parts = request.path.split(separator: "/").map(String.init)
        switch parts.first {
        case nil: return Answer(json: ["paths": .array(paths.map(JSONValue.string))])
        case "version": return parts.count == 1 ? Answer(json: Self.versionDocument) : .pageNotFound
        case "healthz", "livez", "readyz": return health(parts, request)
        case "metrics": return parts.count == 1 ? Answer(text: metrics()) : .pageNotFound
        case "api": return api(parts, request)
        case "apis": return apis(parts, request)
        case "openapi": return try openAPI.answer(parts: Array(parts.dropFirst()), request: request)
        default: return .pageNotFound
        }
    }

    private static let versionDocument: JSONValue = [
        "major": "1", "minor": "36", "emulationMajor": "1", "emulationMinor": "36", "minCompatibilityMajor": "1", "minCompatibilityMinor": "35",
        "gitVersion": .string("v\(version)"), "gitCommit": "0000000000000000000000000000000000000000", "gitTreeState": "clean",
        "buildDate": "2026-01-01T00:00:00Z", "goVersion": "none: this is egret's local API server", "compiler": "swift",
        "platform": .string("linux/\(architecture)"),
    ]

    private static var architecture: String {
        #if arch(arm64)
            "arm64"
        #else
            "amd64"
        #endif
    }

    private func health(_ parts: [String], _ request: HTTPRequest) -> Answer {
        let checks = ["ping", "storage"]
        if parts.count == 2 { return checks.contains(parts[1]) ? Answer(text: "ok") : .pageNotFound }
        guard parts.count == 1 else { return .pageNotFound }
        guard request.query["verbose"] != nil else { return Answer(text: "ok") }
        return Answer(text: checks.map { "[+]\($0) ok\n" }.joined() + "\(parts[0]) check passed\n")
    }

    private var paths: [String] {
        let versions = groups.flatMap { group in ["/apis/\(group.name)"] + group.versions.map { "/apis/\(group.name)/\($0)" } }
        return ["/api", "/api/v1", "/apis"] + versions
            + ["/healthz", "/healthz/ping", "/livez", "/livez/ping", "/metrics", "/openapi/v2", "/openapi/v3", "/readyz", "/readyz/ping", "/version"]
    }

    // MARK: Groups

    struct Group: Sendable {
        var name: String
        /// The preferred one first.
        var versions: [String]
    }

    /// Built-in groups in the order of a real server; those of custom resources follow by name.
    private static let order = [
        "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch", "networking.k8s.io", "policy",
        "rbac.authorization.k8s.io", "storage.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io", "coordination.k8s.io", "discovery.k8s.io",
    ]

    /// All groups but the core one.
    var groups: [Group] {
        var versions: [String: Set<String>] = [:]
        for resource in catalog.all { versions[resource.definition.group, default: []].insert(resource.definition.version) }
        versions[""] = nil
        return versions.map { Group(name: $0.key, versions: $0.value.sorted { VersionOrder.isPreferred($0, over: $1) }) }.sorted { a, b in
            func rank(_ name: String) -> Int { name == "apps" ? -1 : Self.order.firstIndex(of: name) ?? Self.order.count }
            return (rank(a.name), a.name) < (rank(b.name), b.name)
        }
    }

    private func json(_ group: Group) -> JSONValue {
        let versions = group.versions.map { JSONValue.string($0) }.map { version -> JSONValue in
            ["groupVersion": .string("\(group.name)/\(version.string ?? "")"), "version": version]
        }
        return ["name": .string(group.name), "versions": .array(versions), "preferredVersion": versions.first ?? .null]
    }

    private func api(_ parts: [String], _ request: HTTPRequest) -> Answer {
        if parts.count == 1 {
            if let kind = AggregatedDiscovery.wanted(request.headers) {
                return AggregatedDiscovery(resources: catalog.all).answer(groups: [Group(name: "", versions: ["v1"])], as: kind)
            }
            return Answer(json: [
                "kind": "APIVersions", "versions": ["v1"],
                "serverAddressByClientCIDRs": [["clientCIDR": "0.0.0.0/0", "serverAddress": "kubernetes.default.svc:443"]],
            ])
        }
        guard parts.count == 2 else { return .pageNotFound }
        return resources(group: "", version: parts[1]) ?? Answer(.unknownPath)
    }

    private func apis(_ parts: [String], _ request: HTTPRequest) -> Answer {
        switch parts.count {
        case 1:
            if let kind = AggregatedDiscovery.wanted(request.headers) {
                return AggregatedDiscovery(resources: catalog.all).answer(groups: groups, as: kind)
            }
            return Answer(json: ["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(groups.map(json))])
        case 2:
            guard let group = groups.first(where: { $0.name == parts[1] }) else { return .pageNotFound }
            var document = json(group)
            document["kind"] = "APIGroup"
            document["apiVersion"] = "v1"
            return Answer(json: document)
        case 3:
            return resources(group: parts[1], version: parts[2]) ?? (catalog.hasBuiltIn(group: parts[1]) ? Answer(.unknownPath) : .pageNotFound)
        default: return .pageNotFound
        }
    }

    /// The resources of one version, as clients before aggregated discovery read them.
    private func resources(group: String, version: String) -> Answer? {
        let resources = catalog.all.map(\.definition).filter { $0.group == group && $0.version == version }
        if resources.isEmpty { return nil }
        var document: JSONValue = [
            "kind": "APIResourceList", "groupVersion": .string(group.isEmpty ? version : "\(group)/\(version)"),
            "resources": .array(resources.flatMap(Self.entries)),
        ]
        if !group.isEmpty { document["apiVersion"] = "v1" }
        return Answer(json: document)
    }

    private static func entries(_ definition: ResourceDefinition) -> [JSONValue] {
        var entry: JSONValue = [
            "name": .string(definition.plural), "singularName": .string(definition.singular), "namespaced": .bool(definition.namespaced),
            "kind": .string(definition.kind), "verbs": .array(definition.verbs.map(JSONValue.string)),
        ]
        if !definition.shortNames.isEmpty { entry["shortNames"] = .array(definition.shortNames.map(JSONValue.string)) }
        if !definition.categories.isEmpty { entry["categories"] = .array(definition.categories.map(JSONValue.string)) }
        if !definition.storageVersionHash.isEmpty { entry["storageVersionHash"] = .string(definition.storageVersionHash) }
        let parts = definition.subresources.map { part -> JSONValue in
            var entry: JSONValue = [
                "name": .string("\(definition.plural)/\(part.name)"), "singularName": "", "namespaced": .bool(definition.namespaced),
                "kind": .string(part.kind), "verbs": .array(part.verbs.map(JSONValue.string)),
            ]
            if !part.version.isEmpty {
                entry["group"] = .string(part.group)
                entry["version"] = .string(part.version)
            }
            return entry
        }
        return [entry] + parts
    }
}

/// The order of versions: stable ones first, then beta, then alpha, higher numbers first, anything else by name.
enum VersionOrder {
    static func isPreferred(_ a: String, over b: String) -> Bool {
        switch (rank(a), rank(b)) {
        case (let a?, let b?): a > b
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): a < b
        }
    }

    /// `v2beta1` as stage, major and minor.
    private static func rank(_ version: String) -> (Int, Int, Int)? {
        guard version.first == "v" else { return nil }
        let major = version.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(major) else { return nil }
        let rest = version.dropFirst(1 + major.count)
        if rest.isEmpty { return (2, number, 0) }
        for (stage, name) in [(1, "beta"), (0, "alpha")] where rest.hasPrefix(name) {
            guard let minor = Int(rest.dropFirst(name.count)) else { return nil }
            return (stage, number, minor)
        }
        return nil
    }
}
