import NIOCore
import Synchronization
import Testing

@testable import LocalAPIServer

@Suite("Frames of SPDY") struct SPDYTests {
    /// A client's bytes: two streams with headers, data, a ping, a reset, and what needs no answer.
    private static func conversation() throws -> (bytes: ByteBuffer, frames: [SPDYFrame]) {
        let writer = try SPDYHeaderWriter()
        func open(_ id: UInt32, _ headers: [String: String], isLast: Bool) throws -> ByteBuffer {
            let block = try writer.write(headers)
            var frame = ByteBuffer(integer: 0x8003_0001 as UInt32)
            frame.writeInteger(UInt32(block.count + 10) | (isLast ? 1 << 24 : 0))
            frame.writeInteger(id)
            frame.writeInteger(UInt32(0))
            frame.writeInteger(UInt16(0))
            frame.writeBytes(block)
            return frame
        }
        let error = ["streamtype": "error", "port": "5432", "requestid": "0"]
        let data = ["streamtype": "data", "port": "5432", "requestid": "0", "long": String(repeating: "word and number 17; ", count: 900)]
        var bytes = try open(1, error, isLast: true)
        bytes.writeImmutableBuffer(ByteBuffer(bytes: [0x80, 3, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0]))  // settings: none
        bytes.writeImmutableBuffer(try open(3, data, isLast: false))
        bytes.writeImmutableBuffer(SPDYFrames.data(stream: 3, ByteBuffer(string: "hello"), isLast: false))
        bytes.writeImmutableBuffer(SPDYFrames.ping(7))
        bytes.writeImmutableBuffer(SPDYFrames.data(stream: 3, ByteBuffer(), isLast: true))
        bytes.writeImmutableBuffer(SPDYFrames.reset(stream: 3, .internalError))
        bytes.writeImmutableBuffer(SPDYFrames.goAway(lastStream: 0))
        return (
            bytes,
            [
                .open(stream: 1, headers: error, isLast: true), .open(stream: 3, headers: data, isLast: false),
                .data(stream: 3, bytes: ByteBuffer(string: "hello"), isLast: false), .ping(7),
                .data(stream: 3, bytes: ByteBuffer(), isLast: true), .reset(stream: 3), .goAway,
            ]
        )
    }

    @Test("are read the same however the network cuts them", arguments: [1, 2, 7, 64, 1 << 20])
    func frames(_ piece: Int) throws {
        var (bytes, frames) = try Self.conversation()
        var reader = try SPDYFrameReader()
        var read: [SPDYFrame] = []
        while let part = bytes.readSlice(length: min(piece, bytes.readableBytes)), part.readableBytes > 0 { read += try reader.take(part) }
        #expect(read == frames)
    }

    @Test("of a Go client are read: its first header block begins with the checksum of SPDY's dictionary")
    func dictionary() throws {
        let block = try SPDYHeaderWriter().write([:])
        // zlib's head says that a dictionary is needed; then its Adler-32 as the specification's reference implementation has it.
        #expect(block[1] & 0x20 != 0)
        #expect(Array(block[2..<6]) == [0xE3, 0xC6, 0xA7, 0xC2])
        #expect(SPDYDictionary.bytes.count == 1_423)
    }

    @Test(
        "that no client may send end the connection with a reason",
        arguments: [
            ([0x80, 2, 0, 1, 0, 0, 0, 0] as [UInt8], "version 2"), ([0x80, 3, 0, 1, 0, 0, 0, 4, 0, 0, 0, 1], "too short"),
            ([0, 0, 0, 1, 0, 0x20, 0, 0], "at most"), ([0x80, 3, 0, 1, 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 2], "cannot be inflated"),
        ])
    func refusals(_ bytes: [UInt8], _ words: String) throws {
        var reader = try SPDYFrameReader()
        let error = #expect(throws: SPDYError.self) { try reader.take(ByteBuffer(bytes: bytes)) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test("a block of headers that grows without bound is refused")
    func bomb() throws {
        let block = try SPDYHeaderWriter().write(["a": String(repeating: "a", count: 200_000)])
        let error = #expect(throws: SPDYError.self) { try SPDYHeaderReader().read(ByteBuffer(bytes: block)) }
        #expect(error?.description.contains("larger than") == true)
    }

    @Test("made of anything at all never do more than fail")
    func fuzz() throws {
        var random = SystemRandomNumberGenerator()
        let (whole, _) = try Self.conversation()
        let valid = Array(whole.readableBytesView)
        for _ in 0..<2_000 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            var reader = try SPDYFrameReader()
            _ = try? reader.take(ByteBuffer(bytes: bytes))
        }
    }
}

@Suite("Bytes that wait for their reader") struct InputQueueTests {
    private final class Count: Sendable {
        private let sum = Mutex(0)
        var value: Int { sum.withLock { $0 } }
        func add(_ number: Int) { sum.withLock { $0 += number } }
    }

    @Test("are counted when they are taken, and when nobody will take them")
    func counts() async {
        let taken = Count()
        let queue = InputQueue { taken.add($0) }
        queue.put(ByteBuffer(string: "abc"))
        queue.put(ByteBuffer(string: "de"))
        #expect(taken.value == 0)
        var reader = queue.stream.makeAsyncIterator()
        #expect(await reader.next() == ByteBuffer(string: "abc"))
        #expect(taken.value == 3)
        queue.abandon()
        #expect(taken.value == 5)
        queue.put(ByteBuffer(string: "late"))
        #expect(taken.value == 9)
        #expect(await reader.next() == nil)
    }

    @Test("end after what came before the end")
    func ends() async {
        let queue = InputQueue { _ in }
        async let all = queue.stream.reduce(into: "") { $0 += String(buffer: $1) }
        for text in ["one ", "two ", "three"] { queue.put(ByteBuffer(string: text)) }
        queue.finish()
        #expect(await all == "one two three")
    }

    @Test("are given up by a reader that is cancelled")
    func cancelled() async {
        let taken = Count()
        let queue = InputQueue { taken.add($0) }
        let reader = Task { for await _ in queue.stream {} }
        reader.cancel()
        await reader.value
        queue.put(ByteBuffer(string: "abc"))
        #expect(taken.value == 3)
        #expect(queue.isAbandoned)
    }
}
