package import KubernetesModel

/// What a container may use.
package struct ContainerResourcesSpec: FieldSet {
    package static let fields = Self()
    package let resources = Field<ResourceRequirements?>("resources") { "CPU and memory that the container asks for, and may use at most." }
}

/// `initContainer`: the container that puts the operator's programs into a Pod before PostgreSQL starts.
package struct InitContainerSpec: FieldSet {
    package static let fields = Self()
    package let containerSecurityContext = Field<SecurityContext?>("containerSecurityContext") {
        "Security settings of the container, in place of the restricted ones that the operator gives."
    }
    package let image = Field<String>("image") { "Image that holds the programs; normally that of the operator itself." }
    package let resources = Field<ResourceRequirements?>("resources") { "CPU and memory of the container, which runs for about a second." }
}

/// A volume claim for the use of sidecars.
package struct SidecarPVCSpec: FieldSet {
    package static let fields = Self()
    package let name = Field<String>("name") { "Name of the claim and of the volume; sidecars mount it by this name." }
    package let spec = Field<PersistentVolumeClaimSpec>("spec") { "Size, access modes and storage class of the claim." }
}

/// The name of an object in the cluster's namespace.
package struct LocalReferenceSpec: FieldSet {
    package static let fields = Self()
    package let name = Field("name", default: "") { "Name of the object, in the namespace of the cluster." }
}

/// One key of an object in the cluster's namespace.
package struct KeyReferenceSpec: FieldSet {
    package static let fields = Self()
    package let key = Field<String>("key") { "Key of the object whose value is read." }
    package let name = Field<String>("name") { "Name of the object, in the namespace of the cluster." }
}

/// `containerOptions`: environment of the container of a Job.
package struct ContainerOptionsSpec: FieldSet {
    package static let fields = Self()
    package let env = Field<[EnvVar]>("env", whenUnset: []) { "Environment variables of the Job's container, such as `PGBACKREST_PROCESS_MAX`." }
    package let envFrom = Field<[EnvFromSource]>("envFrom", whenUnset: []) { "ConfigMaps and Secrets whose keys become environment variables." }
}

/// When a container's image is pulled.
package enum PullPolicy: String, Choice {
    case always = "Always"
    case never = "Never"
    case ifNotPresent = "IfNotPresent"
    package static var absent: PullPolicy { .ifNotPresent }
}
