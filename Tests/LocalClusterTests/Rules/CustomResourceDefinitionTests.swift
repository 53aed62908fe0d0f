import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite struct CustomResourceDefinitionTests {
    static func definition(_ plural: String, kind: String, shortNames: [JSONValue] = []) -> JSONValue {
        [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": ["name": .string("\(plural).example.com"), "uid": "u", "resourceVersion": "1"],
            "spec": [
                "group": "example.com", "scope": "Namespaced",
                "names": [
                    "plural": .string(plural), "singular": .string(kind.lowercased()), "kind": .string(kind), "listKind": .string("\(kind)List"),
                    "shortNames": .array(shortNames),
                ],
                "versions": [["name": "v1", "served": true, "storage": true]],
            ],
            "status": ["conditions": nil, "acceptedNames": ["plural": "", "kind": ""], "storedVersions": ["v1"]],
        ]
    }

    @Test func `Free names are accepted and the definition is established`() throws {
        let crd = Self.definition("gears", kind: "Gear")
        let established = try #require(CustomResourceDefinitions.established(crd, among: [], now: "2026-01-01T00:00:00Z"))
        #expect(established["spec"] == crd["spec"])
        #expect(established["metadata"] == crd["metadata"])
        #expect(established[path: "status", "acceptedNames"] == ["plural": "gears", "singular": "gear", "kind": "Gear", "listKind": "GearList"])
        #expect(CustomResourceDefinitions.isEstablished(established))
        #expect(CustomResourceDefinitions.established(established, among: [], now: "2026-01-01T00:00:09Z") == nil)
    }

    @Test func `Names of another definition are refused, and what is free is taken`() throws {
        let first = try #require(
            CustomResourceDefinitions.established(Self.definition("gears", kind: "Gear"), among: [], now: "2026-01-01T00:00:00Z"))
        let second = try #require(
            CustomResourceDefinitions.established(Self.definition("cogs", kind: "Gear"), among: [first], now: "2026-01-01T00:00:00Z"))
        #expect(second[path: "status", "acceptedNames"] == ["plural": "cogs", "kind": ""])
        let conditions = second[path: "status", "conditions"]?.array ?? []
        #expect(conditions.map { $0["reason"]?.string } == ["ListKindConflict", "NotAccepted"])
        #expect(conditions.first?["message"] == "\"GearList\" is already in use")
    }
}
