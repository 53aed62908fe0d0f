import Foundation
import KubernetesModel
import Testing

@testable import LocalNode

private struct Objects: ObjectSource {
    var all: [JSONValue] = []
    func object(_ type: ResourceType, _ key: ObjectKey) -> JSONValue? { all.first { $0["kind"]?.string == type.kind && $0.objectKey == key } }
    func objects(_ type: ResourceType) -> [JSONValue] { all.filter { $0["kind"]?.string == type.kind } }
}

struct ContainerPlanTests {
    private let pod = PodDrive.pod(
        [
            "serviceAccountName": "sa", "enableServiceLinks": false,
            "containers": [["name": "c", "image": "i", "resources": ["limits": ["cpu": "1500m", "memory": "64Mi"], "requests": ["cpu": "250m"]]]],
        ], metadata: ["labels": ["app": "x", "b": "say \"hi\""], "annotations": ["note": "n"]])

    private func facts(_ pod: Pod? = nil) -> PodFacts {
        PodFacts(
            pod: pod ?? self.pod, nodeName: "node", hostAddress: "10.0.0.1", addresses: ["10.0.0.9"], allocatable: ["memory": "1Gi", "cpu": "2"])
    }

    @Test(arguments: [
        ("$(A)/x", "1/x"), ("$$(A)", "$(A)"), ("$(NONE)", "$(NONE)"), ("$A $ $", "$A $ $"), ("a$(A)$(B)", "a12"), ("$(A", "$(A"), ("", ""),
    ])
    func `variables are replaced as Kubernetes replaces them`(_ text: String, _ expected: String) {
        #expect(expandVariables(text) { ["A": "1", "B": "2"][$0] } == expected)
    }

    @Test(arguments: [
        ("metadata.name", "p"), ("metadata.namespace", "ns"), ("metadata.uid", "u"), ("spec.nodeName", "node"), ("spec.serviceAccountName", "sa"),
        ("status.podIP", "10.0.0.9"), ("status.hostIP", "10.0.0.1"), ("metadata.labels['app']", "x"), ("metadata.annotations['note']", "n"),
        ("metadata.labels", "app=\"x\"\nb=\"say \\\"hi\\\"\""),
    ])
    func `fields that a container can ask for`(_ path: String, _ expected: String) throws {
        #expect(try facts().field(path) == expected)
    }

    @Test(arguments: [
        ("limits.memory", nil, "67108864"), ("limits.memory", "1Mi", "64"), ("limits.cpu", nil, "2"), ("requests.cpu", "1m", "250"),
        ("requests.memory", "1Mi", "64"), ("limits.ephemeral-storage", nil, "0"),
    ])
    func `resources that a container can ask for, rounded up in units of the divisor`(_ resource: String, _ divisor: String?, _ expected: String)
        throws
    {
        let selector = ResourceFieldSelector(divisor: divisor.map { Quantity($0) }, resource: resource)
        #expect(try facts().resource(selector, container: "c") == expected)
    }

    @Test func `variables come from all their sources, the later ones win`() throws {
        let container = Container(json: [
            "name": "c",
            "envFrom": [["prefix": "P_", "configMapRef": ["name": "m"]], ["secretRef": ["name": "absent", "optional": true]]],
            "env": [
                ["name": "FIRST", "value": "1"], ["name": "SECOND", "value": "$(FIRST)$(P_k)$(LATER)"], ["name": "LATER", "value": "x"],
                ["name": "KEY", "valueFrom": ["secretKeyRef": ["name": "s", "key": "k"]]],
                ["name": "NO", "valueFrom": ["secretKeyRef": ["name": "s", "key": "none", "optional": true]]], ["name": "P_k2", "value": "mine"],
            ],
        ])
        let objects = Objects(all: [
            ["kind": "ConfigMap", "metadata": ["name": "m", "namespace": "ns"], "data": ["k": "map", "k2": "theirs"]],
            ["kind": "Secret", "metadata": ["name": "s", "namespace": "ns"], "data": ["k": .string(Data("secret".utf8).base64EncodedString())]],
            [
                "kind": "Service", "metadata": ["name": "kubernetes", "namespace": "default"],
                "spec": ["clusterIP": "10.96.0.1", "ports": [["name": "https", "port": 443]]],
            ],
            ["kind": "Service", "metadata": ["name": "other", "namespace": "ns"], "spec": ["clusterIP": "10.96.0.2", "ports": [["port": 1]]]],
        ])
        let variables = try ContainerEnvironment(facts: facts(), objects: objects, container: container).variables()
        #expect(variables["SECOND"] == "1map$(LATER)")
        #expect(variables["KEY"] == "secret")
        #expect(variables["NO"] == nil)
        #expect(variables["P_k2"] == "mine")
        #expect(variables["KUBERNETES_SERVICE_HOST"] == "10.96.0.1")
        #expect(variables["KUBERNETES_PORT_443_TCP_ADDR"] == "10.96.0.1")
        #expect(variables["OTHER_SERVICE_HOST"] == nil, "service links are off")
        var missing = container
        missing.env = [EnvVar(json: ["name": "X", "valueFrom": ["configMapKeyRef": ["name": "m", "key": "nokey"]]])]
        #expect(throws: PodProblem(reason: "CreateContainerConfigError", message: "couldn't find key nokey in ConfigMap ns/m")) {
            try ContainerEnvironment(facts: facts(), objects: objects, container: missing).variables()
        }
    }

    @Test func `classes of service follow from requests and limits`() {
        func quality(_ resources: JSONValue...) -> String {
            let containers = resources.enumerated().map { ["name": .string("c\($0)"), "resources": $1] as JSONValue }
            return PodDrive.pod(["containers": .array(containers)]).qualityOfService.rawValue
        }
        let full: JSONValue = ["limits": ["cpu": "1", "memory": "1Gi"]]
        #expect(quality(.emptyObject) == "BestEffort")
        #expect(quality(full) == "Guaranteed")
        #expect(quality(["limits": ["cpu": "1", "memory": "1Gi"], "requests": ["cpu": "1000m", "memory": "1024Mi"]]) == "Guaranteed")
        #expect(quality(full, .emptyObject) == "Burstable")
        #expect(quality(["limits": ["cpu": "1", "memory": "1Gi"], "requests": ["cpu": "500m"]]) == "Burstable")
        #expect(quality(["requests": ["memory": "1Gi"]]) == "Burstable")
    }

    @Test func `files of a projected volume, with their modes`() throws {
        let volume = Volume(json: [
            "name": "v",
            "projected": [
                "defaultMode": 0o600,
                "sources": [
                    ["secret": ["name": "s", "items": [["key": "k", "path": "dir/file", "mode": 0o400]]]], ["configMap": ["name": "m"]],
                    ["downwardAPI": ["items": [["path": "name", "fieldRef": ["fieldPath": "metadata.name"]]]]],
                    ["serviceAccountToken": ["path": "token"]], ["configMap": ["name": "absent", "optional": true]],
                ],
            ],
        ])
        let objects = Objects(all: [
            ["kind": "ConfigMap", "metadata": ["name": "m", "namespace": "ns"], "data": ["a": "A"], "binaryData": ["b": "AAE="]],
            ["kind": "Secret", "metadata": ["name": "s", "namespace": "ns"], "data": ["k": .string(Data("K".utf8).base64EncodedString())]],
        ])
        let request = TokenRequestKey(audience: nil, expirationSeconds: 3600, path: "token")
        let files = try VolumeFiles(facts: facts(), objects: objects, tokens: [request: "tok"]).files(of: volume)
        #expect(
            files == [
                "dir/file": VolumeFile(content: Array("K".utf8), mode: 0o400), "a": VolumeFile(content: Array("A".utf8), mode: 0o600),
                "b": VolumeFile(content: [0, 1], mode: 0o600), "name": VolumeFile(content: Array("p".utf8), mode: 0o600),
                "token": VolumeFile(content: Array("tok".utf8), mode: 0o600),
            ])
    }

    @Test func `a directory of files changes as a whole and leaves nothing old behind`() throws {
        let path = NSTemporaryDirectory() + "egret-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let directory = AtomicDirectory(path: path)
        func file(_ text: String) -> VolumeFile { VolumeFile(content: Array(text.utf8), mode: 0o640) }
        #expect(try directory.write(["a": file("1"), "d/b": file("2")], ownership: nil))
        #expect(try !directory.write(["a": file("1"), "d/b": file("2")], ownership: nil))
        #expect(try String(contentsOfFile: "\(path)/d/b", encoding: .utf8) == "2")
        #expect(try directory.write(["a": file("3"), "c": file("4")], ownership: nil))
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix("..") }.sorted() == ["a", "c"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 4, "..data, one directory, two links")
        #expect(try String(contentsOfFile: "\(path)/a", encoding: .utf8) == "3")
    }

    @Test func `a sub-path stays within its volume`() throws {
        let path = NSTemporaryDirectory() + "egret-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: "\(path)/out", withDestinationPath: "/etc")
        let volume = VolumeLocation(path: path)
        #expect(try volume.resolve(subPath: "a/b").hasSuffix("/a/b"))
        for bad in ["../x", "/etc", "out", "out/deeper"] { #expect(throws: PodProblem.self, "\(bad)") { try volume.resolve(subPath: bad) } }
    }

    @Test func `log lines are put together from their parts`() {
        let bytes = Array(
            """
            2026-01-01T00:00:01.000000001+00:00 stdout P begin \n2026-01-01T00:00:01.000000002+00:00 stdout F end
            2026-01-01T00:00:02.000000001+00:00 stderr F second
            2026-01-01T00:00:03.000000001+00:00 stdout F
            """.utf8)
        var plain = LogLines(selection: LogSelection())
        #expect((plain.take(bytes) + plain.rest()).joined() == "begin end\nsecond\n")
        var dated = LogLines(selection: LogSelection(since: Timestamp(parsing: "2026-01-01T00:00:02Z"), timestamps: true))
        #expect(dated.take(bytes).joined() == "2026-01-01T00:00:02.000000001Z second\n")
    }

    @Test func `names in what the kernel writes about files`() {
        var bytes: [UInt8] = []
        for name in ["abc", "longer-name"] {
            let padded = Array(name.utf8) + Array(repeating: 0, count: 16 - name.utf8.count)
            bytes += [1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0] + padded
        }
        #expect(ExitWatch.names(in: bytes[...]) == ["abc", "longer-name"])
    }
}
