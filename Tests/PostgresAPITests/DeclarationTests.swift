import Foundation
import KubernetesModel
@testable import PostgresAPI
import Testing

/// One line of fields.tsv: what the custom resources of Percona operator 3.1.0 have.
struct ReferenceRow: Hashable, CustomStringConvertible {
    let kind: String
    let path: String
    let type: String
    let constraints: Set<String>
    var description: String { "\(kind) \(path): \(type) \(constraints.sorted())" }
}

func referenceRows() throws -> [ReferenceRow] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "fields.tsv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map { line in
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        let constraints = cells.count > 3 ? cells[3] : ""
        return ReferenceRow(
            kind: cells[0], path: cells[1], type: cells[2],
            constraints: Set(constraints.components(separatedBy: "; ").filter { !$0.isEmpty }))
    }
}

/// The declarations in the form of fields.tsv.
func declaredRows(_ kind: any CustomResource.Type) -> [ReferenceRow] {
    var rows: [ReferenceRow] = []
    func add(_ fields: any FieldSet.Type, at path: String) {
        for declaration in fields.declarations {
            let place = "\(path).\(declaration.name)"
            var constraints = constraints(of: declaration)
            switch declaration.shape {
            case .object(let inner): constraints.formUnion(inner.rules.map { "rule: \($0.cel)" })
            default: break
            }
            rows.append(ReferenceRow(kind: kind.names.kind, path: place, type: typeName(declaration.shape), constraints: constraints))
            switch declaration.shape {
            case .object(let inner): add(inner, at: place)
            case .list(of: .object(let inner)): add(inner, at: place + "[]")
            default: break
            }
        }
    }
    let specRules = Set(kind.specFields.rules.map { "rule: \($0.cel)" })
    rows.append(ReferenceRow(kind: kind.names.kind, path: "spec", type: "object", constraints: specRules.union(["required"])))
    add(kind.specFields, at: "spec")
    rows.append(ReferenceRow(kind: kind.names.kind, path: "status", type: "object", constraints: []))
    add(kind.statusFields, at: "status")
    return rows
}

private func typeName(_ shape: Shape) -> String {
    switch shape {
    case .boolean: "boolean"
    case .integer: "integer"
    case .text: "string"
    case .integerOrText, .quantity: "int-or-string"
    case .list(let element): "[\(typeName(element))]"
    case .map(let value): "map[string]\(typeName(value))"
    case .object, .freeForm: "object"
    case .kubernetes("Condition"): "meta/v1 Condition"
    case .kubernetes("VolumeSource"): "core/v1 Volume"
    case .kubernetes("SecretProjection"), .kubernetes("ConfigMapProjection"): "core/v1 Secret/ConfigMapProjection"
    case .kubernetes(let name): "core/v1 \(name)"
    }
}

private func constraints(of declaration: FieldDeclaration) -> Set<String> {
    let traits = declaration.traits
    var result = bounds(traits.bounds, prefix: "")
    result.formUnion(bounds(traits.itemBounds, prefix: "item "))
    if declaration.isRequired { result.insert("required") }
    if let value = declaration.schemaDefault { result.insert("default=\(value.text)") }
    switch traits.listType {
    case .atomic?: result.insert("list=atomic")
    case .set?: result.insert("list=set")
    case .map(let key)?: result.insert("list=map:\(key)")
    case nil: break
    }
    if let mapType = traits.mapType { result.insert("map=\(mapType)") }
    switch declaration.shape {
    case .integer:
        let format = traits.format ?? "int32"
        if !format.isEmpty { result.insert("format=\"\(format)\"") }
    case .text(let format?): result.insert("format=\"\(format)\"")
    case .quantity: result.insert("pattern=\(JSONValue.string(SchemaWriter.quantityPattern).text)")
    case .freeForm: result.insert("free-form")
    default: break
    }
    result.formUnion(traits.rules.map { "rule: \($0.cel)" })
    return result
}

private func bounds(_ bounds: Bounds, prefix: String) -> Set<String> {
    let numbers: [(String, Int?)] = [
        ("minimum", bounds.minimum), ("maximum", bounds.maximum), ("minLength", bounds.minimumLength), ("maxLength", bounds.maximumLength),
        ("minItems", bounds.minimumItems), ("maxItems", bounds.maximumItems),
    ]
    var result = Set(numbers.compactMap { name, value in value.map { "\(prefix)\(name)=\($0)" } })
    if let pattern = bounds.pattern { result.insert("\(prefix)pattern=\(JSONValue.string(pattern).text)") }
    if let choices = bounds.choices { result.insert("\(prefix)enum=\(JSONValue.array(choices.map { .string($0) }).text)") }
    return result
}

@Suite("Declarations") struct DeclarationTests {
    static let kinds = CustomResourceDefinitions.kinds

    /// What we say about fields of that operator that it does not.
    static let ours: [String: Set<String>] = [
        "PerconaPGCluster spec.crVersion": ["maxLength=63"],
        "PerconaPGCluster spec.users": ["maxItems=64"],
        "PerconaPGCluster spec.logicalReplicas": ["maxItems=16"],
        "PerconaPGCluster spec.instances": ["maxItems=64"],
        "PerconaPGCluster spec.instances[].tablespaceVolumes": ["maxItems=64"],
        "PerconaPGCluster spec.instances[].tablespaceVolumes[].dataVolumeClaimSpec": ["rule: \(claimMayOnlyGrow.cel)"],
        "PerconaPGCluster spec.config.parameters": ["maxItems=1000"],
        "PerconaPGCluster spec.backups.pgbackrest.repos": ["maxItems=4"],
        "PerconaPGCluster spec.instances[].dataVolumeClaimSpec": ["rule: \(claimMayOnlyGrow.cel)"],
        "PerconaPGCluster spec.instances[].walVolumeClaimSpec": ["rule: \(claimMayOnlyGrow.cel)"],
        "PerconaPGCluster spec.backups.pgbackrest.repos[].volume.volumeClaimSpec": ["rule: \(claimMayOnlyGrow.cel)"],
        "PerconaPGCluster spec.dataSource.pgbackrest.repo.volume.volumeClaimSpec": ["rule: \(claimMayOnlyGrow.cel)"],
        "PerconaPGBackup status.repo.volume.volumeClaimSpec": ["rule: \(claimMayOnlyGrow.cel)"],
    ]
    /// Fields that we add: all in the status, but those of drills.
    static let added: Set<String> = [
        "PerconaPGCluster status.standby.follows",
        "PerconaPGCluster spec.backups.drills", "PerconaPGCluster spec.backups.drills.checks",
        "PerconaPGCluster spec.backups.drills.checks.amcheck", "PerconaPGCluster spec.backups.drills.checks.heapAllIndexed",
        "PerconaPGCluster spec.backups.drills.checks.pageChecksums", "PerconaPGCluster spec.backups.drills.checks.sql",
        "PerconaPGCluster spec.backups.drills.checks.sql.key", "PerconaPGCluster spec.backups.drills.checks.sql.name",
        "PerconaPGCluster spec.backups.drills.deadlineSeconds", "PerconaPGCluster spec.backups.drills.repoName",
        "PerconaPGCluster spec.backups.drills.resources", "PerconaPGCluster spec.backups.drills.schedule",
        "PerconaPGCluster spec.backups.drills.volumeClaimSpec",
        "PerconaPGCluster status.pgbackrest.drills", "PerconaPGCluster status.pgbackrest.drills.last",
        "PerconaPGCluster status.pgbackrest.drills.lastScheduleTime", "PerconaPGCluster status.pgbackrest.drills.lastVerifiedTime",
        "PerconaPGCluster status.pgbackrest.drills.message", "PerconaPGCluster status.pgbackrest.drills.nextScheduleTime",
        "PerconaPGCluster status.pgbackrest.drills.request",
        "PerconaPGCluster status.pgbackrest.drills.running", "PerconaPGCluster status.pgbackrest.drills.schedule", "PerconaPGBackup status.drill",
        "PerconaPGBackup status.progress", "PerconaPGBackup status.progress.bytes", "PerconaPGBackup status.progress.percent",
        "PerconaPGBackup status.progress.totalBytes",
        "PerconaPGCluster status.crVersion", "PerconaPGCluster status.pendingChanges",
        "PerconaPGCluster status.pgbackrest.scheduledBackups[].lastBackup",
        "PerconaPGCluster status.pgbackrest.scheduledBackups[].lastMissedTime",
        "PerconaPGCluster status.pgbackrest.scheduledBackups[].lastScheduleTime",
        "PerconaPGCluster status.pgbackrest.scheduledBackups[].missed",
        "PerconaPGCluster status.pgbackrest.scheduledBackups[].nextScheduleTime",
        "PerconaPGCluster status.pgbackrest.scheduledBackups[].schedule", "PerconaPGCluster status.pgbackrest.unusedClaims",
        "PerconaPGCluster status.revisions",
        "PerconaPGCluster status.operations", "PerconaPGCluster status.operations[].kind", "PerconaPGCluster status.operations[].message",
        "PerconaPGCluster status.operations[].name", "PerconaPGCluster status.operations[].phase", "PerconaPGCluster status.operations[].started",
        "PerconaPGRestore status.backupName", "PerconaPGRestore status.error", "PerconaPGRestore status.instance",
        "PerconaPGRestore status.message", "PerconaPGRestore status.options", "PerconaPGRestore status.phase",
        "PerconaPGRestore status.previousData", "PerconaPGRestore status.previousData.bytes", "PerconaPGRestore status.previousData.claim",
        "PerconaPGRestore status.previousData.directory", "PerconaPGRestore status.previousData.keptUntil",
        "PerconaPGRestore status.progress", "PerconaPGRestore status.progress.bytes", "PerconaPGRestore status.progress.percent",
        "PerconaPGRestore status.progress.totalBytes", "PerconaPGRestore status.recoveredTo", "PerconaPGRestore status.started",
        "PerconaPGRestore status.target", "PerconaPGRestore status.timeline", "PerconaPGRestore status.undo",
        "PerconaPGRestore status.undo.directory", "PerconaPGRestore status.undo.restore",
    ]

    /// The fields of a drill's outcome, which stand in two places.
    static let outcome = [
        "backup", "bytes", "checks", "completed", "marker", "message", "name", "position", "reason", "recoveredTo", "recoverySeconds", "repo",
        "request", "restoreSeconds", "seconds", "started", "state",
    ]

    @Test func sayWhatTheReferenceSays() throws {
        let reference = try referenceRows()
        #expect(reference.count == 571)
        let declared = Self.kinds.flatMap { declaredRows($0) }
        let byPath = Dictionary(declared.map { ("\($0.kind) \($0.path)", $0) }, uniquingKeysWith: { first, _ in first })
        for row in reference {
            let name = "\(row.kind) \(row.path)"
            guard let ours = byPath[name] else {
                Issue.record("nobody declares \(name)")
                continue
            }
            #expect(ours.type == row.type, "\(name)")
            let wanted = row.constraints.union(Self.ours[name] ?? [])
            #expect(
                ours.constraints == wanted,
                "\(name) lacks \(wanted.subtracting(ours.constraints)), has \(ours.constraints.subtracting(wanted)) too many")
        }
        let known = Set(reference.map { "\($0.kind) \($0.path)" })
        let outcomes = ["PerconaPGBackup status.drill", "PerconaPGCluster status.pgbackrest.drills.last"]
        let added = Self.added.union(outcomes.flatMap { place in Self.outcome.map { "\(place).\($0)" } })
        #expect(Set(byPath.keys).subtracting(known) == added)
    }

    @Test(arguments: kinds.map { $0.names.kind })
    func areComplete(_ kind: String) throws {
        let type = try #require(Self.kinds.first { $0.names.kind == kind })
        for (path, declaration, effect) in leaves(of: type.specFields, at: "spec", inherited: nil) {
            #expect(
                declaration.traits.documentation.first?.hasSuffix(".") == true || declaration.traits.documentation.first?.hasSuffix(".\"") == true,
                "\(path)")
            #expect(effect != nil, "\(path) does not say what a change of it does")
        }
    }

    @Test func propertiesAreNamedAsTheirFields() {
        var seen: Set<String> = []
        func check(_ fields: any FieldSet.Type) {
            guard seen.insert(String(describing: fields)).inserted else { return }
            for (property, declaration) in zip(fields.propertyNames, fields.declarations) {
                let bare = declaration.name.replacing("_", with: "").lowercased()
                #expect(property.lowercased() == bare, "\(fields).\(property) declares \(declaration.name)")
                if case .object(let inner) = declaration.shape { check(inner) }
                if case .list(of: .object(let inner)) = declaration.shape { check(inner) }
            }
            #expect(fields.declarations.map(\.name) == fields.declarations.map(\.name).sorted(), "\(fields)")
        }
        for kind in Self.kinds {
            check(kind.specFields)
            check(kind.statusFields)
        }
        #expect(seen.count > 60)
    }

    @Test func patternsCompile() throws {
        for kind in Self.kinds {
            for (path, declaration, _) in leaves(of: kind.specFields, at: "spec", inherited: nil) {
                guard let pattern = declaration.traits.bounds.pattern else { continue }
                #expect((try? Regex(pattern)) != nil, "\(path)")
                #expect(pattern.hasPrefix("^") && pattern.hasSuffix("$"), "\(path)")
            }
        }
    }
}

/// Every field, with the effect that it or the nearest block around it names.
func leaves(of fields: any FieldSet.Type, at path: String, inherited: Effect?) -> [(String, FieldDeclaration, Effect?)] {
    fields.declarations.flatMap { declaration -> [(String, FieldDeclaration, Effect?)] in
        let place = "\(path).\(declaration.name)"
        let effect = declaration.traits.effect ?? inherited
        switch declaration.shape {
        case .object(let inner): return leaves(of: inner, at: place, inherited: effect)
        case .list(of: .object(let inner)): return leaves(of: inner, at: place + "[]", inherited: effect)
        default: return [(place, declaration, effect)]
        }
    }
}
