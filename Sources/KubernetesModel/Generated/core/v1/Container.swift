// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Container` of core/v1.
public struct Container: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        args: [String]? = nil,
        command: [String]? = nil,
        env: [EnvVar]? = nil,
        envFrom: [EnvFromSource]? = nil,
        image: String? = nil,
        imagePullPolicy: String? = nil,
        lifecycle: Lifecycle? = nil,
        livenessProbe: Probe? = nil,
        name: String? = nil,
        ports: [ContainerPort]? = nil,
        readinessProbe: Probe? = nil,
        resizePolicy: [ContainerResizePolicy]? = nil,
        resources: ResourceRequirements? = nil,
        restartPolicy: String? = nil,
        restartPolicyRules: [ContainerRestartRule]? = nil,
        securityContext: SecurityContext? = nil,
        startupProbe: Probe? = nil,
        stdin: Bool? = nil,
        stdinOnce: Bool? = nil,
        terminationMessagePath: String? = nil,
        terminationMessagePolicy: String? = nil,
        tty: Bool? = nil,
        volumeDevices: [VolumeDevice]? = nil,
        volumeMounts: [VolumeMount]? = nil,
        workingDir: String? = nil
    ) {
        json = .emptyObject
        json.write(args, at: "args")
        json.write(command, at: "command")
        json.write(env, at: "env")
        json.write(envFrom, at: "envFrom")
        json.write(image, at: "image")
        json.write(imagePullPolicy, at: "imagePullPolicy")
        json.write(lifecycle, at: "lifecycle")
        json.write(livenessProbe, at: "livenessProbe")
        json.write(name, at: "name")
        json.write(ports, at: "ports")
        json.write(readinessProbe, at: "readinessProbe")
        json.write(resizePolicy, at: "resizePolicy")
        json.write(resources, at: "resources")
        json.write(restartPolicy, at: "restartPolicy")
        json.write(restartPolicyRules, at: "restartPolicyRules")
        json.write(securityContext, at: "securityContext")
        json.write(startupProbe, at: "startupProbe")
        json.write(stdin, at: "stdin")
        json.write(stdinOnce, at: "stdinOnce")
        json.write(terminationMessagePath, at: "terminationMessagePath")
        json.write(terminationMessagePolicy, at: "terminationMessagePolicy")
        json.write(tty, at: "tty")
        json.write(volumeDevices, at: "volumeDevices")
        json.write(volumeMounts, at: "volumeMounts")
        json.write(workingDir, at: "workingDir")
    }
    public var args: [String]? {
        get { json.read("args") }
        set { json.write(newValue, at: "args") }
    }
    public var command: [String]? {
        get { json.read("command") }
        set { json.write(newValue, at: "command") }
    }
    public var env: [EnvVar]? {
        get { json.read("env") }
        set { json.write(newValue, at: "env") }
    }
    public var envFrom: [EnvFromSource]? {
        get { json.read("envFrom") }
        set { json.write(newValue, at: "envFrom") }
    }
    public var image: String? {
        get { json.read("image") }
        set { json.write(newValue, at: "image") }
    }
    public var imagePullPolicy: String? {
        get { json.read("imagePullPolicy") }
        set { json.write(newValue, at: "imagePullPolicy") }
    }
    public var lifecycle: Lifecycle? {
        get { json.read("lifecycle") }
        set { json.write(newValue, at: "lifecycle") }
    }
    public var livenessProbe: Probe? {
        get { json.read("livenessProbe") }
        set { json.write(newValue, at: "livenessProbe") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var ports: [ContainerPort]? {
        get { json.read("ports") }
        set { json.write(newValue, at: "ports") }
    }
    public var readinessProbe: Probe? {
        get { json.read("readinessProbe") }
        set { json.write(newValue, at: "readinessProbe") }
    }
    public var resizePolicy: [ContainerResizePolicy]? {
        get { json.read("resizePolicy") }
        set { json.write(newValue, at: "resizePolicy") }
    }
    public var resources: ResourceRequirements? {
        get { json.read("resources") }
        set { json.write(newValue, at: "resources") }
    }
    public var restartPolicy: String? {
        get { json.read("restartPolicy") }
        set { json.write(newValue, at: "restartPolicy") }
    }
    public var restartPolicyRules: [ContainerRestartRule]? {
        get { json.read("restartPolicyRules") }
        set { json.write(newValue, at: "restartPolicyRules") }
    }
    public var securityContext: SecurityContext? {
        get { json.read("securityContext") }
        set { json.write(newValue, at: "securityContext") }
    }
    public var startupProbe: Probe? {
        get { json.read("startupProbe") }
        set { json.write(newValue, at: "startupProbe") }
    }
    public var stdin: Bool? {
        get { json.read("stdin") }
        set { json.write(newValue, at: "stdin") }
    }
    public var stdinOnce: Bool? {
        get { json.read("stdinOnce") }
        set { json.write(newValue, at: "stdinOnce") }
    }
    public var terminationMessagePath: String? {
        get { json.read("terminationMessagePath") }
        set { json.write(newValue, at: "terminationMessagePath") }
    }
    public var terminationMessagePolicy: String? {
        get { json.read("terminationMessagePolicy") }
        set { json.write(newValue, at: "terminationMessagePolicy") }
    }
    public var tty: Bool? {
        get { json.read("tty") }
        set { json.write(newValue, at: "tty") }
    }
    public var volumeDevices: [VolumeDevice]? {
        get { json.read("volumeDevices") }
        set { json.write(newValue, at: "volumeDevices") }
    }
    public var volumeMounts: [VolumeMount]? {
        get { json.read("volumeMounts") }
        set { json.write(newValue, at: "volumeMounts") }
    }
    public var workingDir: String? {
        get { json.read("workingDir") }
        set { json.write(newValue, at: "workingDir") }
    }
}
