import KubernetesModel
import PostgresCluster
import Testing

@testable import EgretCommand

/// The API server refuses a grant of what the one who grants does not have.
@Suite("Rights of the operator") struct OperatorRightsTests {
    static let cluster = {
        var cluster = ClusterDefinition(
            name: "cluster1", namespace: "postgres-operator", uid: "1", crVersion: "3.1.0", postgresVersion: 17,
            images: .init(postgres: "p", pgBouncer: "b", pgBackRest: "r", initContainer: "i"))
        cluster.isOpenShift = true
        return cluster
    }()

    private func isAllowed(_ verb: String, _ group: String, _ resource: String) -> Bool {
        OperatorInstallation.rules.contains { $0.groups.contains(group) && $0.resources.contains(resource) && $0.verbs.contains(verb) }
    }

    @Test("include everything that it grants to the Pods of a cluster")
    func grants() {
        for control in [AccessControl.instances(of: Self.cluster), .pgBackRest(of: Self.cluster)] {
            for rule in control.role.rules ?? [] {
                for group in rule.apiGroups ?? [] {
                    for resource in rule.resources ?? [] {
                        for verb in rule.verbs ?? [] {
                            #expect(
                                isAllowed(verb, group, resource), "\(control.role.metadata.name ?? "") may \(verb) \(resource), the operator may not")
                        }
                    }
                }
            }
        }
    }

    @Test("are said once, with a reason that is a sentence, and name no wildcard")
    func rules() {
        var seen: Set<String> = []
        for rule in OperatorInstallation.rules {
            #expect(rule.reason.count > 20 && rule.reason.hasSuffix("."))
            #expect(rule.verbs == rule.verbs.sorted() && !(rule.verbs + rule.resources + rule.groups).contains("*"))
            for resource in rule.resources { #expect(seen.insert("\(rule.groups)/\(resource)").inserted, "\(resource) has two rules") }
        }
    }
}
