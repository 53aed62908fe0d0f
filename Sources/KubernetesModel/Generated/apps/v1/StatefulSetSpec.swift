// Made by scripts/generate-model.py from openapi/: change that instead.

/// `StatefulSetSpec` of apps/v1.
public struct StatefulSetSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        minReadySeconds: Int? = nil,
        ordinals: StatefulSetOrdinals? = nil,
        persistentVolumeClaimRetentionPolicy: StatefulSetPersistentVolumeClaimRetentionPolicy? = nil,
        podManagementPolicy: String? = nil,
        replicas: Int? = nil,
        revisionHistoryLimit: Int? = nil,
        selector: LabelSelector? = nil,
        serviceName: String? = nil,
        template: PodTemplateSpec? = nil,
        updateStrategy: StatefulSetUpdateStrategy? = nil,
        volumeClaimTemplates: [PersistentVolumeClaim]? = nil
    ) {
        json = .emptyObject
        json.write(minReadySeconds, at: "minReadySeconds")
        json.write(ordinals, at: "ordinals")
        json.write(persistentVolumeClaimRetentionPolicy, at: "persistentVolumeClaimRetentionPolicy")
        json.write(podManagementPolicy, at: "podManagementPolicy")
        json.write(replicas, at: "replicas")
        json.write(revisionHistoryLimit, at: "revisionHistoryLimit")
        json.write(selector, at: "selector")
        json.write(serviceName, at: "serviceName")
        json.write(template, at: "template")
        json.write(updateStrategy, at: "updateStrategy")
        json.write(volumeClaimTemplates, at: "volumeClaimTemplates")
    }
    public var minReadySeconds: Int? {
        get { json.read("minReadySeconds") }
        set { json.write(newValue, at: "minReadySeconds") }
    }
    public var ordinals: StatefulSetOrdinals? {
        get { json.read("ordinals") }
        set { json.write(newValue, at: "ordinals") }
    }
    public var persistentVolumeClaimRetentionPolicy: StatefulSetPersistentVolumeClaimRetentionPolicy? {
        get { json.read("persistentVolumeClaimRetentionPolicy") }
        set { json.write(newValue, at: "persistentVolumeClaimRetentionPolicy") }
    }
    public var podManagementPolicy: String? {
        get { json.read("podManagementPolicy") }
        set { json.write(newValue, at: "podManagementPolicy") }
    }
    public var replicas: Int? {
        get { json.read("replicas") }
        set { json.write(newValue, at: "replicas") }
    }
    public var revisionHistoryLimit: Int? {
        get { json.read("revisionHistoryLimit") }
        set { json.write(newValue, at: "revisionHistoryLimit") }
    }
    public var selector: LabelSelector? {
        get { json.read("selector") }
        set { json.write(newValue, at: "selector") }
    }
    public var serviceName: String? {
        get { json.read("serviceName") }
        set { json.write(newValue, at: "serviceName") }
    }
    public var template: PodTemplateSpec? {
        get { json.read("template") }
        set { json.write(newValue, at: "template") }
    }
    public var updateStrategy: StatefulSetUpdateStrategy? {
        get { json.read("updateStrategy") }
        set { json.write(newValue, at: "updateStrategy") }
    }
    public var volumeClaimTemplates: [PersistentVolumeClaim]? {
        get { json.read("volumeClaimTemplates") }
        set { json.write(newValue, at: "volumeClaimTemplates") }
    }
}
