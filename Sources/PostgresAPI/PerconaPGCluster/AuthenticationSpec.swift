package import KubernetesModel

/// `spec.authentication`: further rules of `pg_hba.conf`.
package struct AuthenticationSpec: FieldSet {
    package static let fields = Self()
    package let rules = Field<[Object<AuthenticationRuleSpec>]>("rules", whenUnset: []) {
        "Rules of `pg_hba.conf`, in their order, after those that the operator needs and before `hostssl all all all scram-sha-256`."
        List.atomic
        Support.notYet
    }
}

/// One line of `pg_hba.conf`.
package struct AuthenticationRuleSpec: FieldSet {
    package static let fields = Self()
    package let connection = Field<String>("connection") {
        "Type of connection: `local`, `host`, `hostssl`, `hostnossl`, `hostgssenc` or `hostnogssenc`."
    }
    package let databases = Field<[String]>("databases", whenUnset: []) { "Databases that the rule is for; all if none is given." }
    package let hba = Field<String?>("hba") { "The whole line as PostgreSQL reads it, instead of the other fields." }
    package let method = Field<String>("method") { "Method of authentication, for example `scram-sha-256`, `cert`, `ldap` or `reject`." }
    package let options = Field<[String: IntOrString]>("options", whenUnset: [:]) { "Options of the method, for example `ldapserver`." }
    package let users = Field<[String]>("users", whenUnset: []) { "Roles that the rule is for; all if none is given." }
}
