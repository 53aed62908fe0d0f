package import KubernetesModel

/// The pattern of the four names that a repository can have.
let repoNamePattern = Pattern("^repo[1-4]$", "use repo1, repo2, repo3 or repo4")

/// One pgBackRest repository: a volume, or a bucket.
package struct RepoSpec: FieldSet {
    package static let fields = Self()
    package let azure = Field<Object<AzureRepoSpec>?>("azure") { "Keeps the repository in a container of Azure Blob Storage." }
    package let gcs = Field<Object<GCSRepoSpec>?>("gcs") { "Keeps the repository in a bucket of Google Cloud Storage." }
    package let name = Field<String>("name") {
        "Name of the repository; its number is that of pgBackRest's options, `repo2-path` for `repo2`."
        repoNamePattern
    }
    package let s3 = Field<Object<S3RepoSpec>?>("s3") { "Keeps the repository in a bucket of S3, or of a server that speaks its protocol." }
    package let schedules = Field<Object<BackupSchedulesSpec>?>("schedules") {
        "When backups into this repository are made by themselves."
        Effect.objects
    }
    package let volume = Field<Object<RepoVolumeSpec>?>("volume") { "Keeps the repository on a volume of the repository host." }
}

/// A repository in Azure Blob Storage.
package struct AzureRepoSpec: FieldSet {
    package static let fields = Self()
    package let container = Field<String>("container") {
        "Name of the container; the account's name and key belong into a Secret of `configuration`."
    }
}

/// A repository in Google Cloud Storage.
package struct GCSRepoSpec: FieldSet {
    package static let fields = Self()
    package let bucket = Field<String>("bucket") { "Name of the bucket; the key of a service account belongs into a Secret of `configuration`." }
}

/// A repository in S3.
package struct S3RepoSpec: FieldSet {
    package static let fields = Self()
    package let bucket = Field<String>("bucket") { "Name of the bucket, which must exist; its keys belong into a Secret of `configuration`." }
    package let endpoint = Field<String>("endpoint") { "Host of the service, for example `s3.eu-central-1.amazonaws.com`." }
    package let region = Field<String>("region") { "Region of the bucket; for servers that know none, any word." }
}

/// A repository on a volume.
package struct RepoVolumeSpec: FieldSet {
    package static let fields = Self()
    package let volumeClaimSpec = Field<PersistentVolumeClaimSpec>("volumeClaimSpec") {
        "Size, access modes and storage class of the repository's volume: room for all backups that are kept, and the WAL between them."
        claimMayOnlyGrow
        Effect.resize
    }
}

/// When backups are made: the five fields of cron, or `@daily` and the like, in UTC.
package struct BackupSchedulesSpec: FieldSet {
    package static let fields = Self()
    package let differential = Field<String?>("differential") {
        "When differential backups are made: what changed since the last full one."
        Length(6...)
    }
    package let full = Field<String?>("full") {
        "When full backups are made; they need no other to be restored."
        Length(6...)
    }
    package let incremental = Field<String?>("incremental") {
        "When incremental backups are made: what changed since the last backup of any type."
        Length(6...)
    }
}

/// A claim's volume cannot shrink. An amount that was written as a number is compared by the operator, not by the API server.
let claimMayOnlyGrow = Rule(
    "a volume cannot shrink: storage must be at least what it was",
    cel: "!has(self.resources) || !has(self.resources.requests) || !('storage' in self.resources.requests) || "
        + "!has(oldSelf.resources) || !has(oldSelf.resources.requests) || !('storage' in oldSelf.resources.requests) || "
        + "type(self.resources.requests['storage']) != string || type(oldSelf.resources.requests['storage']) != string || "
        + "!quantity(self.resources.requests['storage']).isLessThan(quantity(oldSelf.resources.requests['storage']))"
) { (new: PersistentVolumeClaimSpec, old: PersistentVolumeClaimSpec) in
    guard let wanted = new.resources?.requests?["storage"], let present = old.resources?.requests?["storage"] else { return true }
    return wanted.milli >= present.milli
}
