import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite("Messages of Kubernetes in Protocol Buffers") struct ProtobufDecoderTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let what: String
        let message: String
        let bytes: [UInt8]
        let json: JSONValue

        init(_ what: String, _ message: String, _ bytes: [[UInt8]], _ json: JSONValue) {
            self.what = what
            self.message = message
            self.bytes = bytes.flatMap { $0 }
            self.json = json
        }

        var testDescription: String { what }
    }

    private static func decode(_ bytes: [UInt8], _ message: String) throws -> JSONValue {
        try ProtobufDecoder(messages: .kubernetes).decode(bytes[...], as: message)
    }

    static let examples: [Example] = [
        Example(
            "texts, bytes, maps and a flag that is set to false", "core.v1.Secret",
            [
                Wire.bytes(1, Wire.text(1, "a") + Wire.text(2, "") + Wire.bytes(8, []) + Wire.pair(11, "l", Wire.text(2, ""))),
                Wire.pair(2, "key", Wire.bytes(2, [0, 255])), Wire.pair(2, "empty", Wire.bytes(2, [])), Wire.text(3, "Opaque"),
                Wire.pair(4, "plain", Wire.text(2, "ä")), Wire.number(5, 0),
            ],
            [
                "metadata": ["name": "a", "labels": ["l": ""]], "data": ["key": "AP8=", "empty": ""], "type": "Opaque",
                "stringData": ["plain": "ä"], "immutable": false,
            ]),
        Example(
            "a zero counts where Go has a pointer only", "apps.v1.DeploymentSpec",
            [Wire.number(1, 0), Wire.number(5, 0), Wire.number(6, 0), Wire.number(7, 0), Wire.bytes(4, Wire.text(1, ""))],
            ["replicas": 0, "revisionHistoryLimit": 0, "strategy": [:]]),
        Example(
            "embedded messages have their fields in the parent", "core.v1.Volume",
            [Wire.text(1, "v"), Wire.bytes(2, Wire.bytes(6, Wire.text(1, "s") + Wire.number(3, 0o600) + Wire.number(4, 1)))],
            ["name": "v", "secret": ["secretName": "s", "defaultMode": 384, "optional": true]]),
        Example(
            "a name within a reference", "core.v1.SecretKeySelector", [Wire.bytes(1, Wire.text(1, "s")), Wire.text(2, "k")],
            ["name": "s", "key": "k"]),
        Example(
            "numbers or texts", "apps.v1.RollingUpdateDeployment",
            [Wire.bytes(1, Wire.number(1, 1) + Wire.number(2, 0) + Wire.text(3, "25%")), Wire.bytes(2, Wire.number(1, 0) + Wire.number(2, -1))],
            ["maxUnavailable": "25%", "maxSurge": -1]),
        Example("a port that is not set", "core.v1.ServicePort", [Wire.number(3, 80), Wire.bytes(4, [])], ["port": 80, "targetPort": 0]),
        Example(
            "quantities", "core.v1.ResourceRequirements",
            [Wire.pair(1, "cpu", Wire.bytes(2, Wire.text(1, "500m"))), Wire.pair(2, "memory", Wire.bytes(2, [])), Wire.pair(2, "x", [])],
            ["limits": ["cpu": "500m"], "requests": ["memory": "0", "x": "0"]]),
        Example(
            "times in seconds and in microseconds, and one that is not set", "core.v1.Event",
            [
                Wire.bytes(6, Wire.number(1, 1_700_000_000) + Wire.number(2, 999_999_999)), Wire.bytes(7, []),
                Wire.bytes(10, Wire.number(1, -1) + Wire.number(2, 1_234_567)),
            ],
            ["firstTimestamp": "2023-11-14T22:13:20Z", "eventTime": "1969-12-31T23:59:59.001234Z"]),
        Example(
            "a time in a map", "policy.v1.PodDisruptionBudgetStatus", [Wire.pair(2, "p", Wire.bytes(2, Wire.number(1, 0)))],
            ["disruptedPods": ["p": "1970-01-01T00:00:00Z"]]),
        Example(
            "lists that are messages", "authorization.v1.SubjectAccessReviewSpec",
            [Wire.pair(5, "scopes", Wire.bytes(2, Wire.text(1, "a") + Wire.text(1, "b"))), Wire.pair(5, "none", [])],
            ["extra": ["scopes": ["a", "b"], "none": []]]),
        Example(
            "negative numbers in ten bytes and in five", "scheduling.v1.PriorityClass", [[0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], Wire.text(4, "d")],
            ["value": -1, "description": "d"]),
        Example("negative numbers", "scheduling.v1.PriorityClass", [Wire.number(2, -7)], ["value": -7]),
        Example(
            "numbers one by one and packed", "core.v1.PodSecurityContext",
            [Wire.number(4, 1), Wire.bytes(4, [2, 0xAC, 0x02]), Wire.number(4, 0)], ["supplementalGroups": [1, 2, 300, 0]]),
        Example(
            "a pod", "core.v1.Pod",
            [
                Wire.bytes(1, Wire.text(1, "p")),
                Wire.bytes(
                    2,
                    Wire.bytes(1, Wire.text(1, "v") + Wire.bytes(2, Wire.bytes(6, Wire.text(1, "s"))))
                        + Wire.bytes(
                            2,
                            Wire.text(1, "main") + Wire.bytes(6, Wire.text(1, "p") + Wire.number(2, 0) + Wire.number(3, 5432))
                                + Wire.bytes(8, Wire.pair(1, "cpu", Wire.bytes(2, Wire.text(1, "500m")))))
                        + Wire.number(4, 0) + Wire.number(11, 0)),
                Wire.bytes(3, []),
            ],
            [
                "metadata": ["name": "p"],
                "spec": [
                    "volumes": [["name": "v", "secret": ["secretName": "s"]]],
                    "containers": [
                        ["name": "main", "ports": [["name": "p", "containerPort": 5432]], "resources": ["limits": ["cpu": "500m"]]]
                    ], "terminationGracePeriodSeconds": 0,
                ], "status": [:],
            ]),
        Example("empty texts of a list", "core.v1.Container", [Wire.text(4, ""), Wire.text(4, "b")], ["args": ["", "b"]]),
        Example(
            "JSON of any form", "apps.v1.ControllerRevision", [Wire.bytes(2, Wire.text(1, #"{"a":[1,null]}"#)), Wire.number(3, 1 << 40)],
            ["data": ["a": [1, nil]], "revision": 1_099_511_627_776]),
        Example(
            "one of several forms", "apiextensions.v1.JSONSchemaProps",
            [
                Wire.text(5, "object"), Wire.bytes(30, Wire.number(1, 0)), Wire.double(9, 1.5), Wire.bytes(8, Wire.text(1, "0")),
                Wire.pair(29, "list", Wire.bytes(2, Wire.bytes(24, Wire.bytes(1, Wire.text(5, "string"))))),
                Wire.pair(29, "lists", Wire.bytes(2, Wire.bytes(24, Wire.bytes(2, Wire.text(5, "string"))))),
                Wire.pair(32, "d", Wire.bytes(2, Wire.text(2, "e"))),
            ],
            [
                "type": "object", "additionalProperties": false, "maximum": 1.5, "default": 0,
                "properties": ["list": ["items": ["type": "string"]], "lists": ["items": [["type": "string"]]]], "dependencies": ["d": ["e"]],
            ]),
        Example(
            "options", "meta.v1.DeleteOptions",
            [Wire.number(1, 0), Wire.bytes(2, Wire.text(1, "u")), Wire.text(4, "Orphan"), Wire.text(5, "All")],
            ["gracePeriodSeconds": 0, "preconditions": ["uid": "u"], "propagationPolicy": "Orphan", "dryRun": ["All"]]),
        Example(
            "fields that nobody knows", "core.v1.ConfigMap",
            [
                Wire.number(900, 1), Wire.text(901, "x"), Wire.double(902, 1), [0xBB, 0x38, 0xBC, 0x38], Wire.bytes(1, Wire.text(1, "a")),
                Wire.bytes(1, Wire.text(3, "n") + Wire.text(99, "x")),
            ],
            ["metadata": ["name": "a", "namespace": "n"]]),
        Example("the last of several", "core.v1.Secret", [Wire.text(3, "a"), Wire.text(3, "b")], ["type": "b"]),
        Example("a zero after a value", "core.v1.Secret", [Wire.text(3, "a"), Wire.text(3, "")], [:]),
    ]

    @Test("become the JSON that a client without them would send", arguments: examples)
    func decoded(example: Example) throws {
        #expect(try Self.decode(example.bytes, example.message) == example.json)
    }

    @Test(
        "are refused with the field that is wrong",
        arguments: [
            ("core.v1.Secret", Wire.number(3, 1), "type: wire type 2 (bytes) is needed here"),
            ("core.v1.Secret", Wire.text(5, "x"), "immutable: wire type 0 (a number) is needed here"),
            ("core.v1.Secret", Wire.bytes(3, [0xFF]), "type: the text is not UTF-8"),
            (
                "core.v1.Secret", Wire.bytes(1, Wire.bytes(11, [0x0A, 9])),
                "metadata.labels: field 1 should have 9 bytes, and the message ends after 0"
            ),
            ("core.v1.Secret", Wire.pair(2, "k", Wire.number(2, 1)), "data.k: wire type 2 (bytes) is needed here"),
            (
                "core.v1.Event", Wire.bytes(6, Wire.number(1, .max)),
                "firstTimestamp: 9223372036854775807 seconds and 0 nanoseconds since 1970 are no time between the years 1 and 9999"
            ),
            (
                "core.v1.Event", Wire.bytes(10, Wire.number(1, .min)),
                "eventTime: -9223372036854775808 seconds and 0 nanoseconds since 1970 are no time between the years 1 and 9999"
            ),
            (
                "core.v1.Event", Wire.bytes(10, Wire.number(2, -1)),
                "eventTime: 0 seconds and -1 nanoseconds since 1970 are no time between the years 1 and 9999"
            ),
            ("core.v1.ServicePort", Wire.bytes(4, Wire.number(1, 2)), "targetPort: type 2 is neither 0 (a number) nor 1 (a text)"),
            ("apiextensions.v1.JSONSchemaProps", Wire.double(9, .nan), "maximum: JSON has no nan"),
            ("apiextensions.v1.JSONSchemaProps", Wire.double(9, -.infinity), "maximum: JSON has no -inf"),
        ] as [(String, [UInt8], String)])
    func refused(message: String, bytes: [UInt8], text: String) {
        #expect { try Self.decode(bytes, message) } throws: { ($0 as? ProtobufError)?.description == text }
    }

    @Test("are refused where JSON in them is none, with the place")
    func brokenJSON() {
        #expect { try Self.decode(Wire.bytes(2, Wire.text(1, "{")), "apps.v1.ControllerRevision") } throws: {
            ($0 as? ProtobufError)?.description.hasPrefix("data: the bytes are not JSON: ") == true
        }
    }

    @Test("nest as deep as schemas do, and no deeper than the stack bears")
    func depth() throws {
        func nested(_ levels: Int) -> [UInt8] { (0..<levels).reduce([]) { bytes, _ in Wire.pair(29, "p", Wire.bytes(2, bytes)) } }
        var value = try Self.decode(nested(90), "apiextensions.v1.JSONSchemaProps")
        for _ in 0..<90 { value = try #require(value[path: ["properties", "p"]]) }
        #expect(value == [:])
        #expect(throws: ProtobufError.self) { try Self.decode(nested(100_000 / 20), "apiextensions.v1.JSONSchemaProps") }
    }
}
