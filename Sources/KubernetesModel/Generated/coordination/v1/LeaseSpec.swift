// Made by scripts/generate-model.py from openapi/: change that instead.

/// `LeaseSpec` of coordination/v1.
public struct LeaseSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        acquireTime: Timestamp? = nil,
        holderIdentity: String? = nil,
        leaseDurationSeconds: Int? = nil,
        leaseTransitions: Int? = nil,
        preferredHolder: String? = nil,
        renewTime: Timestamp? = nil,
        strategy: String? = nil
    ) {
        json = .emptyObject
        json.write(acquireTime, at: "acquireTime")
        json.write(holderIdentity, at: "holderIdentity")
        json.write(leaseDurationSeconds, at: "leaseDurationSeconds")
        json.write(leaseTransitions, at: "leaseTransitions")
        json.write(preferredHolder, at: "preferredHolder")
        json.write(renewTime, at: "renewTime")
        json.write(strategy, at: "strategy")
    }
    public var acquireTime: Timestamp? {
        get { json.read("acquireTime") }
        set { json.write(newValue, at: "acquireTime") }
    }
    public var holderIdentity: String? {
        get { json.read("holderIdentity") }
        set { json.write(newValue, at: "holderIdentity") }
    }
    public var leaseDurationSeconds: Int? {
        get { json.read("leaseDurationSeconds") }
        set { json.write(newValue, at: "leaseDurationSeconds") }
    }
    public var leaseTransitions: Int? {
        get { json.read("leaseTransitions") }
        set { json.write(newValue, at: "leaseTransitions") }
    }
    public var preferredHolder: String? {
        get { json.read("preferredHolder") }
        set { json.write(newValue, at: "preferredHolder") }
    }
    public var renewTime: Timestamp? {
        get { json.read("renewTime") }
        set { json.write(newValue, at: "renewTime") }
    }
    public var strategy: String? {
        get { json.read("strategy") }
        set { json.write(newValue, at: "strategy") }
    }
}
