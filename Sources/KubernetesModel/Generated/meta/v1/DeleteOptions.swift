// Made by scripts/generate-model.py from openapi/: change that instead.

/// `DeleteOptions` of meta/v1.
public struct DeleteOptions: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        apiVersion: String? = nil,
        dryRun: [String]? = nil,
        gracePeriodSeconds: Int? = nil,
        ignoreStoreReadErrorWithClusterBreakingPotential: Bool? = nil,
        kind: String? = nil,
        orphanDependents: Bool? = nil,
        preconditions: Preconditions? = nil,
        propagationPolicy: String? = nil
    ) {
        json = .emptyObject
        json.write(apiVersion, at: "apiVersion")
        json.write(dryRun, at: "dryRun")
        json.write(gracePeriodSeconds, at: "gracePeriodSeconds")
        json.write(ignoreStoreReadErrorWithClusterBreakingPotential, at: "ignoreStoreReadErrorWithClusterBreakingPotential")
        json.write(kind, at: "kind")
        json.write(orphanDependents, at: "orphanDependents")
        json.write(preconditions, at: "preconditions")
        json.write(propagationPolicy, at: "propagationPolicy")
    }
    public var apiVersion: String? {
        get { json.read("apiVersion") }
        set { json.write(newValue, at: "apiVersion") }
    }
    public var dryRun: [String]? {
        get { json.read("dryRun") }
        set { json.write(newValue, at: "dryRun") }
    }
    public var gracePeriodSeconds: Int? {
        get { json.read("gracePeriodSeconds") }
        set { json.write(newValue, at: "gracePeriodSeconds") }
    }
    public var ignoreStoreReadErrorWithClusterBreakingPotential: Bool? {
        get { json.read("ignoreStoreReadErrorWithClusterBreakingPotential") }
        set { json.write(newValue, at: "ignoreStoreReadErrorWithClusterBreakingPotential") }
    }
    public var kind: String? {
        get { json.read("kind") }
        set { json.write(newValue, at: "kind") }
    }
    public var orphanDependents: Bool? {
        get { json.read("orphanDependents") }
        set { json.write(newValue, at: "orphanDependents") }
    }
    public var preconditions: Preconditions? {
        get { json.read("preconditions") }
        set { json.write(newValue, at: "preconditions") }
    }
    public var propagationPolicy: String? {
        get { json.read("propagationPolicy") }
        set { json.write(newValue, at: "propagationPolicy") }
    }
}
