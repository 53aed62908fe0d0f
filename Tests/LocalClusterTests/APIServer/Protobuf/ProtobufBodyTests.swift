import KubernetesModel
import NIOHTTP1
import Testing

@testable import LocalAPIServer

@Suite("Bodies in Kubernetes' Protobuf encoding", .timeLimit(.minutes(1))) struct ProtobufBodyTests {
    private static let headers: HTTPHeaders = [
        "Content-Type": "application/vnd.kubernetes.protobuf", "Accept": "application/vnd.kubernetes.protobuf,application/json",
    ]
    private static let secrets = "/api/v1/namespaces/default/secrets"

    @Test("create and update as JSON does, and are answered in JSON")
    func createAndUpdate() async throws {
        try await RunningServer.with { server in
            let connection = try await TestConnection(server)
            let metadata = Wire.bytes(1, Wire.text(1, "a") + Wire.text(2, "") + Wire.bytes(8, []))
            let created = try await connection.request(
                .POST, "\(Self.secrets)?fieldValidation=Strict",
                bytes: Wire.envelope("v1", "Secret", metadata + Wire.pair(2, "k", Wire.bytes(2, [1, 2, 3])) + Wire.text(3, "")), headers: Self.headers
            )
            #expect(created.status == 201, "\(created.body)")
            #expect(created.headers.first(name: "Content-Type") == "application/json")
            #expect(created.json["data"] == ["k": "AQID"])
            #expect(created.json["type"] == "Opaque")
            let updated = try await connection.request(
                .PUT, "\(Self.secrets)/a", bytes: Wire.envelope("v1", "Secret", metadata + Wire.number(5, 1)), headers: Self.headers)
            #expect(updated.status == 200, "\(updated.body)")
            #expect(updated.json["data"] == nil)
            #expect(updated.json["immutable"] == true)
            await connection.close()
        }
    }

    @Test("carry options of a deletion, a scale and questions")
    func otherKinds() async throws {
        try await RunningServer.with { server in
            let connection = try await TestConnection(server)
            let set: JSONValue = [
                "metadata": ["name": "a"],
                "spec": [
                    "replicas": 3, "selector": ["matchLabels": ["a": "b"]],
                    "template": ["metadata": ["labels": ["a": "b"]], "spec": ["containers": [["name": "c", "image": "i"]]]],
                ],
            ]
            let path = "/apis/apps/v1/namespaces/default/replicasets"
            #expect(try await connection.request(.POST, path, set).status == 201)
            let scaled = try await connection.request(
                .PUT, "\(path)/a/scale",
                bytes: Wire.envelope("autoscaling/v1", "Scale", Wire.bytes(1, Wire.text(1, "a")) + Wire.bytes(2, Wire.number(1, 0))),
                headers: Self.headers)
            #expect(scaled.status == 200, "\(scaled.body)")
            #expect(try await connection.request(.GET, "\(path)/a").json[path: ["spec", "replicas"]] == 0)
            let kept = try await connection.request(
                .DELETE, "\(path)/a", bytes: Wire.envelope("apps/v1", "DeleteOptions", Wire.bytes(2, Wire.text(1, "other"))), headers: Self.headers)
            #expect(kept.status == 409, "\(kept.body)")
            let spec = Wire.bytes(1, Wire.text(1, "default") + Wire.text(2, "get") + Wire.text(5, "pods"))
            let review = try await connection.request(
                .POST, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                bytes: Wire.envelope("authorization.k8s.io/v1", "SelfSubjectAccessReview", Wire.bytes(2, spec)), headers: Self.headers)
            #expect(review.status == 201, "\(review.body)")
            #expect(review.json[path: ["status", "allowed"]] == true)
            let token = try await connection.request(
                .POST, "/api/v1/namespaces/default/serviceaccounts/default/token",
                bytes: Wire.envelope("authentication.k8s.io/v1", "TokenRequest", Wire.bytes(2, Wire.text(1, "me") + Wire.number(4, 700))),
                headers: Self.headers)
            #expect(token.status == 201, "\(token.body)")
            #expect(token.json[path: ["spec", "expirationSeconds"]] == 700)
            #expect(token.json[path: ["spec", "audiences"]] == ["me"])
            await connection.close()
        }
    }

    @Test(
        "are a 400 that says why where they are broken",
        arguments: [
            ([], "the object provided is unrecognized (must be of type Secret): empty data (<empty>)"),
            (
                Array("{}".utf8),
                "the object provided is unrecognized (must be of type Secret): provided data does not appear to be a protobuf message, "
                    + "expected prefix [107 56 115 0] (7b7d)"
            ),
            (
                [0x6B, 0x38, 0x73, 0x00, 0x12, 0x09],
                "the object provided is unrecognized (must be of type Secret): field 2 should have 9 bytes, and the message ends after 0 "
                    + "(6b3873001209)"
            ),
            (
                Wire.envelope("v1", "Secret", Wire.number(3, 1)),
                "Secret in version \"v1\" cannot be handled as a Secret: type: wire type 2 (bytes) is needed here"
            ),
            (
                Wire.envelope("v1", "ConfigMap", []),
                "ConfigMap in version \"v1\" cannot be handled as a Secret: no conversion from ConfigMap to Secret"
            ),
            (
                Wire.envelope("example.com/v1", "Thing", []),
                "Thing in version \"v1\" cannot be handled as a Secret: no kind \"Thing\" is registered for version \"example.com/v1\" in scheme "
                    + "\"local API server\""
            ),
        ] as [([UInt8], String)])
    func broken(body: [UInt8], message: String) throws {
        let secrets = try #require(BuiltInRules.definitions.first { $0.qualifiedPlural == "secrets" })
        #expect {
            var object = try BodyDecoding.protobufObject(body, kind: "Secret", apiVersion: "v1")
            try BodyDecoding.checkType(&object, definition: secrets, kind: "Secret", apiVersion: "v1")
        } throws: { error in
            let status = error as? StatusError
            return status?.code == 400 && status?.message == message
        }
    }

    @Test("of custom resources do not exist")
    func custom() {
        #expect {
            try BodyDecoding.protobufObject(Wire.envelope("example.com/v1", "Thing", []), kind: "Thing", apiVersion: "example.com/v1")
        } throws: {
            ($0 as? StatusError)?.message
                == "Thing in version \"v1\" cannot be handled as a Thing: the kind has no protobuf encoding: send it as application/json or application/yaml"
        }
    }
}
