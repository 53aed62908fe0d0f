import ControllerRuntime
import KubernetesModel
import Testing

@Suite("A change") struct SignificanceTests {
    @Test(
        arguments: [
            (["data": ["beat": "1"]], ["data": ["beat": "2"]], false),
            ([:], ["data": ["beat": "2"]], false),
            (["data": ["a": "1"]], ["data": ["a": "1", "beat": "2"]], false),
            (["data": ["a": "1"]], ["data": ["a": "2"]], true),
            (["data": ["beat": "1"]], ["data": ["a": "1"]], true),
            (["metadata": ["name": "a", "generation": 1]], ["metadata": ["name": "a", "generation": 2, "resourceVersion": "7"]], false),
            (["metadata": ["name": "a"]], ["metadata": ["name": "a", "labels": ["a": "b"]]], true),
        ] as [(JSONValue, JSONValue, Bool)])
    func countsUnlessItIsAHeartbeat(_ old: JSONValue, _ new: JSONValue, _ isSignificant: Bool) {
        #expect(Significance.except([["data", "beat"]])(old, new) == isSignificant)
        #expect(Significance.of { $0["data"] ?? .null }(old, new) == (old["data"] != new["data"]))
    }
}

@Suite("A projection") struct ProjectionTests {
    private let object: JSONValue = [
        "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "a", "managedFields": [["manager": "x"]]],
        "spec": ["nodeName": "n", "containers": []], "status": ["phase": "Running"],
    ]

    @Test func dropsWhatNobodyReads() {
        #expect(Projection.whole(object)["metadata"] == ["name": "a"])
        #expect(Projection.metadata(object) == ["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "a"]])
        #expect(
            Projection.fields([["spec", "nodeName"], ["status"], ["spec", "missing"]])(object)
                == [
                    "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "a"], "spec": ["nodeName": "n"], "status": ["phase": "Running"],
                ])
    }

    @Test func keepsNoSecret() {
        let digests = Projection.digests { "length \($0.count)" }
        let secret: JSONValue = ["metadata": ["name": "a"], "data": ["password": "c2VjcmV0"], "type": "Opaque"]
        #expect(digests(secret) == ["metadata": ["name": "a"], "data": ["password": "digest:length 8"], "type": "Opaque"])
        #expect(digests(digests(secret)) == digests(secret))
    }
}
