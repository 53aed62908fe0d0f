// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodSecurityContext` of core/v1.
public struct PodSecurityContext: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        appArmorProfile: AppArmorProfile? = nil,
        fsGroup: Int? = nil,
        fsGroupChangePolicy: String? = nil,
        runAsGroup: Int? = nil,
        runAsNonRoot: Bool? = nil,
        runAsUser: Int? = nil,
        seLinuxChangePolicy: String? = nil,
        seLinuxOptions: SELinuxOptions? = nil,
        seccompProfile: SeccompProfile? = nil,
        supplementalGroups: [Int]? = nil,
        supplementalGroupsPolicy: String? = nil,
        sysctls: [Sysctl]? = nil,
        windowsOptions: WindowsSecurityContextOptions? = nil
    ) {
        json = .emptyObject
        json.write(appArmorProfile, at: "appArmorProfile")
        json.write(fsGroup, at: "fsGroup")
        json.write(fsGroupChangePolicy, at: "fsGroupChangePolicy")
        json.write(runAsGroup, at: "runAsGroup")
        json.write(runAsNonRoot, at: "runAsNonRoot")
        json.write(runAsUser, at: "runAsUser")
        json.write(seLinuxChangePolicy, at: "seLinuxChangePolicy")
        json.write(seLinuxOptions, at: "seLinuxOptions")
        json.write(seccompProfile, at: "seccompProfile")
        json.write(supplementalGroups, at: "supplementalGroups")
        json.write(supplementalGroupsPolicy, at: "supplementalGroupsPolicy")
        json.write(sysctls, at: "sysctls")
        json.write(windowsOptions, at: "windowsOptions")
    }
    public var appArmorProfile: AppArmorProfile? {
        get { json.read("appArmorProfile") }
        set { json.write(newValue, at: "appArmorProfile") }
    }
    public var fsGroup: Int? {
        get { json.read("fsGroup") }
        set { json.write(newValue, at: "fsGroup") }
    }
    public var fsGroupChangePolicy: String? {
        get { json.read("fsGroupChangePolicy") }
        set { json.write(newValue, at: "fsGroupChangePolicy") }
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
    public var seLinuxChangePolicy: String? {
        get { json.read("seLinuxChangePolicy") }
        set { json.write(newValue, at: "seLinuxChangePolicy") }
    }
    public var seLinuxOptions: SELinuxOptions? {
        get { json.read("seLinuxOptions") }
        set { json.write(newValue, at: "seLinuxOptions") }
    }
    public var seccompProfile: SeccompProfile? {
        get { json.read("seccompProfile") }
        set { json.write(newValue, at: "seccompProfile") }
    }
    public var supplementalGroups: [Int]? {
        get { json.read("supplementalGroups") }
        set { json.write(newValue, at: "supplementalGroups") }
    }
    public var supplementalGroupsPolicy: String? {
        get { json.read("supplementalGroupsPolicy") }
        set { json.write(newValue, at: "supplementalGroupsPolicy") }
    }
    public var sysctls: [Sysctl]? {
        get { json.read("sysctls") }
        set { json.write(newValue, at: "sysctls") }
    }
    public var windowsOptions: WindowsSecurityContextOptions? {
        get { json.read("windowsOptions") }
        set { json.write(newValue, at: "windowsOptions") }
    }
}
