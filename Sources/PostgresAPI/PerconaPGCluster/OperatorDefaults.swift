/// What an operator fills in where a resource leaves it open.
package struct OperatorDefaults: Sendable, Hashable {
    /// Release of the custom resources, for example `3.1.0`.
    package var version: String
    package var images: RelatedImages
    /// Whether the API server has the API group `security.openshift.io`.
    package var isOpenShift: Bool

    package init(version: String, images: RelatedImages, isOpenShift: Bool = false) {
        self.version = version
        self.images = images
        self.isOpenShift = isOpenShift
    }
}

/// The images that an operator was given for clusters which name none.
package struct RelatedImages: Sendable, Hashable {
    /// Images of PostgreSQL by major version.
    package var postgres: [Int: String]
    package var pgBackRest: String?
    package var pgBouncer: String?
    package var upgrade: String?

    package init(postgres: [Int: String] = [:], pgBackRest: String? = nil, pgBouncer: String? = nil, upgrade: String? = nil) {
        self.postgres = postgres
        self.pgBackRest = pgBackRest
        self.pgBouncer = pgBouncer
        self.upgrade = upgrade
    }

    /// Reads the variables that that operator reads, too: `RELATED_IMAGE_POSTGRES_17`, `RELATED_IMAGE_PGBACKREST`,
    /// `RELATED_IMAGE_PGBOUNCER` and `RELATED_IMAGE_PGUPGRADE`. Empty ones count as unset.
    package init(environment: [String: String]) {
        func image(_ name: String) -> String? { environment["RELATED_IMAGE_\(name)"].flatMap { $0.isEmpty ? nil : $0 } }
        let majors = environment.keys.compactMap {
            $0.hasPrefix("RELATED_IMAGE_POSTGRES_") ? Int($0.dropFirst("RELATED_IMAGE_POSTGRES_".count)) : nil
        }
        self.init(
            postgres: Dictionary(uniqueKeysWithValues: Set(majors).compactMap { major in image("POSTGRES_\(major)").map { (major, $0) } }),
            pgBackRest: image("PGBACKREST"), pgBouncer: image("PGBOUNCER"), upgrade: image("PGUPGRADE"))
    }
}
