// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodStatus` of core/v1.
public struct PodStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        allocatedResources: [String: Quantity]? = nil,
        conditions: [PodCondition]? = nil,
        containerStatuses: [ContainerStatus]? = nil,
        ephemeralContainerStatuses: [ContainerStatus]? = nil,
        extendedResourceClaimStatus: PodExtendedResourceClaimStatus? = nil,
        hostIP: String? = nil,
        hostIPs: [HostIP]? = nil,
        initContainerStatuses: [ContainerStatus]? = nil,
        message: String? = nil,
        nodeAllocatableResourceClaimStatuses: [NodeAllocatableResourceClaimStatus]? = nil,
        nominatedNodeName: String? = nil,
        observedGeneration: Int? = nil,
        phase: String? = nil,
        podIP: String? = nil,
        podIPs: [PodIP]? = nil,
        qosClass: String? = nil,
        reason: String? = nil,
        resize: String? = nil,
        resourceClaimStatuses: [PodResourceClaimStatus]? = nil,
        resources: ResourceRequirements? = nil,
        startTime: Timestamp? = nil
    ) {
        json = .emptyObject
        json.write(allocatedResources, at: "allocatedResources")
        json.write(conditions, at: "conditions")
        json.write(containerStatuses, at: "containerStatuses")
        json.write(ephemeralContainerStatuses, at: "ephemeralContainerStatuses")
        json.write(extendedResourceClaimStatus, at: "extendedResourceClaimStatus")
        json.write(hostIP, at: "hostIP")
        json.write(hostIPs, at: "hostIPs")
        json.write(initContainerStatuses, at: "initContainerStatuses")
        json.write(message, at: "message")
        json.write(nodeAllocatableResourceClaimStatuses, at: "nodeAllocatableResourceClaimStatuses")
        json.write(nominatedNodeName, at: "nominatedNodeName")
        json.write(observedGeneration, at: "observedGeneration")
        json.write(phase, at: "phase")
        json.write(podIP, at: "podIP")
        json.write(podIPs, at: "podIPs")
        json.write(qosClass, at: "qosClass")
        json.write(reason, at: "reason")
        json.write(resize, at: "resize")
        json.write(resourceClaimStatuses, at: "resourceClaimStatuses")
        json.write(resources, at: "resources")
        json.write(startTime, at: "startTime")
    }
    public var allocatedResources: [String: Quantity]? {
        get { json.read("allocatedResources") }
        set { json.write(newValue, at: "allocatedResources") }
    }
    public var conditions: [PodCondition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
    public var containerStatuses: [ContainerStatus]? {
        get { json.read("containerStatuses") }
        set { json.write(newValue, at: "containerStatuses") }
    }
    public var ephemeralContainerStatuses: [ContainerStatus]? {
        get { json.read("ephemeralContainerStatuses") }
        set { json.write(newValue, at: "ephemeralContainerStatuses") }
    }
    public var extendedResourceClaimStatus: PodExtendedResourceClaimStatus? {
        get { json.read("extendedResourceClaimStatus") }
        set { json.write(newValue, at: "extendedResourceClaimStatus") }
    }
    public var hostIP: String? {
        get { json.read("hostIP") }
        set { json.write(newValue, at: "hostIP") }
    }
    public var hostIPs: [HostIP]? {
        get { json.read("hostIPs") }
        set { json.write(newValue, at: "hostIPs") }
    }
    public var initContainerStatuses: [ContainerStatus]? {
        get { json.read("initContainerStatuses") }
        set { json.write(newValue, at: "initContainerStatuses") }
    }
    public var message: String? {
        get { json.read("message") }
        set { json.write(newValue, at: "message") }
    }
    public var nodeAllocatableResourceClaimStatuses: [NodeAllocatableResourceClaimStatus]? {
        get { json.read("nodeAllocatableResourceClaimStatuses") }
        set { json.write(newValue, at: "nodeAllocatableResourceClaimStatuses") }
    }
    public var nominatedNodeName: String? {
        get { json.read("nominatedNodeName") }
        set { json.write(newValue, at: "nominatedNodeName") }
    }
    public var observedGeneration: Int? {
        get { json.read("observedGeneration") }
        set { json.write(newValue, at: "observedGeneration") }
    }
    public var phase: String? {
        get { json.read("phase") }
        set { json.write(newValue, at: "phase") }
    }
    public var podIP: String? {
        get { json.read("podIP") }
        set { json.write(newValue, at: "podIP") }
    }
    public var podIPs: [PodIP]? {
        get { json.read("podIPs") }
        set { json.write(newValue, at: "podIPs") }
    }
    public var qosClass: String? {
        get { json.read("qosClass") }
        set { json.write(newValue, at: "qosClass") }
    }
    public var reason: String? {
        get { json.read("reason") }
        set { json.write(newValue, at: "reason") }
    }
    public var resize: String? {
        get { json.read("resize") }
        set { json.write(newValue, at: "resize") }
    }
    public var resourceClaimStatuses: [PodResourceClaimStatus]? {
        get { json.read("resourceClaimStatuses") }
        set { json.write(newValue, at: "resourceClaimStatuses") }
    }
    public var resources: ResourceRequirements? {
        get { json.read("resources") }
        set { json.write(newValue, at: "resources") }
    }
    public var startTime: Timestamp? {
        get { json.read("startTime") }
        set { json.write(newValue, at: "startTime") }
    }
}
