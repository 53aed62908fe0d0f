import PostgresAPI

extension DrillDefinition {
    init(_ spec: Object<DrillsSpec>) {
        schedule = spec.schedule.nonEmpty
        repoName = spec.repoName.nonEmpty
        checksStructure = spec.checks.amcheck
        checksRowsInIndexes = spec.checks.heapAllIndexed
        checksPages = spec.checks.pageChecksums
        sql = spec.checks.sql.map { SQLSource(configMap: $0.name, key: $0.key) }
        resources = spec.resources
        deadline = .seconds(spec.deadlineSeconds)
        volumeClaim = spec.volumeClaimSpec
    }
}
