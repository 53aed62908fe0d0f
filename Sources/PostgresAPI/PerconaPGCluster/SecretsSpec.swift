package import KubernetesModel

/// `spec.secrets`: certificates of your own.
package struct SecretsSpec: FieldSet {
    package static let fields = Self()
    package let customReplicationTLSSecret = Field<SecretProjection?>("customReplicationTLSSecret") {
        "Secret with the client certificate for replication: `ca.crt`, `tls.crt` for the name `_crunchyrepl`, `tls.key`."
        "It must come from the same CA as `customTLSSecret`."
        Map.atomic
    }
    package let customRootCATLSSecret = Field<SecretProjection?>("customRootCATLSSecret") {
        "Secret with a CA of your own, `root.crt` and `root.key`, that signs every certificate of the cluster."
        Map.atomic
    }
    package let customTLSSecret = Field<SecretProjection?>("customTLSSecret") {
        "Secret with the server certificate of PostgreSQL: `ca.crt`, `tls.crt` for the names of the Services, `tls.key`."
        Map.atomic
    }
}
