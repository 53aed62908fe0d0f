import ControllerRuntime
import KubernetesModel
import Testing

@Suite("A rendering") struct RenderingTests {
    /// A rendering, what the server has, and where they differ.
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var wanted: JSONValue
        var live: JSONValue
        var differences: [String]

        init(_ name: String, _ wanted: JSONValue, _ live: JSONValue, differsAt differences: String...) {
            testDescription = name
            self.wanted = wanted
            self.live = live
            self.differences = differences
        }
    }

    @Test(arguments: [
        Row("is contained in itself", ["spec": ["replicas": 1]], ["spec": ["replicas": 1]]),
        Row("does not mind defaults", ["spec": ["replicas": 1]], ["spec": ["replicas": 1, "podManagementPolicy": "OrderedReady"], "status": [:]]),
        Row("minds another value", ["spec": ["replicas": 1]], ["spec": ["replicas": 2]], differsAt: "spec.replicas"),
        Row("minds a missing value", ["spec": ["paused": true]], ["spec": [:]], differsAt: "spec.paused"),
        Row("minds another type", ["spec": ["port": "http"]], ["spec": ["port": 80]], differsAt: "spec.port"),
        Row("minds a missing object", ["spec": ["a": ["b": 1]]], [:], differsAt: "spec"),
        Row("has no opinion where it says null", ["spec": ["a": .null]], ["spec": ["a": 1]]),
        Row("knows that 1 is 1.0", ["spec": ["a": 1]], ["spec": ["a": .number(1)]]),
    ])
    func compares(_ row: Row) { check(row) }

    @Test(arguments: [
        Row(
            "knows amounts in requests and limits", ["resources": ["limits": ["memory": "1024Mi", "cpu": "0.5"], "requests": ["cpu": 2]]],
            ["resources": ["limits": ["memory": "1Gi", "cpu": "500m"], "requests": ["cpu": "2"]]]),
        Row(
            "minds another amount", ["resources": ["requests": ["storage": "2Gi"]]], ["resources": ["requests": ["storage": "1Gi"]]],
            differsAt: "resources.requests.storage"),
        Row("knows the amount of an emptyDir", ["emptyDir": ["sizeLimit": "1024Ki"]], ["emptyDir": ["sizeLimit": "1Mi"]]),
        Row("takes text elsewhere as it is", ["data": ["memory": "1024Mi"]], ["data": ["memory": "1Gi"]], differsAt: "data.memory"),
    ])
    func knowsQuantities(_ row: Row) { check(row) }

    @Test(arguments: [
        Row(
            "finds containers by name, whatever their order", ["containers": [["name": "a", "image": "x"], ["name": "b", "image": "y"]]],
            ["containers": [["name": "b", "image": "y"], ["name": "injected"], ["name": "a", "image": "x", "tty": true]]]),
        Row(
            "names the container", ["containers": [["name": "a", "image": "x"]]], ["containers": [["name": "a", "image": "z"]]],
            differsAt: "containers[name=a].image"),
        Row(
            "minds a missing container", ["containers": [["name": "a"], ["name": "b"]]], ["containers": [["name": "a"]]],
            differsAt: "containers[name=b]"),
        Row(
            "finds container ports by number and protocol, TCP if not said", ["ports": [["containerPort": 5432, "name": "postgres"]]],
            ["ports": [["containerPort": 5432, "protocol": "UDP"], ["containerPort": 5432, "protocol": "TCP", "name": "postgres"]]]),
        Row(
            "finds the ports of a Service", ["ports": [["port": 5432, "targetPort": "postgres"]]],
            ["ports": [["port": 5432, "targetPort": "postgres", "protocol": "TCP", "nodePort": 30123]]]),
        Row(
            "finds mounts by path", ["volumeMounts": [["mountPath": "/pgdata", "name": "data"]]],
            ["volumeMounts": [["mountPath": "/tmp", "name": "tmp"], ["mountPath": "/pgdata", "name": "other"]]],
            differsAt: "volumeMounts[mountPath=/pgdata].name"),
        Row("minds one argument more", ["args": ["a"]], ["args": ["a", "b"]], differsAt: "args"),
        Row("minds the order of arguments", ["args": ["a", "b"]], ["args": ["b", "a"]], differsAt: "args[0]", "args[1]"),
        Row(
            "looks into lists that are one value", ["volumeClaimTemplates": [["metadata": ["name": "pgdata"]]]],
            ["volumeClaimTemplates": [["metadata": ["name": "pgdata"], "status": ["phase": "Pending"]]]]),
        Row(
            "takes finalizers as a set", ["metadata": ["finalizers": ["a"]]], ["metadata": ["finalizers": ["b", "a"]]]),
        Row(
            "minds a missing finalizer", ["metadata": ["finalizers": ["a"]]], ["metadata": ["finalizers": ["b"]]], differsAt: "metadata.finalizers[a]"
        ),
    ])
    func knowsLists(_ row: Row) { check(row) }

    @Test(arguments: [
        Row("an empty list", ["tolerations": []], [:]),
        Row("an empty text", ["env": [["name": "A", "value": ""]]], ["env": [["name": "A"]]]),
        Row("empty labels", ["metadata": ["labels": [:]]], ["metadata": [:]]),
        Row(
            "false where the server leaves it out", ["volumeMounts": [["mountPath": "/a", "readOnly": false]]],
            ["volumeMounts": [["mountPath": "/a"]]]),
        Row("null", ["metadata": ["creationTimestamp": .null]], ["metadata": [:]]),
    ])
    func doesNotMindTheAbsenceOf(_ row: Row) { check(row) }

    @Test(arguments: [
        Row("an empty storage class", ["storageClassName": ""], [:], differsAt: "storageClassName"),
        Row("false that is not the default", ["automountServiceAccountToken": false], [:], differsAt: "automountServiceAccountToken"),
        Row("zero replicas", ["replicas": 0], [:], differsAt: "replicas"),
        Row("an emptyDir", ["volumes": [["name": "a", "emptyDir": [:]]]], ["volumes": [["name": "a"]]], differsAt: "volumes[name=a].emptyDir"),
    ])
    func mindsTheAbsenceOf(_ row: Row) { check(row) }

    @Test func namesKeysWithDotsReadably() {
        let rendering = Rendering(ConfigMap.resourceType, ["metadata": ["annotations": ["egret.dev/a": "1"]]])
        #expect(
            rendering.differences(in: ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["annotations": ["egret.dev/a": "2"]]]) == [
                "metadata.annotations['egret.dev/a']"
            ])
    }

    @Test func hasAHashThatDependsOnNothingElse() {
        let one = Rendering(ConfigMap(metadata: .init(name: "a", namespace: "b"), data: ["x": "1", "y": "2"]))
        var copy = ConfigMap(metadata: .init(name: "a", namespace: "b"), data: ["y": "2", "x": "1"])
        copy.metadata.resourceVersion = "17"
        copy.json["status"] = ["phase": "Bound"]
        #expect(one.hash == "1d634d8e3fb7e212")
        #expect(Rendering(copy).hash == one.hash)
        #expect(Rendering(ConfigMap(metadata: .init(name: "a", namespace: "b"), data: ["x": "1"])).hash != one.hash)
    }

    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")])
    func storesTheTextsOfASecretAsTheServerDoes(_ text: String, _ encoded: String) {
        let rendering = Rendering(Secret(metadata: .init(name: "a"), stringData: ["key": text]))
        #expect(rendering.json[path: "data", "key"] == .string(encoded))
        #expect(rendering.json["stringData"] == nil)
    }

    private func check(_ row: Row) {
        // Under a field of its own, for a rendering has its own kind.
        let rendering = Rendering(ConfigMap.resourceType, ["template": row.wanted])
        let live: JSONValue = ["apiVersion": "v1", "kind": "ConfigMap", "template": row.live]
        #expect(rendering.differences(in: live) == row.differences.map { "template.\($0)" })
        #expect(rendering.isContained(in: live) == row.differences.isEmpty)
    }
}
