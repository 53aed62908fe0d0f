public import KubernetesModel

extension ConfigMap {
    /// `{inst}-config`: what one member has for itself in Patroni's configuration.
    ///
    /// - Parameter origin: where data comes from; it is here only where instance sets differ in it.
    public static func patroniInstance(_ instance: Instance, of cluster: ClusterDefinition, origin: DataOrigin) -> ConfigMap {
        let labels = cluster.selector(of: instance).merging(cluster.appLabels(component: "pg")) { $1 }
        let content = PatroniInstanceFile.content(of: cluster, set: instance.set, origin: origin)
        return ConfigMap(
            metadata: .of(
                cluster, instance.configMap, labels: labels, custom: cluster.instanceMetadata.merging(instance.set.metadata)),
            data: ["patroni.yaml": GeneratedFile.warning + content.yaml])
    }
}

/// Patroni's configuration of one member, `~postgres-operator_instance.yaml`.
enum PatroniInstanceFile {
    static func content(of cluster: ClusterDefinition, set: InstanceSetDefinition, origin: DataOrigin) -> JSONValue {
        // A spread checkpoint keeps a new replica waiting for up to checkpoint_timeout, some minutes without redundancy.
        let baseBackup: JSONValue = [.string("waldir=\(DataPaths(cluster, set).walDirectory)"), "checkpoint=fast"]
        let postgresql: JSONValue = ["pgpass": "/tmp/.pgpass", "use_unix_socket": true, "basebackup": baseBackup]
        var file: JSONValue = ["kubernetes": [:], "restapi": [:], "tags": [:], "postgresql": postgresql]
        if origin.shared(in: cluster) == nil { file.take(sections: origin.content(of: cluster, set: set)) }
        return file
    }
}

/// Text for a POSIX shell.
enum ShellText {
    /// One word, in single quotes unless it needs none.
    static func quoted(_ text: String) -> String {
        let plain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "-_=/.:,@%+".utf8.contains(byte)
            }
        return plain ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'"'"'"#) + "'"
    }
}
