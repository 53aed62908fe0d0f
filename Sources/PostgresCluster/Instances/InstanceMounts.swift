import KubernetesModel

/// Where the volumes of an instance are mounted.
struct InstanceMounts {
    let cluster: ClusterDefinition
    let set: InstanceSetDefinition

    let certificates = VolumeMount("cert-volume", "/pgconf/tls", readOnly: true)
    let data = VolumeMount("postgres-data", "/pgdata")
    let patroni = VolumeMount("patroni-config", "/etc/patroni", readOnly: true)
    var tablespaces: [VolumeMount] { self.set.tablespaces.map { VolumeMount("tablespace-\($0.name)", "/tablespaces/\($0.name)") } }
    var wal: [VolumeMount] { self.set.walVolumeClaim == nil ? [] : [VolumeMount("postgres-wal", "/pgwal")] }

    /// Those of `database`, in the order of the Percona operator.
    var database: [VolumeMount] {
        var mounts = [certificates, data, VolumeMount("database-containerinfo", "/etc/database-containerinfo", readOnly: true)]
        mounts += HugePages.sizes(of: set.resources).map { VolumeMount($0.volume, $0.path) }
        mounts += set.volumeMounts
        mounts += tablespaces
        if !cluster.configFiles.isEmpty { mounts.append(VolumeMount("postgres-config", "/etc/postgres", readOnly: true)) }
        mounts += wal
        mounts += set.extraVolumes.flatMap { extra in
            extra.mounts.map { mount in
                var mount = mount
                mount.name = extra.name
                return mount
            }
        }
        if cluster.backups.isEnabled { mounts.append(PgBackRestMounts.config) }
        return mounts + [patroni, .programs, .tmp, VolumeMount("dshm", "/dev/shm")]
    }
}
