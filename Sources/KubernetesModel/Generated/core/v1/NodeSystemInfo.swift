// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeSystemInfo` of core/v1.
public struct NodeSystemInfo: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        architecture: String? = nil,
        bootID: String? = nil,
        containerRuntimeVersion: String? = nil,
        kernelVersion: String? = nil,
        kubeProxyVersion: String? = nil,
        kubeletVersion: String? = nil,
        machineID: String? = nil,
        operatingSystem: String? = nil,
        osImage: String? = nil,
        swap: NodeSwapStatus? = nil,
        systemUUID: String? = nil
    ) {
        json = .emptyObject
        json.write(architecture, at: "architecture")
        json.write(bootID, at: "bootID")
        json.write(containerRuntimeVersion, at: "containerRuntimeVersion")
        json.write(kernelVersion, at: "kernelVersion")
        json.write(kubeProxyVersion, at: "kubeProxyVersion")
        json.write(kubeletVersion, at: "kubeletVersion")
        json.write(machineID, at: "machineID")
        json.write(operatingSystem, at: "operatingSystem")
        json.write(osImage, at: "osImage")
        json.write(swap, at: "swap")
        json.write(systemUUID, at: "systemUUID")
    }
    public var architecture: String? {
        get { json.read("architecture") }
        set { json.write(newValue, at: "architecture") }
    }
    public var bootID: String? {
        get { json.read("bootID") }
        set { json.write(newValue, at: "bootID") }
    }
    public var containerRuntimeVersion: String? {
        get { json.read("containerRuntimeVersion") }
        set { json.write(newValue, at: "containerRuntimeVersion") }
    }
    public var kernelVersion: String? {
        get { json.read("kernelVersion") }
        set { json.write(newValue, at: "kernelVersion") }
    }
    public var kubeProxyVersion: String? {
        get { json.read("kubeProxyVersion") }
        set { json.write(newValue, at: "kubeProxyVersion") }
    }
    public var kubeletVersion: String? {
        get { json.read("kubeletVersion") }
        set { json.write(newValue, at: "kubeletVersion") }
    }
    public var machineID: String? {
        get { json.read("machineID") }
        set { json.write(newValue, at: "machineID") }
    }
    public var operatingSystem: String? {
        get { json.read("operatingSystem") }
        set { json.write(newValue, at: "operatingSystem") }
    }
    public var osImage: String? {
        get { json.read("osImage") }
        set { json.write(newValue, at: "osImage") }
    }
    public var swap: NodeSwapStatus? {
        get { json.read("swap") }
        set { json.write(newValue, at: "swap") }
    }
    public var systemUUID: String? {
        get { json.read("systemUUID") }
        set { json.write(newValue, at: "systemUUID") }
    }
}
