// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ObjectMeta` of meta/v1.
public struct ObjectMeta: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        annotations: [String: String]? = nil,
        creationTimestamp: Timestamp? = nil,
        deletionGracePeriodSeconds: Int? = nil,
        deletionTimestamp: Timestamp? = nil,
        finalizers: [String]? = nil,
        generateName: String? = nil,
        generation: Int? = nil,
        labels: [String: String]? = nil,
        managedFields: [ManagedFieldsEntry]? = nil,
        name: String? = nil,
        namespace: String? = nil,
        ownerReferences: [OwnerReference]? = nil,
        resourceVersion: String? = nil,
        selfLink: String? = nil,
        uid: String? = nil
    ) {
        json = .emptyObject
        json.write(annotations, at: "annotations")
        json.write(creationTimestamp, at: "creationTimestamp")
        json.write(deletionGracePeriodSeconds, at: "deletionGracePeriodSeconds")
        json.write(deletionTimestamp, at: "deletionTimestamp")
        json.write(finalizers, at: "finalizers")
        json.write(generateName, at: "generateName")
        json.write(generation, at: "generation")
        json.write(labels, at: "labels")
        json.write(managedFields, at: "managedFields")
        json.write(name, at: "name")
        json.write(namespace, at: "namespace")
        json.write(ownerReferences, at: "ownerReferences")
        json.write(resourceVersion, at: "resourceVersion")
        json.write(selfLink, at: "selfLink")
        json.write(uid, at: "uid")
    }
    public var annotations: [String: String]? {
        get { json.read("annotations") }
        set { json.write(newValue, at: "annotations") }
    }
    public var creationTimestamp: Timestamp? {
        get { json.read("creationTimestamp") }
        set { json.write(newValue, at: "creationTimestamp") }
    }
    public var deletionGracePeriodSeconds: Int? {
        get { json.read("deletionGracePeriodSeconds") }
        set { json.write(newValue, at: "deletionGracePeriodSeconds") }
    }
    public var deletionTimestamp: Timestamp? {
        get { json.read("deletionTimestamp") }
        set { json.write(newValue, at: "deletionTimestamp") }
    }
    public var finalizers: [String]? {
        get { json.read("finalizers") }
        set { json.write(newValue, at: "finalizers") }
    }
    public var generateName: String? {
        get { json.read("generateName") }
        set { json.write(newValue, at: "generateName") }
    }
    public var generation: Int? {
        get { json.read("generation") }
        set { json.write(newValue, at: "generation") }
    }
    public var labels: [String: String]? {
        get { json.read("labels") }
        set { json.write(newValue, at: "labels") }
    }
    public var managedFields: [ManagedFieldsEntry]? {
        get { json.read("managedFields") }
        set { json.write(newValue, at: "managedFields") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var namespace: String? {
        get { json.read("namespace") }
        set { json.write(newValue, at: "namespace") }
    }
    public var ownerReferences: [OwnerReference]? {
        get { json.read("ownerReferences") }
        set { json.write(newValue, at: "ownerReferences") }
    }
    public var resourceVersion: String? {
        get { json.read("resourceVersion") }
        set { json.write(newValue, at: "resourceVersion") }
    }
    public var selfLink: String? {
        get { json.read("selfLink") }
        set { json.write(newValue, at: "selfLink") }
    }
    public var uid: String? {
        get { json.read("uid") }
        set { json.write(newValue, at: "uid") }
    }
}
