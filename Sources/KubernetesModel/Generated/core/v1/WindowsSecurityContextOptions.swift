// Made by scripts/generate-model.py from openapi/: change that instead.

/// `WindowsSecurityContextOptions` of core/v1.
public struct WindowsSecurityContextOptions: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        gmsaCredentialSpec: String? = nil,
        gmsaCredentialSpecName: String? = nil,
        hostProcess: Bool? = nil,
        runAsUserName: String? = nil
    ) {
        json = .emptyObject
        json.write(gmsaCredentialSpec, at: "gmsaCredentialSpec")
        json.write(gmsaCredentialSpecName, at: "gmsaCredentialSpecName")
        json.write(hostProcess, at: "hostProcess")
        json.write(runAsUserName, at: "runAsUserName")
    }
    public var gmsaCredentialSpec: String? {
        get { json.read("gmsaCredentialSpec") }
        set { json.write(newValue, at: "gmsaCredentialSpec") }
    }
    public var gmsaCredentialSpecName: String? {
        get { json.read("gmsaCredentialSpecName") }
        set { json.write(newValue, at: "gmsaCredentialSpecName") }
    }
    public var hostProcess: Bool? {
        get { json.read("hostProcess") }
        set { json.write(newValue, at: "hostProcess") }
    }
    public var runAsUserName: String? {
        get { json.read("runAsUserName") }
        set { json.write(newValue, at: "runAsUserName") }
    }
}
