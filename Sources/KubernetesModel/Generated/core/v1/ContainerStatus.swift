// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ContainerStatus` of core/v1.
public struct ContainerStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        allocatedResources: [String: Quantity]? = nil,
        allocatedResourcesStatus: [ResourceStatus]? = nil,
        containerID: String? = nil,
        image: String? = nil,
        imageID: String? = nil,
        lastState: ContainerState? = nil,
        name: String? = nil,
        ready: Bool? = nil,
        resources: ResourceRequirements? = nil,
        restartCount: Int? = nil,
        started: Bool? = nil,
        state: ContainerState? = nil,
        stopSignal: String? = nil,
        user: ContainerUser? = nil,
        volumeMounts: [VolumeMountStatus]? = nil
    ) {
        json = .emptyObject
        json.write(allocatedResources, at: "allocatedResources")
        json.write(allocatedResourcesStatus, at: "allocatedResourcesStatus")
        json.write(containerID, at: "containerID")
        json.write(image, at: "image")
        json.write(imageID, at: "imageID")
        json.write(lastState, at: "lastState")
        json.write(name, at: "name")
        json.write(ready, at: "ready")
        json.write(resources, at: "resources")
        json.write(restartCount, at: "restartCount")
        json.write(started, at: "started")
        json.write(state, at: "state")
        json.write(stopSignal, at: "stopSignal")
        json.write(user, at: "user")
        json.write(volumeMounts, at: "volumeMounts")
    }
    public var allocatedResources: [String: Quantity]? {
        get { json.read("allocatedResources") }
        set { json.write(newValue, at: "allocatedResources") }
    }
    public var allocatedResourcesStatus: [ResourceStatus]? {
        get { json.read("allocatedResourcesStatus") }
        set { json.write(newValue, at: "allocatedResourcesStatus") }
    }
    public var containerID: String? {
        get { json.read("containerID") }
        set { json.write(newValue, at: "containerID") }
    }
    public var image: String? {
        get { json.read("image") }
        set { json.write(newValue, at: "image") }
    }
    public var imageID: String? {
        get { json.read("imageID") }
        set { json.write(newValue, at: "imageID") }
    }
    public var lastState: ContainerState? {
        get { json.read("lastState") }
        set { json.write(newValue, at: "lastState") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var ready: Bool? {
        get { json.read("ready") }
        set { json.write(newValue, at: "ready") }
    }
    public var resources: ResourceRequirements? {
        get { json.read("resources") }
        set { json.write(newValue, at: "resources") }
    }
    public var restartCount: Int? {
        get { json.read("restartCount") }
        set { json.write(newValue, at: "restartCount") }
    }
    public var started: Bool? {
        get { json.read("started") }
        set { json.write(newValue, at: "started") }
    }
    public var state: ContainerState? {
        get { json.read("state") }
        set { json.write(newValue, at: "state") }
    }
    public var stopSignal: String? {
        get { json.read("stopSignal") }
        set { json.write(newValue, at: "stopSignal") }
    }
    public var user: ContainerUser? {
        get { json.read("user") }
        set { json.write(newValue, at: "user") }
    }
    public var volumeMounts: [VolumeMountStatus]? {
        get { json.read("volumeMounts") }
        set { json.write(newValue, at: "volumeMounts") }
    }
}
