// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Event` of core/v1.
public struct Event: KubernetesObject {
    public static let resourceType = ResourceType(group: "", version: "v1", kind: "Event", plural: "events", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        action: String? = nil,
        count: Int? = nil,
        eventTime: Timestamp? = nil,
        firstTimestamp: Timestamp? = nil,
        involvedObject: ObjectReference? = nil,
        lastTimestamp: Timestamp? = nil,
        message: String? = nil,
        reason: String? = nil,
        related: ObjectReference? = nil,
        reportingComponent: String? = nil,
        reportingInstance: String? = nil,
        series: EventSeries? = nil,
        source: EventSource? = nil,
        type: String? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(action, at: "action")
        json.write(count, at: "count")
        json.write(eventTime, at: "eventTime")
        json.write(firstTimestamp, at: "firstTimestamp")
        json.write(involvedObject, at: "involvedObject")
        json.write(lastTimestamp, at: "lastTimestamp")
        json.write(message, at: "message")
        json.write(reason, at: "reason")
        json.write(related, at: "related")
        json.write(reportingComponent, at: "reportingComponent")
        json.write(reportingInstance, at: "reportingInstance")
        json.write(series, at: "series")
        json.write(source, at: "source")
        json.write(type, at: "type")
    }
    public var action: String? {
        get { json.read("action") }
        set { json.write(newValue, at: "action") }
    }
    public var count: Int? {
        get { json.read("count") }
        set { json.write(newValue, at: "count") }
    }
    public var eventTime: Timestamp? {
        get { json.read("eventTime") }
        set { json.write(newValue, at: "eventTime") }
    }
    public var firstTimestamp: Timestamp? {
        get { json.read("firstTimestamp") }
        set { json.write(newValue, at: "firstTimestamp") }
    }
    public var involvedObject: ObjectReference? {
        get { json.read("involvedObject") }
        set { json.write(newValue, at: "involvedObject") }
    }
    public var lastTimestamp: Timestamp? {
        get { json.read("lastTimestamp") }
        set { json.write(newValue, at: "lastTimestamp") }
    }
    public var message: String? {
        get { json.read("message") }
        set { json.write(newValue, at: "message") }
    }
    public var reason: String? {
        get { json.read("reason") }
        set { json.write(newValue, at: "reason") }
    }
    public var related: ObjectReference? {
        get { json.read("related") }
        set { json.write(newValue, at: "related") }
    }
    public var reportingComponent: String? {
        get { json.read("reportingComponent") }
        set { json.write(newValue, at: "reportingComponent") }
    }
    public var reportingInstance: String? {
        get { json.read("reportingInstance") }
        set { json.write(newValue, at: "reportingInstance") }
    }
    public var series: EventSeries? {
        get { json.read("series") }
        set { json.write(newValue, at: "series") }
    }
    public var source: EventSource? {
        get { json.read("source") }
        set { json.write(newValue, at: "source") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
}
