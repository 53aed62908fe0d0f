package import KubernetesModel

/// `spec.patroni`: how Patroni elects and watches the primary.
package struct PatroniSpec: FieldSet {
    package static let fields = Self()
    package let createReplicaMethods = Field<[ReplicaMethod]>("createReplicaMethods", whenUnset: []) {
        "How a new replica gets its data: the methods are tried in this order. Unset: from a backup if there is one, else from the primary."
        Effect.reload
    }
    package let dynamicConfiguration = Field<JSONValue>("dynamicConfiguration", whenUnset: .emptyObject) {
        "Patroni's dynamic configuration, for example `synchronous_mode`, `maximum_lag_on_failover` or `postgresql.parameters`."
        Effect.restart
    }
    package let leaderLeaseDurationSeconds = Field("leaderLeaseDurationSeconds", default: 30) {
        "How long a primary that does not answer keeps its role (Patroni's `ttl`). Shorter fails over sooner, and more often for nothing."
        Minimum(3)
        Effect.reload
    }
    package let port = Field("port", default: 8008) {
        "Port of Patroni's REST API in each instance's Pod."
        Minimum(1024)
        Effect.rollingRestart
    }
    package let removeDataDirectoryOnDivergedTimelines = Field<Bool>("removeDataDirectoryOnDivergedTimelines", whenUnset: false) {
        "Lets a former primary whose history has left the new one's, and which `pg_rewind` cannot bring back, drop its data and start anew from a copy."
        "What only it had is lost then."
        Effect.reload
    }
    package let switchover = Field<Object<SwitchoverSpec>?>("switchover") {
        "Which instance becomes the primary when the annotation `pgv2.percona.com/trigger-switchover` gets a new value."
        Support.notYet
        Effect.switchover
    }
    package let syncPeriodSeconds = Field("syncPeriodSeconds", default: 10) {
        "How often Patroni looks at its instance and renews its lease (`loop_wait`); less than half of the lease."
        Minimum(1)
        Effect.reload
    }
}

/// Where the data of a new replica comes from.
package enum ReplicaMethod: String, Choice {
    case baseBackup = "basebackup"
    case pgBackRest = "pgbackrest"
    package static var absent: ReplicaMethod { .baseBackup }
}

/// What kind of change of the primary is asked for.
package enum SwitchoverType: String, Choice {
    case switchover = "Switchover"
    case failover = "Failover"
    package static var absent: SwitchoverType { .switchover }
}

/// `spec.patroni.switchover`.
package struct SwitchoverSpec: FieldSet {
    package static let fields = Self()
    package let enabled = Field("enabled", default: false, required: true) { "Whether the annotation is heeded." }
    package let targetInstance = Field<String?>("targetInstance") {
        "Name of the instance that shall lead, as its StatefulSet is called. Unset: the one that has replayed most; a failover needs a name."
    }
    package let type = Field("type", default: SwitchoverType.switchover) {
        "`Switchover`: in order, from a primary that runs, without loss. `Failover`: without asking the primary."
    }
}
