import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite struct ApplyTests {
    static func rules(_ kind: String) -> any ResourceRules {
        BuiltInRules.rules(for: BuiltInRules.definitions.first { $0.kind == kind } ?? BuiltInRules.definitions[0])
    }

    static let configMaps = rules("ConfigMap")

    static func configMap(_ data: JSONValue) -> JSONValue { ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "a"], "data": data] }

    static func apply(
        _ data: JSONValue, to live: JSONValue?, by manager: String, force: Bool = false, at now: String = "2026-01-01T00:00:00Z"
    ) throws -> JSONValue {
        var result = try FieldManagement.apply(
            live: live, configuration: configMap(data), manager: manager, force: force, subresource: nil, rules: configMaps, now: now)
        result[path: "metadata", "uid"] = "u"
        return result
    }

    static func managers(_ object: JSONValue) -> [String: JSONValue] {
        Dictionary(
            (object[path: "metadata", "managedFields"]?.array ?? []).map { ($0.text("manager"), $0["fieldsV1"] ?? .null) }, uniquingKeysWith: { $1 })
    }

    @Test func `Applying again without a field removes it`() throws {
        let first = try Self.apply(["x": "1", "y": "2"], to: nil, by: "alice")
        let second = try Self.apply(["x": "one"], to: first, by: "alice")
        #expect(second["data"] == ["x": "one"])
        #expect(Self.managers(second) == ["alice": ["f:data": ["f:x": [:]]]])
    }

    @Test func `Applying the same again changes nothing, not even the time`() throws {
        let first = try Self.apply(["x": "1"], to: nil, by: "alice")
        #expect(try Self.apply(["x": "1"], to: first, by: "alice", at: "2026-01-01T00:00:09Z") == first)
    }

    @Test func `Another manager's fields conflict, and force takes them over`() throws {
        let first = try Self.apply(["x": "1", "y": "1"], to: nil, by: "alice")
        let error = #expect(throws: StatusError.self) { try Self.apply(["x": "2", "y": "2"], to: first, by: "bob") }
        #expect(error?.message == "Apply failed with 2 conflicts: conflicts with \"alice\":\n- .data.x\n- .data.y")
        let forced = try Self.apply(["x": "2"], to: first, by: "bob", force: true)
        #expect(forced["data"] == ["x": "2", "y": "1"])
        #expect(Self.managers(forced) == ["alice": ["f:data": ["f:y": [:]]], "bob": ["f:data": ["f:x": [:]]]])
    }

    @Test func `The same value may have two owners, and goes with the last`() throws {
        let first = try Self.apply(["x": "1"], to: nil, by: "alice")
        let shared = try Self.apply(["x": "1"], to: first, by: "bob")
        #expect(Self.managers(shared).count == 2)
        let one = try Self.apply([:], to: shared, by: "alice")
        #expect(one["data"] == ["x": "1"])
        let none = try Self.apply([:], to: one, by: "bob")
        #expect(none["data"] == nil)
    }

    @Test func `An update takes what it changes, and its owner is named in conflicts`() throws {
        let first = try Self.apply(["x": "1"], to: nil, by: "alice")
        var changed = first
        changed[path: "data", "x"] = "2"
        let updated = FieldManagement.update(
            old: first, new: changed, manager: "editor", subresource: nil, rules: Self.configMaps, now: "2026-01-01T00:00:05Z")
        #expect(Self.managers(updated) == ["editor": ["f:data": ["f:x": [:]]]])
        let error = #expect(throws: StatusError.self) { try Self.apply(["x": "1"], to: updated, by: "alice") }
        #expect(error?.message == "Apply failed with 1 conflict: conflict with \"editor\" using v1: .data.x")
    }

    @Test func `Lists of containers and ports are owned element by element`() throws {
        let rules = Self.rules("StatefulSet")
        func configuration(_ container: JSONValue) -> JSONValue {
            [
                "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": ["name": "db"],
                "spec": ["template": ["spec": ["containers": [container]]]],
            ]
        }
        let first = try FieldManagement.apply(
            live: nil, configuration: configuration(["name": "main", "image": "i:1", "ports": [["containerPort": 5432]]]), manager: "alice",
            force: false,
            subresource: nil, rules: rules, now: "2026-01-01T00:00:00Z")
        let second = try FieldManagement.apply(
            live: first, configuration: configuration(["name": "main", "env": [["name": "B", "value": "2"]]]), manager: "bob", force: false,
            subresource: nil, rules: rules, now: "2026-01-01T00:00:01Z")
        let container = second[path: "spec", "template", "spec", "containers"]?[0]
        #expect(container?["image"] == "i:1")
        #expect(container?["env"] == [["name": "B", "value": "2"]])
        let own = Self.managers(second)["alice"]?[path: "f:spec", "f:template", "f:spec", "f:containers", #"k:{"name":"main"}"#]
        #expect(
            own == [
                ".": [:], "f:image": [:], "f:name": [:],
                "f:ports": [#"k:{"containerPort":5432,"protocol":"TCP"}"#: [".": [:], "f:containerPort": [:]]],
            ])
        #expect(throws: StatusError.self) {
            try FieldManagement.apply(
                live: second, configuration: configuration(["name": "main", "image": "i:2"]), manager: "bob", force: false, subresource: nil,
                rules: rules,
                now: "2026-01-01T00:00:02Z")
        }
    }

    @Test func `A create leaves out of the fields what was there before it`() {
        let rules = Self.rules("Deployment")
        let body: JSONValue = [
            "metadata": ["name": "d", "labels": ["a": "b"]],
            "spec": ["selector": ["matchLabels": ["a": "b"]], "template": ["spec": ["containers": [["name": "c", "image": "i"]]]]],
        ]
        let decoded = (try? rules.decode(body)) ?? .null
        let created = FieldManagement.update(old: nil, new: decoded, manager: "kubectl", subresource: nil, rules: rules, now: "2026-01-01T00:00:00Z")
        let fields = Self.managers(created)["kubectl"]
        #expect(fields?[path: "f:metadata", "f:labels"] == [".": [:], "f:a": [:]])
        #expect(fields?[path: "f:spec", "."] == nil)
        #expect(fields?[path: "f:spec", "f:template", "f:spec", "f:containers", "."] == nil)
        #expect(fields?[path: "f:spec", "f:strategy", "f:rollingUpdate", "."] == [:])
    }

    @Test func `Fields keep their notation`() throws {
        let fields = PatchTests.parse(#"{"f:a":{".":{},"f:b":{}},"k:{\"name\":\"x\"}":{},"v:\"s\"":{},"i:0":{}}"#)
        #expect(FieldTree(encoded: fields).encoded == fields)
    }
}
