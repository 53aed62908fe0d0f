import KubernetesModel

/// One element of `spec.users`: a role that can log in.
package struct UserSpec: FieldSet {
    package static let fields = Self()
    package let databases = Field<[String]>("databases", whenUnset: []) {
        "Databases that the user owns privileges in; those that do not exist are made. They are never dropped."
        "Ignored for the user `postgres`, who may do everything everywhere."
        List.set
        EachItem(Length(1...63))
    }
    package let grantPublicSchemaAccess = Field<Bool>("grantPublicSchemaAccess", whenUnset: false) {
        "Lets the user create tables in the schema `public` of its databases, as it could before PostgreSQL 15."
    }
    package let name = Field<String>("name") {
        "Name of the role, and of the last part of its Secret."
        Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "use small letters, digits and - between them")
        Length(1...63)
    }
    package let options = Field<String?>("options") {
        "Options of `ALTER ROLE`, for example `CREATEDB CONNECTION LIMIT 20`. An option that is taken out again stays as it was set."
        Length(...200)
        Pattern("^[^;]*$", "leave out the semicolon")
    }
    package let password = Field<Object<PasswordSpec>>("password", whenUnset: .empty) { "What a password that the operator makes looks like." }
    package let secretName = Field<String?>("secretName") {
        "Name of the user's Secret. Unset: `NAME-pguser-USER`. If it exists already, its password is taken."
        Length(1...63)
    }
}

/// What a generated password consists of.
package enum PasswordType: String, Choice {
    case ascii = "ASCII"
    case alphaNumeric = "AlphaNumeric"
    package static var absent: PasswordType { .ascii }
}

/// `spec.users[].password`.
package struct PasswordSpec: FieldSet {
    package static let fields = Self()
    package let type = Field("type", default: PasswordType.ascii, required: true) {
        "`ASCII`: all printable characters. `AlphaNumeric`: letters and digits only, for clients that trip over others in an URI."
        Effect.none
    }
}
