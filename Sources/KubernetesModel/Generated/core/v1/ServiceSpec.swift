// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ServiceSpec` of core/v1.
public struct ServiceSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        allocateLoadBalancerNodePorts: Bool? = nil,
        clusterIP: String? = nil,
        clusterIPs: [String]? = nil,
        externalIPs: [String]? = nil,
        externalName: String? = nil,
        externalTrafficPolicy: String? = nil,
        healthCheckNodePort: Int? = nil,
        internalTrafficPolicy: String? = nil,
        ipFamilies: [String]? = nil,
        ipFamilyPolicy: String? = nil,
        loadBalancerClass: String? = nil,
        loadBalancerIP: String? = nil,
        loadBalancerSourceRanges: [String]? = nil,
        ports: [ServicePort]? = nil,
        publishNotReadyAddresses: Bool? = nil,
        selector: [String: String]? = nil,
        sessionAffinity: String? = nil,
        sessionAffinityConfig: SessionAffinityConfig? = nil,
        trafficDistribution: String? = nil,
        type: String? = nil
    ) {
        json = .emptyObject
        json.write(allocateLoadBalancerNodePorts, at: "allocateLoadBalancerNodePorts")
        json.write(clusterIP, at: "clusterIP")
        json.write(clusterIPs, at: "clusterIPs")
        json.write(externalIPs, at: "externalIPs")
        json.write(externalName, at: "externalName")
        json.write(externalTrafficPolicy, at: "externalTrafficPolicy")
        json.write(healthCheckNodePort, at: "healthCheckNodePort")
        json.write(internalTrafficPolicy, at: "internalTrafficPolicy")
        json.write(ipFamilies, at: "ipFamilies")
        json.write(ipFamilyPolicy, at: "ipFamilyPolicy")
        json.write(loadBalancerClass, at: "loadBalancerClass")
        json.write(loadBalancerIP, at: "loadBalancerIP")
        json.write(loadBalancerSourceRanges, at: "loadBalancerSourceRanges")
        json.write(ports, at: "ports")
        json.write(publishNotReadyAddresses, at: "publishNotReadyAddresses")
        json.write(selector, at: "selector")
        json.write(sessionAffinity, at: "sessionAffinity")
        json.write(sessionAffinityConfig, at: "sessionAffinityConfig")
        json.write(trafficDistribution, at: "trafficDistribution")
        json.write(type, at: "type")
    }
    public var allocateLoadBalancerNodePorts: Bool? {
        get { json.read("allocateLoadBalancerNodePorts") }
        set { json.write(newValue, at: "allocateLoadBalancerNodePorts") }
    }
    public var clusterIP: String? {
        get { json.read("clusterIP") }
        set { json.write(newValue, at: "clusterIP") }
    }
    public var clusterIPs: [String]? {
        get { json.read("clusterIPs") }
        set { json.write(newValue, at: "clusterIPs") }
    }
    public var externalIPs: [String]? {
        get { json.read("externalIPs") }
        set { json.write(newValue, at: "externalIPs") }
    }
    public var externalName: String? {
        get { json.read("externalName") }
        set { json.write(newValue, at: "externalName") }
    }
    public var externalTrafficPolicy: String? {
        get { json.read("externalTrafficPolicy") }
        set { json.write(newValue, at: "externalTrafficPolicy") }
    }
    public var healthCheckNodePort: Int? {
        get { json.read("healthCheckNodePort") }
        set { json.write(newValue, at: "healthCheckNodePort") }
    }
    public var internalTrafficPolicy: String? {
        get { json.read("internalTrafficPolicy") }
        set { json.write(newValue, at: "internalTrafficPolicy") }
    }
    public var ipFamilies: [String]? {
        get { json.read("ipFamilies") }
        set { json.write(newValue, at: "ipFamilies") }
    }
    public var ipFamilyPolicy: String? {
        get { json.read("ipFamilyPolicy") }
        set { json.write(newValue, at: "ipFamilyPolicy") }
    }
    public var loadBalancerClass: String? {
        get { json.read("loadBalancerClass") }
        set { json.write(newValue, at: "loadBalancerClass") }
    }
    public var loadBalancerIP: String? {
        get { json.read("loadBalancerIP") }
        set { json.write(newValue, at: "loadBalancerIP") }
    }
    public var loadBalancerSourceRanges: [String]? {
        get { json.read("loadBalancerSourceRanges") }
        set { json.write(newValue, at: "loadBalancerSourceRanges") }
    }
    public var ports: [ServicePort]? {
        get { json.read("ports") }
        set { json.write(newValue, at: "ports") }
    }
    public var publishNotReadyAddresses: Bool? {
        get { json.read("publishNotReadyAddresses") }
        set { json.write(newValue, at: "publishNotReadyAddresses") }
    }
    public var selector: [String: String]? {
        get { json.read("selector") }
        set { json.write(newValue, at: "selector") }
    }
    public var sessionAffinity: String? {
        get { json.read("sessionAffinity") }
        set { json.write(newValue, at: "sessionAffinity") }
    }
    public var sessionAffinityConfig: SessionAffinityConfig? {
        get { json.read("sessionAffinityConfig") }
        set { json.write(newValue, at: "sessionAffinityConfig") }
    }
    public var trafficDistribution: String? {
        get { json.read("trafficDistribution") }
        set { json.write(newValue, at: "trafficDistribution") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
}
