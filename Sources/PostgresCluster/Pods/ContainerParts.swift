import KubernetesModel

extension SecurityContext {
    /// What Pod Security's "restricted" asks for, and a root file system that cannot be written.
    static let restricted = SecurityContext(
        allowPrivilegeEscalation: false,
        capabilities: Capabilities(drop: ["ALL"]),
        privileged: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        seccompProfile: SeccompProfile(type: "RuntimeDefault"))
}

extension PodSecurityContext {
    /// Group that owns the volumes of PostgreSQL, which is that of the user in the images.
    static let postgresGroup = 26

    /// - Parameter group: nil where OpenShift chooses one.
    static func volumes(ownedBy group: Int?) -> PodSecurityContext {
        PodSecurityContext(fsGroup: group, fsGroupChangePolicy: "OnRootMismatch")
    }
}

extension EnvVar {
    init(_ name: String, _ value: String) { self.init(name: name, value: value) }
    init(_ name: String, field path: String) {
        self.init(name: name, valueFrom: EnvVarSource(fieldRef: ObjectFieldSelector(apiVersion: "v1", fieldPath: path)))
    }
    init(_ name: String, secret: String, key: String) {
        self.init(name: name, valueFrom: EnvVarSource(secretKeyRef: SecretKeySelector(key: key, name: secret)))
    }
}

extension [EnvVar] {
    /// Gives processes a passwd entry, whatever uid they run with.
    static let nssWrapper: [EnvVar] = [
        EnvVar("LD_PRELOAD", "/usr/lib64/libnss_wrapper.so"),
        EnvVar("NSS_WRAPPER_PASSWD", "/tmp/nss_wrapper/postgres/passwd"),
        EnvVar("NSS_WRAPPER_GROUP", "/tmp/nss_wrapper/postgres/group"),
    ]
}

extension Container {
    /// A container with the restricted security context.
    init(
        _ name: String, image: String, in cluster: ClusterDefinition, command: [String], env: [EnvVar] = [], resources: ResourceRequirements? = nil,
        mounts: [VolumeMount]
    ) {
        self.init(
            command: command, env: env.isEmpty ? nil : env, image: image, imagePullPolicy: cluster.imagePullPolicy, name: name,
            resources: resources, securityContext: .restricted, volumeMounts: mounts)
    }

    /// The init container that puts Egret's program into `/opt/crunchy/bin`.
    static func installer(
        _ name: String, in cluster: ClusterDefinition, _ own: InitContainerDefinition, mainResources: ResourceRequirements?, mounts: [VolumeMount]
    ) -> Container {
        let settings = own.falling(backTo: cluster.initContainer)
        var container = Container(
            name, image: settings.image ?? cluster.images.initContainer, in: cluster, command: ["/usr/local/bin/init-entrypoint.sh"],
            resources: settings.resources ?? mainResources, mounts: mounts)
        if let context = settings.securityContext { container.securityContext = context }
        return container
    }

    /// The same container with more environment, as the user gave it.
    func adding(env: [EnvVar], from sources: [EnvFromSource]) -> Container {
        var container = self
        if !env.isEmpty { container.env = (container.env ?? []) + env }
        if !sources.isEmpty { container.envFrom = (container.envFrom ?? []) + sources }
        return container
    }
}

extension ExecAction {
    init(_ command: String...) { self.init(command: command) }
}

extension Array {
    /// Nil for an empty list, so that no field is written.
    var unlessEmpty: Self? { isEmpty ? nil : self }
}

extension Dictionary {
    /// Nil for an empty map, so that no field is written.
    var unlessEmpty: Self? { isEmpty ? nil : self }
}
