import KubernetesModel
@testable import PostgresAPI
import Testing

@Suite("CustomResourceDefinitions") struct CustomResourceDefinitionTests {
    static let all = CustomResourceDefinitions.all(version: "3.1.0")

    @Test func areFourInTheOrderOfTheirNames() {
        #expect(
            Self.all.map { $0[path: "metadata", "name"]?.string } == [
                "perconapgbackups.pgv2.percona.com", "perconapgclusters.pgv2.percona.com", "perconapgrestores.pgv2.percona.com",
                "perconapgupgrades.pgv2.percona.com",
            ])
        #expect(Self.all.allSatisfy { $0[path: "metadata", "labels"] == ["pgv2.percona.com/version": "v3.1.0"] })
    }

    /// `kubectl apply` keeps the whole object in an annotation, of at most 256 KiB together with the others.
    @Test(arguments: 0..<4) func fitIntoAnAnnotation(_ index: Int) {
        let definition = Self.all[index]
        let size = definition.utf8.count
        #expect(size <= 240 * 1024, "\(definition[path: "metadata", "name"]?.string ?? ""): \(size) bytes")
    }

    @Test(arguments: 0..<4) func haveAStructuralSchema(_ index: Int) throws {
        let definition = Self.all[index]
        let schema = try #require(definition[path: "spec", "versions"]?[0]?[path: "schema", "openAPIV3Schema"])
        #expect(structuralProblems(schema, at: "") == [])
        #expect(schema[path: "properties", "metadata"] == ["type": "object"])
    }

    @Test func showWhatTheReferenceShows() {
        func columns(_ index: Int) -> [String] {
            Self.all[index][path: "spec", "versions"]?[0]?["additionalPrinterColumns"]?.array?.map {
                "\($0["name"]?.string ?? "") \($0["jsonPath"]?.string ?? "") \($0["type"]?.string ?? "")"
            } ?? []
        }
        #expect(
            columns(1) == [
                "Endpoint .status.host string", "Status .status.state string", "Postgres .status.postgres.ready string",
                "PGBouncer .status.pgbouncer.ready string", "Age .metadata.creationTimestamp date",
            ])
        #expect(columns(0).count == 7)
        #expect(columns(2).count == 4)
        #expect(columns(3).isEmpty)
        #expect(Self.all.map { $0[path: "spec", "names", "shortNames"]?[0]?.string } == ["pg-backup", "pg", "pg-restore", nil])
    }

    @Test func carryTheMessagesThatSuitesCompare() {
        let text = Self.all.map(\.text).joined()
        for message in [
            "pg_tde is only supported for PG16 and above", "PostgresVersion must be >= 15 if grantPublicSchemaAccess exists and is true",
            "spec.logicalReplicas requires spec.postgresVersion >= 17",
            "spec.logicalReplicas[].bootstrapMethod must be 'pg_basebackup' when spec.backups.enabled is false",
            "CRVersion must be a valid semantic version", "At least one repository must be configured when backups are enabled",
            "vault is required for enabling pg_tde", "pg_tde must be enabled to enable WAL encryption",
            "to disable pg_tde first set enabled=false without removing vault and wait for pod restarts",
            "repoName is required when method is 'pgbackrest'", "either repoName or volumeSnapshotBackupName must be set",
            "repoName is an immutable field",
        ] {
            #expect(text.contains(message), "\(message)")
        }
    }

    @Test(
        arguments: [
            (["type": "object", "properties": ["a": [:]]], ".a: has no type"),
            (["type": "array"], ": is a list without items"),
            (["type": "object", "properties": [:], "additionalProperties": ["type": "string"]], ": has properties and additionalProperties"),
            (["type": "string", "oneOf": [["pattern": "a"]]], ": uses oneOf"),
            (
                [
                    "type": "array", "items": ["type": "object", "properties": ["name": ["type": "string"]]], "x-kubernetes-list-type": "map",
                    "x-kubernetes-list-map-keys": ["name"],
                ], ": has the list key name, which is neither required nor has a default"
            ),
            (["type": "array", "items": ["type": "object"], "x-kubernetes-list-type": "set"], ": is a set of what is not scalar"),
            (["type": "integer", "default": "1"], ": has the default \"1\" of another type"),
            (["type": "object", "required": ["x"], "properties": [:]], ": requires x, which it does not have"),
        ] as [(JSONValue, String)])
    func theCheckOfTheirSchemaFindsMistakes(_ schema: JSONValue, _ problem: String) {
        #expect(structuralProblems(schema, at: "") == [problem])
    }
}

/// What an API server would refuse in the schema of a CRD.
///
/// - Source: Kubernetes documentation, "Extend the Kubernetes API with CustomResourceDefinitions", *Specifying a structural schema*, *Merge
///   strategy*, *Defaulting*.
func structuralProblems(_ schema: JSONValue, at path: String) -> [String] {
    var problems: [String] = []
    let isIntegerOrText = schema["x-kubernetes-int-or-string"] == true
    let type = schema["type"]?.string
    for key in ["allOf", "oneOf", "not", "$ref", "$schema", "definitions", "dependencies", "deprecated", "discriminator", "id", "patternProperties"]
    where schema[key] != nil {
        problems.append("\(path): uses \(key)")
    }
    if isIntegerOrText {
        if schema["anyOf"] != [["type": "integer"], ["type": "string"]] || type != nil {
            problems.append("\(path): is not an int-or-string as it has to be")
        }
    } else {
        if schema["anyOf"] != nil { problems.append("\(path): uses anyOf") }
        if type == nil { problems.append("\(path): has no type") }
    }
    if schema["properties"] != nil, schema["additionalProperties"] != nil { problems.append("\(path): has properties and additionalProperties") }
    if type == "array", schema["items"] == nil { problems.append("\(path): is a list without items") }
    for name in schema["required"]?.array?.compactMap(\.string) ?? [] where schema[path: "properties", name] == nil {
        problems.append("\(path): requires \(name), which it does not have")
    }
    problems += listProblems(schema, at: path)
    if let value = schema["default"], !fits(value, type) { problems.append("\(path): has the default \(value.text) of another type") }
    if let mapType = schema["x-kubernetes-map-type"]?.string, type != "object" || !["atomic", "granular"].contains(mapType) {
        problems.append("\(path): has the map type \(mapType)")
    }
    for rule in schema["x-kubernetes-validations"]?.array ?? [] where rule["rule"]?.string == nil || rule["message"]?.string?.contains("\n") != false
    {
        problems.append("\(path): has a rule without text or message")
    }
    for (name, inner) in schema["properties"]?.object ?? [:] { problems += structuralProblems(inner, at: "\(path).\(name)") }
    if let inner = schema["items"] { problems += structuralProblems(inner, at: "\(path)[]") }
    if let inner = schema["additionalProperties"] { problems += structuralProblems(inner, at: "\(path){}") }
    return problems
}

private func listProblems(_ schema: JSONValue, at path: String) -> [String] {
    guard let listType = schema["x-kubernetes-list-type"]?.string else { return [] }
    guard schema["type"] == "array", let items = schema["items"] else { return ["\(path): has a list type and is no list"] }
    let itemType = items["type"]?.string
    let isScalar = itemType != "object" && itemType != "array"
    switch listType {
    case "atomic": return []
    case "set": return isScalar || items["x-kubernetes-map-type"] == "atomic" ? [] : ["\(path): is a set of what is not scalar"]
    case "map":
        guard itemType == "object" else { return ["\(path): is a map of what are no objects"] }
        let keys = schema["x-kubernetes-list-map-keys"]?.array?.compactMap(\.string) ?? []
        let required = items["required"]?.array?.compactMap(\.string) ?? []
        return (keys.isEmpty ? ["\(path): is a map without keys"] : [])
            + keys.filter { !required.contains($0) && items[path: "properties", $0, "default"] == nil }
            .map { "\(path): has the list key \($0), which is neither required nor has a default" }
    default: return ["\(path): has the list type \(listType)"]
    }
}

private func fits(_ value: JSONValue, _ type: String?) -> Bool {
    switch type {
    case "boolean": value.bool != nil
    case "integer": value.integer != nil
    case "number": value.number != nil
    case "string": value.string != nil
    case "array": value.array != nil
    case "object": value.object != nil
    default: true
    }
}
