import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite struct PatchTests {
    static let deployment = Schema.builtIn(group: "apps", version: "v1", kind: "Deployment")

    static func parse(_ text: String) -> JSONValue { (try? JSONValue(parsing: text)) ?? "not JSON" }

    @Test(arguments: [
        (#"{"a":1}"#, #"[{"op":"add","path":"/b","value":2}]"#, #"{"a":1,"b":2}"#),
        (#"{"a":[1,3]}"#, #"[{"op":"add","path":"/a/1","value":2},{"op":"add","path":"/a/-","value":4}]"#, #"{"a":[1,2,3,4]}"#),
        (#"{"a":{"x/y":1,"m~n":2}}"#, #"[{"op":"remove","path":"/a/x~1y"},{"op":"replace","path":"/a/m~0n","value":3}]"#, #"{"a":{"m~n":3}}"#),
        (#"{"a":1}"#, #"[{"op":"replace","path":"/none","value":2}]"#, #"{"a":1,"none":2}"#),
        (#"{"a":1,"b":2}"#, #"[{"op":"move","from":"/a","path":"/c"},{"op":"copy","from":"/b","path":"/d"}]"#, #"{"b":2,"c":1,"d":2}"#),
        (#"{"a":1}"#, #"[{"op":"test","path":"/a","value":1}]"#, #"{"a":1}"#),
    ])
    func `A JSON patch is carried out in order`(object: String, patch: String, result: String) throws {
        #expect(try Patches.json(Self.parse(patch), to: Self.parse(object)) == Self.parse(result))
    }

    @Test(arguments: [
        #"[{"op":"test","path":"/a","value":2}]"#, #"[{"op":"remove","path":"/none"}]"#, #"[{"op":"add","path":"/none/x","value":2}]"#,
        #"[{"op":"nonsense","path":"/a"}]"#, #"[{"op":"add","path":"/list/7","value":1}]"#,
    ])
    func `A JSON patch that fails is refused as a whole`(patch: String) {
        let error = #expect(throws: StatusError.self) { try Patches.json(Self.parse(patch), to: ["a": 1, "list": [1]]) }
        #expect(error?.code == 422)
        #expect(error?.message == "the server rejected our request due to an error in our request")
    }

    @Test(arguments: [
        (#"{"a":{"b":1,"c":2}}"#, #"{"a":{"b":null}}"#, #"{"a":{"c":2}}"#), (#"{"a":[1,2]}"#, #"{"a":[3]}"#, #"{"a":[3]}"#),
        (#"{"a":1}"#, #"{"a":{"b":{"c":null}}}"#, #"{"a":{"b":{}}}"#), (#"{"a":"x"}"#, #"{"a":null}"#, #"{}"#),
    ])
    func `A merge patch replaces, and null removes`(object: String, patch: String, result: String) throws {
        #expect(try Patches.merge(Self.parse(patch), to: Self.parse(object)) == Self.parse(result))
    }

    static let containers = #"[{"name":"a","image":"a:1","env":[{"name":"X","value":"1"},{"name":"Y","value":"2"}]},{"name":"b","image":"b:1"}]"#

    @Test(arguments: [
        (#"{"containers":[{"name":"b","image":"b:2"}]}"#, ["a=a:1", "b=b:2"]),
        (#"{"containers":[{"name":"c","image":"c:1"}]}"#, ["c=c:1", "a=a:1", "b=b:1"]),
        (#"{"containers":[{"name":"b","$patch":"delete"}]}"#, ["a=a:1"]),
        (#"{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}"#, ["b=b:1", "a=a:1"]),
        (
            #"{"$setElementOrder/containers":[{"name":"c"},{"name":"a"}],"containers":[{"name":"c","image":"c:1"},{"name":"b","$patch":"delete"}]}"#,
            ["c=c:1", "a=a:1"]
        ),
        (#"{"containers":[{"$patch":"replace"},{"name":"only","image":"o:1"}]}"#, ["only=o:1"]),
    ])
    func `Containers merge by name`(change: String, result: [String]) throws {
        let object: JSONValue = ["spec": ["template": ["spec": ["containers": Self.parse(Self.containers)]]]]
        let patch: JSONValue = ["spec": ["template": ["spec": Self.parse(change)]]]
        let patched = try Patches.strategic(patch, to: object, schema: Self.deployment)
        let found = (patched[path: "spec", "template", "spec", "containers"]?.array ?? []).map { "\($0.text("name"))=\($0.text("image"))" }
        #expect(found == result)
    }

    @Test func `Keys may be retained, maps replaced and scalars taken out`() throws {
        let object: JSONValue = [
            "metadata": ["finalizers": ["x/a", "x/b"]],
            "spec": ["template": ["spec": ["nodeSelector": ["a": "1"], "volumes": [["name": "v", "emptyDir": [:]]]]]],
        ]
        let patch = Self.parse(
            """
            {"metadata":{"$deleteFromPrimitiveList/finalizers":["x/a"]},"spec":{"template":{"spec":{
              "nodeSelector":{"$patch":"replace","b":"2"},
              "volumes":[{"name":"v","$retainKeys":["name","configMap"],"configMap":{"name":"c"}}]}}}}
            """)
        let patched = try Patches.strategic(patch, to: object, schema: Self.deployment)
        #expect(patched[path: "metadata", "finalizers"] == ["x/b"])
        #expect(patched[path: "spec", "template", "spec", "nodeSelector"] == ["b": "2"])
        #expect(patched[path: "spec", "template", "spec", "volumes"] == [["name": "v", "configMap": ["name": "c"]]])
    }

    @Test(arguments: [
        (#"{"metadata":{"$patch":"nonsense"}}"#, "unknown patch type: nonsense in map: map[$patch:nonsense]"),
        (#"{"spec":{"template":{"spec":{"containers":[{"image":"x"}]}}}}"#, "map: map[image:x] does not contain declared merge key: name"),
    ])
    func `A strategic merge patch that makes no sense says why`(patch: String, message: String) {
        let error = #expect(throws: StatusError.self) { try Patches.strategic(Self.parse(patch), to: [:], schema: Self.deployment) }
        #expect(error?.code == 500)
        #expect(error?.message == message)
    }
}
