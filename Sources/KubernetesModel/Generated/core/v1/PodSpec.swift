// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodSpec` of core/v1.
public struct PodSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        activeDeadlineSeconds: Int? = nil,
        affinity: Affinity? = nil,
        automountServiceAccountToken: Bool? = nil,
        containers: [Container]? = nil,
        dnsConfig: PodDNSConfig? = nil,
        dnsPolicy: String? = nil,
        enableServiceLinks: Bool? = nil,
        ephemeralContainers: [EphemeralContainer]? = nil,
        hostAliases: [HostAlias]? = nil,
        hostIPC: Bool? = nil,
        hostNetwork: Bool? = nil,
        hostPID: Bool? = nil,
        hostUsers: Bool? = nil,
        hostname: String? = nil,
        hostnameOverride: String? = nil,
        imagePullSecrets: [LocalObjectReference]? = nil,
        initContainers: [Container]? = nil,
        nodeName: String? = nil,
        nodeSelector: [String: String]? = nil,
        os: PodOS? = nil,
        overhead: [String: Quantity]? = nil,
        preemptionPolicy: String? = nil,
        priority: Int? = nil,
        priorityClassName: String? = nil,
        readinessGates: [PodReadinessGate]? = nil,
        resourceClaims: [PodResourceClaim]? = nil,
        resources: ResourceRequirements? = nil,
        restartPolicy: String? = nil,
        runtimeClassName: String? = nil,
        schedulerName: String? = nil,
        schedulingGates: [PodSchedulingGate]? = nil,
        schedulingGroup: PodSchedulingGroup? = nil,
        securityContext: PodSecurityContext? = nil,
        serviceAccount: String? = nil,
        serviceAccountName: String? = nil,
        setHostnameAsFQDN: Bool? = nil,
        shareProcessNamespace: Bool? = nil,
        subdomain: String? = nil,
        terminationGracePeriodSeconds: Int? = nil,
        tolerations: [Toleration]? = nil,
        topologySpreadConstraints: [TopologySpreadConstraint]? = nil,
        volumes: [Volume]? = nil
    ) {
        json = .emptyObject
        json.write(activeDeadlineSeconds, at: "activeDeadlineSeconds")
        json.write(affinity, at: "affinity")
        json.write(automountServiceAccountToken, at: "automountServiceAccountToken")
        json.write(containers, at: "containers")
        json.write(dnsConfig, at: "dnsConfig")
        json.write(dnsPolicy, at: "dnsPolicy")
        json.write(enableServiceLinks, at: "enableServiceLinks")
        json.write(ephemeralContainers, at: "ephemeralContainers")
        json.write(hostAliases, at: "hostAliases")
        json.write(hostIPC, at: "hostIPC")
        json.write(hostNetwork, at: "hostNetwork")
        json.write(hostPID, at: "hostPID")
        json.write(hostUsers, at: "hostUsers")
        json.write(hostname, at: "hostname")
        json.write(hostnameOverride, at: "hostnameOverride")
        json.write(imagePullSecrets, at: "imagePullSecrets")
        json.write(initContainers, at: "initContainers")
        json.write(nodeName, at: "nodeName")
        json.write(nodeSelector, at: "nodeSelector")
        json.write(os, at: "os")
        json.write(overhead, at: "overhead")
        json.write(preemptionPolicy, at: "preemptionPolicy")
        json.write(priority, at: "priority")
        json.write(priorityClassName, at: "priorityClassName")
        json.write(readinessGates, at: "readinessGates")
        json.write(resourceClaims, at: "resourceClaims")
        json.write(resources, at: "resources")
        json.write(restartPolicy, at: "restartPolicy")
        json.write(runtimeClassName, at: "runtimeClassName")
        json.write(schedulerName, at: "schedulerName")
        json.write(schedulingGates, at: "schedulingGates")
        json.write(schedulingGroup, at: "schedulingGroup")
        json.write(securityContext, at: "securityContext")
        json.write(serviceAccount, at: "serviceAccount")
        json.write(serviceAccountName, at: "serviceAccountName")
        json.write(setHostnameAsFQDN, at: "setHostnameAsFQDN")
        json.write(shareProcessNamespace, at: "shareProcessNamespace")
        json.write(subdomain, at: "subdomain")
        json.write(terminationGracePeriodSeconds, at: "terminationGracePeriodSeconds")
        json.write(tolerations, at: "tolerations")
        json.write(topologySpreadConstraints, at: "topologySpreadConstraints")
        json.write(volumes, at: "volumes")
    }
    public var activeDeadlineSeconds: Int? {
        get { json.read("activeDeadlineSeconds") }
        set { json.write(newValue, at: "activeDeadlineSeconds") }
    }
    public var affinity: Affinity? {
        get { json.read("affinity") }
        set { json.write(newValue, at: "affinity") }
    }
    public var automountServiceAccountToken: Bool? {
        get { json.read("automountServiceAccountToken") }
        set { json.write(newValue, at: "automountServiceAccountToken") }
    }
    public var containers: [Container]? {
        get { json.read("containers") }
        set { json.write(newValue, at: "containers") }
    }
    public var dnsConfig: PodDNSConfig? {
        get { json.read("dnsConfig") }
        set { json.write(newValue, at: "dnsConfig") }
    }
    public var dnsPolicy: String? {
        get { json.read("dnsPolicy") }
        set { json.write(newValue, at: "dnsPolicy") }
    }
    public var enableServiceLinks: Bool? {
        get { json.read("enableServiceLinks") }
        set { json.write(newValue, at: "enableServiceLinks") }
    }
    public var ephemeralContainers: [EphemeralContainer]? {
        get { json.read("ephemeralContainers") }
        set { json.write(newValue, at: "ephemeralContainers") }
    }
    public var hostAliases: [HostAlias]? {
        get { json.read("hostAliases") }
        set { json.write(newValue, at: "hostAliases") }
    }
    public var hostIPC: Bool? {
        get { json.read("hostIPC") }
        set { json.write(newValue, at: "hostIPC") }
    }
    public var hostNetwork: Bool? {
        get { json.read("hostNetwork") }
        set { json.write(newValue, at: "hostNetwork") }
    }
    public var hostPID: Bool? {
        get { json.read("hostPID") }
        set { json.write(newValue, at: "hostPID") }
    }
    public var hostUsers: Bool? {
        get { json.read("hostUsers") }
        set { json.write(newValue, at: "hostUsers") }
    }
    public var hostname: String? {
        get { json.read("hostname") }
        set { json.write(newValue, at: "hostname") }
    }
    public var hostnameOverride: String? {
        get { json.read("hostnameOverride") }
        set { json.write(newValue, at: "hostnameOverride") }
    }
    public var imagePullSecrets: [LocalObjectReference]? {
        get { json.read("imagePullSecrets") }
        set { json.write(newValue, at: "imagePullSecrets") }
    }
    public var initContainers: [Container]? {
        get { json.read("initContainers") }
        set { json.write(newValue, at: "initContainers") }
    }
    public var nodeName: String? {
        get { json.read("nodeName") }
        set { json.write(newValue, at: "nodeName") }
    }
    public var nodeSelector: [String: String]? {
        get { json.read("nodeSelector") }
        set { json.write(newValue, at: "nodeSelector") }
    }
    public var os: PodOS? {
        get { json.read("os") }
        set { json.write(newValue, at: "os") }
    }
    public var overhead: [String: Quantity]? {
        get { json.read("overhead") }
        set { json.write(newValue, at: "overhead") }
    }
    public var preemptionPolicy: String? {
        get { json.read("preemptionPolicy") }
        set { json.write(newValue, at: "preemptionPolicy") }
    }
    public var priority: Int? {
        get { json.read("priority") }
        set { json.write(newValue, at: "priority") }
    }
    public var priorityClassName: String? {
        get { json.read("priorityClassName") }
        set { json.write(newValue, at: "priorityClassName") }
    }
    public var readinessGates: [PodReadinessGate]? {
        get { json.read("readinessGates") }
        set { json.write(newValue, at: "readinessGates") }
    }
    public var resourceClaims: [PodResourceClaim]? {
        get { json.read("resourceClaims") }
        set { json.write(newValue, at: "resourceClaims") }
    }
    public var resources: ResourceRequirements? {
        get { json.read("resources") }
        set { json.write(newValue, at: "resources") }
    }
    public var restartPolicy: String? {
        get { json.read("restartPolicy") }
        set { json.write(newValue, at: "restartPolicy") }
    }
    public var runtimeClassName: String? {
        get { json.read("runtimeClassName") }
        set { json.write(newValue, at: "runtimeClassName") }
    }
    public var schedulerName: String? {
        get { json.read("schedulerName") }
        set { json.write(newValue, at: "schedulerName") }
    }
    public var schedulingGates: [PodSchedulingGate]? {
        get { json.read("schedulingGates") }
        set { json.write(newValue, at: "schedulingGates") }
    }
    public var schedulingGroup: PodSchedulingGroup? {
        get { json.read("schedulingGroup") }
        set { json.write(newValue, at: "schedulingGroup") }
    }
    public var securityContext: PodSecurityContext? {
        get { json.read("securityContext") }
        set { json.write(newValue, at: "securityContext") }
    }
    public var serviceAccount: String? {
        get { json.read("serviceAccount") }
        set { json.write(newValue, at: "serviceAccount") }
    }
    public var serviceAccountName: String? {
        get { json.read("serviceAccountName") }
        set { json.write(newValue, at: "serviceAccountName") }
    }
    public var setHostnameAsFQDN: Bool? {
        get { json.read("setHostnameAsFQDN") }
        set { json.write(newValue, at: "setHostnameAsFQDN") }
    }
    public var shareProcessNamespace: Bool? {
        get { json.read("shareProcessNamespace") }
        set { json.write(newValue, at: "shareProcessNamespace") }
    }
    public var subdomain: String? {
        get { json.read("subdomain") }
        set { json.write(newValue, at: "subdomain") }
    }
    public var terminationGracePeriodSeconds: Int? {
        get { json.read("terminationGracePeriodSeconds") }
        set { json.write(newValue, at: "terminationGracePeriodSeconds") }
    }
    public var tolerations: [Toleration]? {
        get { json.read("tolerations") }
        set { json.write(newValue, at: "tolerations") }
    }
    public var topologySpreadConstraints: [TopologySpreadConstraint]? {
        get { json.read("topologySpreadConstraints") }
        set { json.write(newValue, at: "topologySpreadConstraints") }
    }
    public var volumes: [Volume]? {
        get { json.read("volumes") }
        set { json.write(newValue, at: "volumes") }
    }
}
