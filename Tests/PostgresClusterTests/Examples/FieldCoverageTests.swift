import KubernetesModel
import PostgresAPI
import Testing

@testable import PostgresCluster

/// Nothing that a user writes is silently ignored: each field changes the definition, is refused as not supported yet, or is on a list of
/// what others read.
@Suite("Fields of a cluster")
struct FieldCoverageTests {
    /// Read by the planner and the controllers from the resource itself.
    private static let readElsewhere: Set<String> = [
        "spec.unmanaged", "spec.patroni.switchover.enabled",
        "spec.patroni.switchover.targetInstance", "spec.patroni.switchover.type", "spec.tls.certManagementPolicy",
    ]
    /// These decide whether there is anything to plan for.
    private static let readElsewhereBelow = [
        "spec.backups.volumeSnapshots.",
        "spec.logcollector.", "spec.pmm.", "spec.dataSource.", "spec.logicalReplicas", "spec.extensions.pg_tde.", "spec.extensions.custom",
        "spec.extensions.storage.", "spec.extensions.image",
    ]

    @Test("each supported one changes the definition")
    func coverage() throws {
        let base = try JSONValue(yaml: DefinitionTests.manifest)
        // Where one field keeps another from counting: an S3 repository, and the older switches of extensions.
        var other = base
        other[path: ["spec", "extensions"]] = nil
        other[path: ["spec", "backups", "pgbackrest", "repos"]] = [["name": "repo1"]]
        var ignored: [String] = []
        var seen = 0
        for (path, declaration) in Self.leaves(PerconaPGClusterSpec.self, at: ["spec"]) {
            let name = Self.text(path)
            if Self.readElsewhere.contains(name) || Self.readElsewhereBelow.contains(where: name.hasPrefix) { continue }
            seen += 1
            let changes = [base, other].contains { base in
                let before = definition(base)
                return Self.values(of: declaration).contains { value in
                    var changed = base
                    Self.set(value, at: path[...], in: &changed)
                    return definition(changed) != before
                }
            }
            if !changes { ignored.append(name) }
        }
        #expect(seen > 100)
        #expect(ignored == [])
    }

    private func definition(_ json: JSONValue) -> ClusterDefinition {
        ClusterDefinition(PerconaPGCluster(json: json), operator: DefinitionTests.settings)
    }

    private static func leaves(_ fields: any FieldSet.Type, at path: [String]) -> [([String], FieldDeclaration)] {
        fields.declarations.flatMap { declaration -> [([String], FieldDeclaration)] in
            if case .notYet = declaration.traits.support { return [] }
            let place = path + [declaration.name]
            switch declaration.shape {
            case .object(let inner): return leaves(inner, at: place)
            case .list(of: .object(let inner)): return leaves(inner, at: place + ["[0]"])
            default: return [(place, declaration)]
            }
        }
    }

    private static func values(of declaration: FieldDeclaration) -> [JSONValue] {
        switch declaration.shape {
        case .boolean: return [true, false]
        case .integer, .integerOrText: return [12345]
        case .quantity: return ["7Gi"]
        case .text: return (declaration.traits.bounds.choices ?? []).map { .string($0) } + ["repo4", "7h"]
        case .list(of: .text): return [["x"], ["basebackup", "pgbackrest"]]
        case .list: return [[["name": "x"]]]
        case .map(of: .integerOrText), .map(of: .integer): return [["k": 7]]
        case .map: return [["k": "v"]]
        default: return [["name": "x"]]
        }
    }

    private static func text(_ path: [String]) -> String {
        path.reduce("") { $1.hasPrefix("[") ? $0 + $1 : $0.isEmpty ? $1 : "\($0).\($1)" }
    }

    private static func set(_ value: JSONValue, at path: ArraySlice<String>, in json: inout JSONValue) {
        guard let first = path.first else {
            json = value
            return
        }
        let rest = path.dropFirst()
        if first == "[0]" {
            var elements = json.array ?? []
            if elements.isEmpty { elements.append(.emptyObject) }
            set(value, at: rest, in: &elements[0])
            json = .array(elements)
        } else {
            var child = json[first] ?? .emptyObject
            set(value, at: rest, in: &child)
            json[first] = child
        }
    }
}
