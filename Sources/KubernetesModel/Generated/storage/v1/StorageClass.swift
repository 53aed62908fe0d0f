// Made by scripts/generate-model.py from openapi/: change that instead.

/// `StorageClass` of storage/v1.
public struct StorageClass: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "storage.k8s.io", version: "v1", kind: "StorageClass", plural: "storageclasses", isNamespaced: false)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        allowVolumeExpansion: Bool? = nil,
        allowedTopologies: [TopologySelectorTerm]? = nil,
        mountOptions: [String]? = nil,
        parameters: [String: String]? = nil,
        provisioner: String? = nil,
        reclaimPolicy: String? = nil,
        volumeBindingMode: String? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(allowVolumeExpansion, at: "allowVolumeExpansion")
        json.write(allowedTopologies, at: "allowedTopologies")
        json.write(mountOptions, at: "mountOptions")
        json.write(parameters, at: "parameters")
        json.write(provisioner, at: "provisioner")
        json.write(reclaimPolicy, at: "reclaimPolicy")
        json.write(volumeBindingMode, at: "volumeBindingMode")
    }
    public var allowVolumeExpansion: Bool? {
        get { json.read("allowVolumeExpansion") }
        set { json.write(newValue, at: "allowVolumeExpansion") }
    }
    public var allowedTopologies: [TopologySelectorTerm]? {
        get { json.read("allowedTopologies") }
        set { json.write(newValue, at: "allowedTopologies") }
    }
    public var mountOptions: [String]? {
        get { json.read("mountOptions") }
        set { json.write(newValue, at: "mountOptions") }
    }
    public var parameters: [String: String]? {
        get { json.read("parameters") }
        set { json.write(newValue, at: "parameters") }
    }
    public var provisioner: String? {
        get { json.read("provisioner") }
        set { json.write(newValue, at: "provisioner") }
    }
    public var reclaimPolicy: String? {
        get { json.read("reclaimPolicy") }
        set { json.write(newValue, at: "reclaimPolicy") }
    }
    public var volumeBindingMode: String? {
        get { json.read("volumeBindingMode") }
        set { json.write(newValue, at: "volumeBindingMode") }
    }
}
