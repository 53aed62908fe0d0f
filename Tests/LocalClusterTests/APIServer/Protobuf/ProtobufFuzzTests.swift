import KubernetesModel
import Testing

@testable import LocalAPIServer

/// Numbers that are the same in every run.
private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

@Suite("Broken bodies in Protocol Buffers") struct ProtobufFuzzTests {
    @Test("are refused or understood, and end nothing, whichever bytes of them change", arguments: 0..<8)
    func changed(seed: UInt64) {
        var numbers = SeededNumbers(state: seed)
        var refused = 0
        var understood = 0
        for _ in 0..<100 {
            for example in ProtobufDecoderTests.examples {
                var bytes = example.bytes
                for _ in 0..<Int.random(in: 1...4, using: &numbers) where !bytes.isEmpty {
                    let position = Int.random(in: 0..<bytes.count, using: &numbers)
                    switch Int.random(in: 0..<4, using: &numbers) {
                    case 0: bytes[position] = UInt8.random(in: 0...255, using: &numbers)
                    case 1: bytes.remove(at: position)
                    case 2: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: position)
                    default: bytes.removeLast(bytes.count - position)
                    }
                }
                do {
                    _ = try ProtobufDecoder(messages: .kubernetes).decode(bytes[...], as: example.message)
                    understood += 1
                } catch {
                    refused += 1
                }
            }
        }
        #expect(refused > 100)
        #expect(understood > 100)
    }

    @Test("are a 400 as bodies, and nothing else", arguments: 0..<4)
    func bodies(seed: UInt64) {
        var numbers = SeededNumbers(state: seed)
        let body = Wire.envelope("v1", "Secret", ProtobufDecoderTests.examples[0].bytes)
        for length in 0..<body.count {
            var bytes = Array(body.prefix(length))
            if !bytes.isEmpty { bytes[Int.random(in: 0..<length, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers) }
            do throws(StatusError) {
                #expect(try BodyDecoding.protobufObject(bytes, kind: "Secret", apiVersion: "v1").object != nil)
            } catch {
                #expect(error.code == 400)
            }
        }
    }
}
