// Made by scripts/generate-model.py from openapi/: change that instead.

/// `SecurityContext` of core/v1.
public struct SecurityContext: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        allowPrivilegeEscalation: Bool? = nil,
        appArmorProfile: AppArmorProfile? = nil,
        capabilities: Capabilities? = nil,
        privileged: Bool? = nil,
        procMount: String? = nil,
        readOnlyRootFilesystem: Bool? = nil,
        runAsGroup: Int? = nil,
        runAsNonRoot: Bool? = nil,
        runAsUser: Int? = nil,
        seLinuxOptions: SELinuxOptions? = nil,
        seccompProfile: SeccompProfile? = nil,
        windowsOptions: WindowsSecurityContextOptions? = nil
    ) {
        json = .emptyObject
        json.write(allowPrivilegeEscalation, at: "allowPrivilegeEscalation")
        json.write(appArmorProfile, at: "appArmorProfile")
        json.write(capabilities, at: "capabilities")
        json.write(privileged, at: "privileged")
        json.write(procMount, at: "procMount")
        json.write(readOnlyRootFilesystem, at: "readOnlyRootFilesystem")
        json.write(runAsGroup, at: "runAsGroup")
        json.write(runAsNonRoot, at: "runAsNonRoot")
        json.write(runAsUser, at: "runAsUser")
        json.write(seLinuxOptions, at: "seLinuxOptions")
        json.write(seccompProfile, at: "seccompProfile")
        json.write(windowsOptions, at: "windowsOptions")
    }
    public var allowPrivilegeEscalation: Bool? {
        get { json.read("allowPrivilegeEscalation") }
        set { json.write(newValue, at: "allowPrivilegeEscalation") }
    }
    public var appArmorProfile: AppArmorProfile? {
        get { json.read("appArmorProfile") }
        set { json.write(newValue, at: "appArmorProfile") }
    }
    public var capabilities: Capabilities? {
        get { json.read("capabilities") }
        set { json.write(newValue, at: "capabilities") }
    }
    public var privileged: Bool? {
        get { json.read("privileged") }
        set { json.write(newValue, at: "privileged") }
    }
    public var procMount: String? {
        get { json.read("procMount") }
        set { json.write(newValue, at: "procMount") }
    }
    public var readOnlyRootFilesystem: Bool? {
        get { json.read("readOnlyRootFilesystem") }
        set { json.write(newValue, at: "readOnlyRootFilesystem") }
    }
    public var runAsGroup: Int? {
        get { json.read("runAsGroup") }
        set { json.write(newValue, at: "runAsGroup") }
    }
    public var runAsNonRoot: Bool? {
        get { json.read("runAsNonRoot") }
        set { json.write(newValue, at: "runAsNonRoot") }
    }
    public var runAsUser: Int? {
        get { json.read("runAsUser") }
        set { json.write(newValue, at: "runAsUser") }
    }
    public var seLinuxOptions: SELinuxOptions? {
        get { json.read("seLinuxOptions") }
        set { json.write(newValue, at: "seLinuxOptions") }
    }
    public var seccompProfile: SeccompProfile? {
        get { json.read("seccompProfile") }
        set { json.write(newValue, at: "seccompProfile") }
    }
    public var windowsOptions: WindowsSecurityContextOptions? {
        get { json.read("windowsOptions") }
        set { json.write(newValue, at: "windowsOptions") }
    }
}
