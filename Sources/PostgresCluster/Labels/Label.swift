/// Keys of labels.
///
/// - Source: Percona operator 3.1.0, which keeps those of Crunchy's operator.
public enum Label {
    public static let cluster = "postgres-operator.crunchydata.com/cluster"
    public static let instance = "postgres-operator.crunchydata.com/instance"
    public static let instanceSet = "postgres-operator.crunchydata.com/instance-set"
    /// Patroni's scope.
    public static let patroni = "postgres-operator.crunchydata.com/patroni"
    /// On Pods of instances Patroni writes `primary` or `replica`.
    public static let role = "postgres-operator.crunchydata.com/role"
    public static let data = "postgres-operator.crunchydata.com/data"
    public static let pgBackRest = "postgres-operator.crunchydata.com/pgbackrest"
    public static let pgBackRestDedicated = "postgres-operator.crunchydata.com/pgbackrest-dedicated"
    public static let pgBackRestConfig = "postgres-operator.crunchydata.com/pgbackrest-config"
    public static let pgBackRestRepo = "postgres-operator.crunchydata.com/pgbackrest-repo"
    public static let pgBackRestVolume = "postgres-operator.crunchydata.com/pgbackrest-volume"
    /// `replica-create` or `manual`.
    public static let pgBackRestBackup = "postgres-operator.crunchydata.com/pgbackrest-backup"
    public static let pgUser = "postgres-operator.crunchydata.com/pguser"
    public static let clusterCertificate = "postgres-operator.crunchydata.com/cluster-certificate"
    /// The custom resource's `crVersion`.
    public static let version = "pgv2.percona.com/version"

    public static let appName = "app.kubernetes.io/name"
    public static let appInstance = "app.kubernetes.io/instance"
    public static let appManagedBy = "app.kubernetes.io/managed-by"
    public static let appPartOf = "app.kubernetes.io/part-of"
    public static let appComponent = "app.kubernetes.io/component"
}

/// Keys of annotations.
public enum Annotation {
    /// The Job's or Pod's PerconaPGBackup.
    public static let pgBackRestBackup = "postgres-operator.crunchydata.com/pgbackrest-backup"
    /// Hash of the repositories' settings that a Job was made for.
    public static let pgBackRestHash = "postgres-operator.crunchydata.com/pgbackrest-hash"
    public static let defaultContainer = "kubectl.kubernetes.io/default-container"
    /// On a StatefulSet: keep it at 0 replicas.
    public static let instanceSuspended = "pgv2.percona.com/instance-suspended"
}

/// Finalizers that objects of the cluster carry.
public enum Finalizer {
    /// On a Job: keeps it until its result was read.
    public static let keepJob = "internal.percona.com/keep-job"
    /// On a PerconaPGBackup, set by the operator until it is over: what runs for it is ended before it goes.
    public static let deleteBackup = "internal.percona.com/delete-backup"
    /// On a PerconaPGBackup, set by the user: the backup goes from the repository with the object.
    public static let expireBackup = "egret.dev/expire-backup"
}
