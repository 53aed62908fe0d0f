package import KubernetesModel

/// `spec.backups.pgbackrest.repoHost`: the Pod that holds repositories on volumes.
package struct RepoHostSpec: FieldSet {
    package static let fields = Self()
    package let affinity = Field<Affinity?>("affinity") { "Which nodes the repository host may run on; best another one than the primary's." }
    package let priorityClassName = Field<String?>("priorityClassName") { "Priority class of the Pod." }
    package let resources = Field<ResourceRequirements?>("resources") { "CPU and memory of the container that runs pgBackRest." }
    package let securityContext = Field<PodSecurityContext?>("securityContext") {
        "Security settings of the Pod, in place of those that the operator gives."
    }
    package let sidecarPVCs = Field<[Object<SidecarPVCSpec>]>("sidecarPVCs", whenUnset: []) {
        "Volume claims for the sidecars."
        "A claim of this name that exists already is used and never changed. None is ever deleted because it is no longer listed."
    }
    package let sidecarVolumes = Field<[Volume]>("sidecarVolumes", whenUnset: []) {
        "Volumes for the sidecars."
    }
    package let sidecars = Field<[Container]>("sidecars", whenUnset: []) {
        "Containers of your own that run beside pgBackRest."
    }
    package let sshConfigMap = Field<ConfigMapProjection?>("sshConfigMap") {
        "Configuration of SSH from the time before pgBackRest spoke TLS; nothing reads it."
        Map.atomic
        Support.notYet
    }
    package let sshSecret = Field<SecretProjection?>("sshSecret") {
        "Keys of SSH from the time before pgBackRest spoke TLS; nothing reads them."
        Map.atomic
        Support.notYet
    }
    package let tolerations = Field<[Toleration]>("tolerations", whenUnset: []) { "Taints of nodes that the Pod tolerates." }
    package let topologySpreadConstraints = Field<[TopologySpreadConstraint]>("topologySpreadConstraints", whenUnset: []) {
        "How the Pod is placed in relation to others."
    }
}
