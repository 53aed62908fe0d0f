// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeStatus` of core/v1.
public struct NodeStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        addresses: [NodeAddress]? = nil,
        allocatable: [String: Quantity]? = nil,
        capacity: [String: Quantity]? = nil,
        conditions: [NodeCondition]? = nil,
        config: NodeConfigStatus? = nil,
        daemonEndpoints: NodeDaemonEndpoints? = nil,
        declaredFeatures: [String]? = nil,
        features: NodeFeatures? = nil,
        images: [ContainerImage]? = nil,
        nodeInfo: NodeSystemInfo? = nil,
        phase: String? = nil,
        runtimeHandlers: [NodeRuntimeHandler]? = nil,
        volumesAttached: [AttachedVolume]? = nil,
        volumesInUse: [String]? = nil
    ) {
        json = .emptyObject
        json.write(addresses, at: "addresses")
        json.write(allocatable, at: "allocatable")
        json.write(capacity, at: "capacity")
        json.write(conditions, at: "conditions")
        json.write(config, at: "config")
        json.write(daemonEndpoints, at: "daemonEndpoints")
        json.write(declaredFeatures, at: "declaredFeatures")
        json.write(features, at: "features")
        json.write(images, at: "images")
        json.write(nodeInfo, at: "nodeInfo")
        json.write(phase, at: "phase")
        json.write(runtimeHandlers, at: "runtimeHandlers")
        json.write(volumesAttached, at: "volumesAttached")
        json.write(volumesInUse, at: "volumesInUse")
    }
    public var addresses: [NodeAddress]? {
        get { json.read("addresses") }
        set { json.write(newValue, at: "addresses") }
    }
    public var allocatable: [String: Quantity]? {
        get { json.read("allocatable") }
        set { json.write(newValue, at: "allocatable") }
    }
    public var capacity: [String: Quantity]? {
        get { json.read("capacity") }
        set { json.write(newValue, at: "capacity") }
    }
    public var conditions: [NodeCondition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
    public var config: NodeConfigStatus? {
        get { json.read("config") }
        set { json.write(newValue, at: "config") }
    }
    public var daemonEndpoints: NodeDaemonEndpoints? {
        get { json.read("daemonEndpoints") }
        set { json.write(newValue, at: "daemonEndpoints") }
    }
    public var declaredFeatures: [String]? {
        get { json.read("declaredFeatures") }
        set { json.write(newValue, at: "declaredFeatures") }
    }
    public var features: NodeFeatures? {
        get { json.read("features") }
        set { json.write(newValue, at: "features") }
    }
    public var images: [ContainerImage]? {
        get { json.read("images") }
        set { json.write(newValue, at: "images") }
    }
    public var nodeInfo: NodeSystemInfo? {
        get { json.read("nodeInfo") }
        set { json.write(newValue, at: "nodeInfo") }
    }
    public var phase: String? {
        get { json.read("phase") }
        set { json.write(newValue, at: "phase") }
    }
    public var runtimeHandlers: [NodeRuntimeHandler]? {
        get { json.read("runtimeHandlers") }
        set { json.write(newValue, at: "runtimeHandlers") }
    }
    public var volumesAttached: [AttachedVolume]? {
        get { json.read("volumesAttached") }
        set { json.write(newValue, at: "volumesAttached") }
    }
    public var volumesInUse: [String]? {
        get { json.read("volumesInUse") }
        set { json.write(newValue, at: "volumesInUse") }
    }
}
