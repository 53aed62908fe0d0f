import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite struct ProtobufTests {
    /// A field with a length: number, bytes.
    static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] { varint(number << 3 | 2) + varint(bytes.count) + bytes }
    static func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }
    static func number(_ number: Int, _ value: Int) -> [UInt8] { varint(number << 3) + varint(value) }

    static func varint(_ value: Int) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 127 | 128)] + varint(value >> 7)
    }

    static func body(_ apiVersion: String, _ kind: String, _ raw: [UInt8]) -> [UInt8] {
        ProtobufDecoder.magic + field(1, field(1, apiVersion) + field(2, kind)) + field(2, raw)
    }

    @Test func `A ConfigMap arrives with its map`() throws {
        let metadata = Self.field(1, "c") + Self.field(8, [])
        let raw = Self.field(1, metadata) + Self.field(2, Self.field(1, "key") + Self.field(2, "value"))
        #expect(
            try ProtobufDecoder.object(Self.body("v1", "ConfigMap", raw))
                == ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c"], "data": ["key": "value"]])
    }

    @Test func `Embedded types, quantities, numbers and bytes are read as JSON has them`() throws {
        let port = Self.field(1, "p") + Self.number(3, 5432)
        let resources = Self.field(1, Self.field(1, "cpu") + Self.field(2, Self.field(1, "500m")))
        let container = Self.field(1, "main") + Self.field(6, port) + Self.field(8, resources)
        let volume = Self.field(1, "v") + Self.field(2, Self.field(6, Self.field(1, "s")))
        let pod = Self.field(1, Self.field(1, "p")) + Self.field(2, Self.field(1, volume) + Self.field(2, container) + Self.number(4, 30))
        let object = try ProtobufDecoder.object(Self.body("v1", "Pod", pod))
        #expect(object[path: "spec", "volumes"] == [["name": "v", "secret": ["secretName": "s"]]])
        #expect(object[path: "spec", "terminationGracePeriodSeconds"] == 30)
        #expect(
            object[path: "spec", "containers"]
                == [["name": "main", "ports": [["name": "p", "containerPort": 5432]], "resources": ["limits": ["cpu": "500m"]]]])
        let secret = Self.field(1, Self.field(1, "s")) + Self.field(2, Self.field(1, "k") + Self.field(2, [0, 1, 2]))
        #expect(try ProtobufDecoder.object(Self.body("v1", "Secret", secret))["data"] == ["k": "AAEC"])
    }

    @Test(arguments: [[0x0A], [0x0A, 0x05, 0x01], [0x0B]] as [[UInt8]])
    func `A body that ends too early is refused`(raw: [UInt8]) {
        #expect(throws: ProtobufDecoder.Problem.self) { try ProtobufDecoder.object(Self.body("v1", "ConfigMap", raw)) }
    }
}
