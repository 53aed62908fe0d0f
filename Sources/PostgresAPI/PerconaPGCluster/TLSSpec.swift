import KubernetesModel

/// Who provides the certificates.
package enum CertificatePolicy: String, Choice {
    case auto
    case userProvidedOnly
    case operatorProvidedOnly
    package static var absent: CertificatePolicy { .auto }
}

/// `spec.tls`: where certificates come from.
package struct TLSSpec: FieldSet {
    package static let fields = Self()
    package let caValidityDuration = Field<String?>("caValidityDuration") {
        "How long a CA that is made here is valid, for example `26280h`."
        Support.notYet
    }
    package let certManagementPolicy = Field("certManagementPolicy", default: CertificatePolicy.auto) {
        "`auto`: by cert-manager where it is installed, else by the operator. `userProvidedOnly`: yours, and nothing starts without them."
        "`operatorProvidedOnly`: by the operator."
        Support.onlyFor(["auto", "operatorProvidedOnly"])
    }
    package let certValidityDuration = Field<String?>("certValidityDuration") {
        "How long the certificates of servers and clients are valid; they are renewed in time."
        Support.notYet
    }
    package let issuerConf = Field<Object<IssuerSpec>?>("issuerConf") {
        "Issuer of cert-manager that signs the certificates, instead of one that the operator makes."
        Support.notYet
    }
    package let pgBackRestCertValidityDuration = Field<String?>("pgBackRestCertValidityDuration") {
        "How long the certificates between instances and repository host are valid."
        Support.notYet
    }
}

/// `spec.tls.issuerConf`: an issuer of cert-manager.
package struct IssuerSpec: FieldSet {
    package static let fields = Self()
    package let group = Field<String?>("group") { "API group of the issuer; unset: `cert-manager.io`." }
    package let kind = Field<String?>("kind") { "`Issuer` in the cluster's namespace, or `ClusterIssuer`." }
    package let name = Field<String>("name") { "Name of the issuer." }
}
