import Foundation
import KubernetesModel
import Testing

@Suite("JSON") struct JSONTests {
    @Test(arguments: [
        "null", "true", "[]", "{}", "[1,2,3]", #"{"a":{"b":[null,-1,2.5,"x"]}}"#, #""\"\\\n\t\u0001é😀""#, "9223372036854775807", "-0.5",
    ])
    func isWrittenAsItWasRead(text: String) throws { #expect(try JSONValue(parsing: text).text == text) }

    @Test(arguments: [
        ("{\"a\":1,}", 7), ("[1 2]", 3), ("", 0), ("nul", 0), ("01", 1), ("\"a", 2), ("{a:1}", 1), ("1.", 2), ("[1]x", 3), ("\"\u{1}\"", 1),
    ])
    func refusesWithThePlace(text: String, offset: Int) {
        #expect { try JSONValue(parsing: text) } throws: { ($0 as? JSONSyntaxError)?.offset == offset }
    }

    @Test func refusesDepthWithoutOverflowingTheStack() {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: String(repeating: "[", count: 100_000)) }
    }

    @Test func readsEscapes() throws {
        #expect(try JSONValue(parsing: #""\ud83d\ude00\u00e9\/\ud800x""#) == "😀é/\u{FFFD}x")
    }

    /// Foundation's reader is the independent judge; the documents come from a fixed seed.
    @Test func agreesWithFoundation() throws {
        var random = SplitMix(seed: 7)
        for _ in 0..<300 {
            let value = arbitrary(depth: 4, &random)
            let data = try JSONEncoder().encode(value)
            #expect(try JSONValue(parsing: data) == value)
            #expect(try JSONDecoder().decode(JSONValue.self, from: Data(value.utf8)) == value)
        }
    }

    @Test func writesIntoPaths() {
        var value: JSONValue = [:]
        value[path: ["spec", "template", "name"]] = "x"
        #expect(value == ["spec": ["template": ["name": "x"]]])
        value[path: ["spec", "template", "name"]] = nil
        #expect(value == ["spec": ["template": [:]]])
        value[path: ["status", "deep"]] = nil
        #expect(value["status"] == nil)
    }

    private func arbitrary(depth: Int, _ random: inout SplitMix) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .integer(.random(in: .min ... .max, using: &random))
        case 3: .number(Double.random(in: -1e6...1e6, using: &random))
        case 4: .string(String((0..<Int.random(in: 0..<9, using: &random)).map { _ in "a\"\\\n\u{7}é😀/".randomElement(using: &random)! }))
        case 5: .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in arbitrary(depth: depth - 1, &random) })
        default:
            .object(
                Dictionary(
                    (0..<Int.random(in: 0..<4, using: &random)).map { ("k\($0)", arbitrary(depth: depth - 1, &random)) }, uniquingKeysWith: { $1 }))
        }
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite("A typed object") struct JSONObjectTests {
    @Test func keepsWhatItDoesNotKnow() throws {
        var pod = Pod(
            json: try JSONValue(
                parsing:
                    #"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{"newField":{"x":1},"containers":[{"name":"c","later":true}]}}"#)
        )
        pod.spec?.containers?[0].image = "i"
        pod.metadata.labels = ["a": "b"]
        #expect(pod.json[path: "spec", "newField", "x"] == 1)
        #expect(pod.json[path: "spec", "containers"]?[0] == ["name": "c", "later": true, "image": "i"])
        #expect(pod.key == ObjectKey(name: "a"))
    }

    @Test func isBuiltWithKindAndVersion() {
        let set = StatefulSet(metadata: ObjectMeta(name: "s", namespace: "n"), spec: StatefulSetSpec(replicas: 1, serviceName: "x"))
        #expect(
            set.json == [
                "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": ["name": "s", "namespace": "n"],
                "spec": ["replicas": 1, "serviceName": "x"],
            ])
        #expect(StatefulSet.resourceType.path(namespace: "n", name: "s", subresource: "status") == "/apis/apps/v1/namespaces/n/statefulsets/s/status")
    }

    @Test func readsNothingFromAWrongType() {
        #expect(Pod(json: ["spec": 3]).spec?.containers == nil)
        #expect(ConfigMap(json: ["data": ["a": "b", "c": 1]]).data == ["a": "b"])
    }
}
