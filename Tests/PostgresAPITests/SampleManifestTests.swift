import KubernetesModel
@testable import PostgresAPI
import Testing

@Suite("Sample manifests") struct SampleManifestTests {
    static let texts = Dictionary(uniqueKeysWithValues: SampleManifest.all().map { ($0.name, $0.text) })
    static let kinds: [String: any CustomResource.Type] = [
        "cr.yaml": PerconaPGCluster.self, "backup.yaml": PerconaPGBackup.self, "restore.yaml": PerconaPGRestore.self,
        "upgrade.yaml": PerconaPGUpgrade.self,
    ]

    /// Options that there is a better way for: no sample shows them.
    static let notShown = [
        "spec.backups.pgbackrest.sidecars", "spec.backups.pgbackrest.restore", "spec.backups.pgbackrest.repoHost.sshConfigMap",
        "spec.backups.pgbackrest.repoHost.sshSecret", "spec.extensions.builtin", "spec.dataSource.pgbackrest.repo.volume",
        "spec.dataSource.pgbackrest.repo.gcs", "spec.dataSource.pgbackrest.repo.azure", "spec.dataSource.pgbackrest.repo.schedules",
    ]

    @Test(arguments: kinds.keys.sorted()) func areRightAsTheyStand(_ name: String) throws {
        let json = try read(yaml: try #require(Self.texts[name]))
        #expect(try #require(Self.kinds[name]).problems(in: json) == [])
    }

    @Test func theClusterAsksForNothingThatIsNotDone() throws {
        let cluster = try PerconaPGCluster(parsing: read(yaml: try #require(Self.texts["cr.yaml"])))
        #expect(cluster.unsupportedFields() == [])
        #expect(cluster.refusals() == [])
    }

    @Test func theClusterHasTheStockValues() throws {
        let cluster = try PerconaPGCluster(parsing: read(yaml: try #require(Self.texts["cr.yaml"])))
        let spec = cluster.spec
        #expect(cluster.metadata.name == "cluster1")
        #expect(spec.crVersion == "3.1.0")
        #expect(spec.image == "localhost/egret-postgres:17")
        #expect(spec.postgresVersion == 17)
        #expect(spec.instances.map(\.name) == ["instance1"])
        #expect(spec.instances[0].replicas == 3)
        #expect(spec.proxy?.pgBouncer.replicas == 3)
        #expect(spec.backups.pgbackrest.repos.map(\.name) == ["repo1"])
        #expect(spec.pmm?.enabled == false)
        #expect(spec.logcollector?.enabled == false)
        // JIT is off by default, as with the Percona operator; the sample shows how a parameter is set by switching it on.
        #expect(spec.config.json["parameters"] == ["jit": "on"])
        let set = ["crVersion", "image", "imagePullPolicy", "postgresVersion", "instances", "proxy", "backups", "config", "pmm", "logcollector"]
        #expect(spec.json.object?.keys.sorted() == set.sorted())
    }

    @Test(arguments: kinds.keys.sorted()) func stayRightWithAnyOptionTaken(_ name: String) throws {
        let text = try #require(Self.texts[name])
        let kind = try #require(Self.kinds[name])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let blocks = hiddenBlocks(lines)
        #expect(!blocks.isEmpty)
        for block in blocks {
            let shown = lines.enumerated().map { block.contains($0.offset) ? String($0.element.dropFirst()) : $0.element }.joined(separator: "\n")
            let json = try #require(try? read(yaml: shown), "lines \(block) of \(name) are no YAML once they are shown")
            #expect(kind.problems(in: json) == [], "lines \(block) of \(name)")
        }
        let all = lines.map { isHidden($0) ? String($0.dropFirst()) : $0 }.joined(separator: "\n")
        #expect(kind.problems(in: try read(yaml: all)) == [])
    }

    @Test(arguments: kinds.keys.sorted()) func showEveryOption(_ name: String) throws {
        let lines = try #require(Self.texts[name]).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let all = try read(yaml: lines.map { isHidden($0) ? String($0.dropFirst()) : $0 }.joined(separator: "\n"))
        func missing(_ json: [JSONValue], _ fields: any FieldSet.Type, at path: String) -> [String] {
            fields.declarations.flatMap { declaration -> [String] in
                let place = "\(path).\(declaration.name)"
                let values = json.compactMap { $0[declaration.name] }
                if Self.notShown.contains(place) { return [] }
                if values.isEmpty { return [place] }
                switch declaration.shape {
                case .object(let inner): return missing(values, inner, at: place)
                case .list(of: .object(let inner)): return missing(values.flatMap { $0.array ?? [] }, inner, at: place + "[]")
                default: return []
                }
            }
        }
        #expect(missing([all["spec"] ?? .null], try #require(Self.kinds[name]).specFields, at: "spec") == [])
    }

    @Test func takeOtherImagesAndVersions() throws {
        let names = SampleManifest.Names(imagePrefix: "registry.example.com/pg/", postgresVersion: 18, version: "3.2.0")
        let text = try #require(SampleManifest.all(names).first?.text)
        let spec = try PerconaPGCluster(parsing: read(yaml: text)).spec
        #expect(spec.image == "registry.example.com/pg/egret-postgres:18")
        #expect(spec.proxy?.pgBouncer.image == "registry.example.com/pg/egret-pgbouncer:latest")
        #expect(spec.crVersion == "3.2.0")
        #expect(!text.contains("localhost"))
        #expect(!text.contains("$"))
    }
}

/// Whether a line is an option behind a `#`; notes have their `#` further right, or one space after it.
private func isHidden(_ line: String) -> Bool { line.hasPrefix("#  ") }

/// The options behind a `#`, each with the lines that belong to it.
private func hiddenBlocks(_ lines: [String]) -> [Set<Int>] {
    func content(_ line: String) -> Substring { line.dropFirst().drop { $0 == " " } }
    func indent(_ line: String) -> Int { line.count - content(line).count - 1 }
    var blocks: [Set<Int>] = []
    var first: Int?
    for (number, line) in lines.enumerated() {
        let isNote = !isHidden(line) && line.drop { $0 == " " }.hasPrefix("# ")
        if isNote { continue }
        guard isHidden(line) else {
            first = nil
            continue
        }
        if let first {
            // A list stands as far left as its key, so a dash there goes on with the key.
            let goesOn = indent(line) == indent(lines[first]) && content(line).hasPrefix("- ") && !content(lines[first]).hasPrefix("- ")
            if indent(line) > indent(lines[first]) || goesOn {
                blocks[blocks.count - 1].insert(number)
                continue
            }
        }
        first = number
        blocks.append([number])
    }
    return blocks
}
