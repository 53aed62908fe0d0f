package import KubernetesModel

/// Until when PostgreSQL's major versions get fixes.
///
/// - Source: postgresql.org, "Versioning Policy".
package enum PostgresMajor {
    private static let lastReleases: [Int: String] = [
        12: "2024-11-21", 13: "2025-11-13", 14: "2026-11-12", 15: "2027-11-11", 16: "2028-11-09", 17: "2029-11-08", 18: "2030-11-14",
    ]

    /// The day of a major version's last release, as `2029-11-08`; nil for one that is not known here.
    package static func endOfLife(of major: Int) -> String? { lastReleases[major] }

    /// Whether a major version gets no fixes any more.
    package static func isEndOfLife(_ major: Int, at now: Timestamp) -> Bool {
        guard let day = lastReleases[major], let end = Timestamp(parsing: "\(day)T23:59:59Z") else { return false }
        return end < now
    }
}
