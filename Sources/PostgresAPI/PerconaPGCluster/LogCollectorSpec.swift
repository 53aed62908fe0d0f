package import KubernetesModel

/// `spec.logcollector`: shipping and rotation of logs.
package struct LogCollectorSpec: FieldSet {
    package static let fields = Self()
    package let configuration = Field<String?>("configuration") {
        "Configuration of Fluent Bit that is added to the operator's, for example an output."
    }
    package let containerSecurityContext = Field<SecurityContext?>("containerSecurityContext") { "Security settings of the two containers." }
    package let enabled = Field("enabled", whenUnset: true) { "Whether logs are collected; the block alone says yes." }
    package let env = Field<[EnvVar]>("env", whenUnset: []) { "Environment variables of Fluent Bit." }
    package let envFrom = Field<[EnvFromSource]>("envFrom", whenUnset: []) {
        "ConfigMaps and Secrets whose keys become environment variables of Fluent Bit."
    }
    package let image = Field<String>("image") { "Image with Fluent Bit and logrotate." }
    package let imagePullPolicy = Field<PullPolicy?>("imagePullPolicy") { "When nodes pull that image." }
    package let livenessProbe = Field<Probe?>("livenessProbe") { "When Fluent Bit counts as hung and is restarted." }
    package let logRotate = Field<Object<LogRotateSpec>?>("logRotate") { "Rotation of the log files on the data volume." }
    package let readinessProbe = Field<Probe?>("readinessProbe") { "When Fluent Bit counts as ready." }
    package let resources = Field<ResourceRequirements?>("resources") { "CPU and memory of each of the two containers." }
    package let volumeMounts = Field<[VolumeMount]>("volumeMounts", whenUnset: []) { "Where Fluent Bit finds the volumes of `volumes`." }
    package let volumes = Field<[Volume]>("volumes", whenUnset: []) { "Further volumes, for example with certificates of a log server." }
}

/// `spec.logcollector.logRotate`.
package struct LogRotateSpec: FieldSet {
    package static let fields = Self()
    package let configuration = Field<String?>("configuration") { "Configuration of logrotate in place of the operator's." }
    package let extraConfig = Field<Object<LocalReferenceSpec>?>("extraConfig") {
        "ConfigMap whose keys are further configuration files of logrotate."
        Map.atomic
    }
    package let livenessProbe = Field<Probe?>("livenessProbe") { "When the rotation counts as hung and is restarted." }
    package let readinessProbe = Field<Probe?>("readinessProbe") { "When the rotation counts as ready." }
    package let schedule = Field("schedule", default: "0 0 * * *") { "When logs are rotated, as a cron schedule." }
}
