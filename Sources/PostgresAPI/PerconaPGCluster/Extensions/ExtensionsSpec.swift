package import KubernetesModel

/// `spec.extensions`: which extensions are there to be created.
package struct ExtensionsSpec: FieldSet {
    package static let fields = Self()
    package let builtin = Field<Object<BuiltinExtensionsSpec>>("builtin", whenUnset: .empty) {
        "Older place of the switches for extensions; one that is set here wins."
    }
    package let custom = Field<[Object<CustomExtensionSpec>]>("custom", whenUnset: []) {
        "Extensions that are fetched from a bucket and unpacked on each instance."
        Support.notYet
        Effect.rollingRestart
    }
    package let image = Field<String?>("image") {
        "Image of the program that fetches custom extensions."
        Support.notYet
        Effect.rollingRestart
    }
    package let imagePullPolicy = Field<String?>("imagePullPolicy") {
        "When nodes pull that image."
        Support.notYet
        Effect.rollingRestart
    }
    package let pgAudit = Field<Object<AuditExtensionSpec>>("pg_audit", whenUnset: .empty) { "pgAudit: logs who did what, as auditors ask for." }
    package let pgCron = Field<Object<ExtensionSpec>>("pg_cron", whenUnset: .empty) { "pg_cron: runs SQL by schedule, in the database `postgres`." }
    package let pgRepack = Field<Object<ExtensionSpec>>("pg_repack", whenUnset: .empty) { "pg_repack: rewrites bloated tables without locking them." }
    package let pgStatMonitor = Field<Object<ExtensionSpec>>("pg_stat_monitor", whenUnset: .empty) {
        "pg_stat_monitor: statistics of statements in buckets of time. Not together with pg_stat_statements."
    }
    package let pgStatStatements = Field<Object<ExtensionSpec>>("pg_stat_statements", whenUnset: .empty) {
        "pg_stat_statements: statistics of statements. Not together with pg_stat_monitor."
    }
    package let pgTDE = Field<Object<TDESpec>>("pg_tde", whenUnset: .empty) {
        "pg_tde: encrypts tables, and WAL if wanted, with keys from a Vault."
        Support.notYet
    }
    package let pgvector = Field<Object<ExtensionSpec>>("pgvector", whenUnset: .empty) { "pgvector: vectors and the search for near ones." }
    package let setUser = Field<Object<ExtensionSpec>>("set_user", whenUnset: .empty) {
        "set_user: lets roles become superuser for a while, with a trace in the log."
    }
    package let storage = Field<Object<ExtensionStorageSpec>?>("storage") {
        "The bucket that custom extensions are fetched from."
        Support.notYet
        Effect.rollingRestart
    }

    package static let rules = [
        Rule(
            "to disable pg_tde first set enabled=false without removing vault and wait for pod restarts",
            cel: "!has(oldSelf.pg_tde) || !has(oldSelf.pg_tde.vault) || !has(oldSelf.pg_tde.enabled) || !oldSelf.pg_tde.enabled || "
                + "has(self.pg_tde.vault)"
        ) { (new: Object<Self>, old: Object<Self>) in old.pgTDE.vault == nil || !old.pgTDE.enabled || new.pgTDE.vault != nil }
    ]
}

/// One extension's switch.
package struct ExtensionSpec: FieldSet {
    package static let fields = Self()
    package let enabled = Field<Bool>("enabled", whenUnset: false) {
        "Whether the extension can be used: it is loaded where it has to be, and created in every database."
    }
}

/// The switch of pgAudit, which is on unless it is turned off.
package struct AuditExtensionSpec: FieldSet {
    package static let fields = Self()
    package let enabled = Field("enabled", whenUnset: true) {
        "Whether pgAudit is loaded and created in every database; it logs only what `pgaudit.log` says."
    }
}

/// `spec.extensions.builtin`.
package struct BuiltinExtensionsSpec: FieldSet {
    package static let fields = Self()
    package let pgAudit = Field<Bool?>("pg_audit") { "Older switch of pgAudit." }
    package let pgRepack = Field<Bool?>("pg_repack") { "Older switch of pg_repack." }
    package let pgStatMonitor = Field<Bool?>("pg_stat_monitor") { "Older switch of pg_stat_monitor." }
    package let pgStatStatements = Field<Bool?>("pg_stat_statements") { "Older switch of pg_stat_statements." }
    package let pgvector = Field<Bool?>("pgvector") { "Older switch of pgvector." }
}

/// One element of `spec.extensions.custom`.
package struct CustomExtensionSpec: FieldSet {
    package static let fields = Self()
    package let checksum = Field<String?>("checksum") { "Checksum of the archive; not checked by that operator either." }
    package let name = Field<String?>("name") { "Name of the extension, the first part of the archive's name `NAME-pgNN-VERSION.tar.gz`." }
    package let version = Field<String?>("version") { "Version of the extension, the last part of the archive's name." }
}

/// What kind of bucket extensions come from.
package enum ExtensionStorageType: String, Choice {
    case s3, gcs, azure
    package static var absent: ExtensionStorageType { .s3 }
}

/// `spec.extensions.storage`.
package struct ExtensionStorageSpec: FieldSet {
    package static let fields = Self()
    package let bucket = Field<String?>("bucket") { "Name of the bucket." }
    package let disableSSL = Field<Bool>("disableSSL", whenUnset: false) { "Connects without encryption; for tests only." }
    package let endpoint = Field<String?>("endpoint") { "Host of the service, where it is not that of the provider." }
    package let forcePathStyle = Field<Bool>("forcePathStyle", whenUnset: false) {
        "Puts the bucket's name into the path instead of the host's name."
    }
    package let region = Field<String?>("region") { "Region of the bucket." }
    package let secret = Field<SecretProjection?>("secret") {
        "Secret with the keys of the bucket, as environment variables: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`."
        Map.atomic
    }
    package let type = Field<ExtensionStorageType?>("type") { "Kind of storage; of these only `s3` is known to work." }
}

/// `spec.extensions.pg_tde`.
package struct TDESpec: FieldSet {
    package static let fields = Self()
    package let enabled = Field<Bool>("enabled", whenUnset: false) { "Whether pg_tde is loaded and its keys are set up." }
    package let vault = Field<Object<VaultSpec>?>("vault") { "The Vault that keeps the keys." }
    package let walEncryption = Field<Bool>("walEncryption", whenUnset: false) { "Whether WAL is encrypted, too." }

    package static let rules = [
        Rule("vault is required for enabling pg_tde", cel: "!has(self.enabled) || (has(self.enabled) && self.enabled == false) || has(self.vault)") {
            (tde: Object<Self>) in !tde.enabled || tde.vault != nil
        },
        Rule(
            "pg_tde must be enabled to enable WAL encryption",
            cel: "!has(self.walEncryption) || !self.walEncryption || (has(self.enabled) && self.enabled)"
        ) { (tde: Object<Self>) in !tde.walEncryption || tde.enabled },
    ]
}

/// `spec.extensions.pg_tde.vault`.
package struct VaultSpec: FieldSet {
    package static let fields = Self()
    package let caSecret = Field<Object<KeyReferenceSpec>?>("caSecret") { "Secret with the CA of the Vault's certificate." }
    package let host = Field<String>("host") { "URL of the Vault, for example `https://vault.example.com:8200`." }
    package let mountPath = Field("mountPath", default: "secret/data") { "Path of the key-value store (version 2) in the Vault." }
    package let tokenSecret = Field<Object<KeyReferenceSpec>>("tokenSecret") { "Secret with the token that may read and write there." }
}
