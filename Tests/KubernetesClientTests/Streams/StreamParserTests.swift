import NIOCore
import NIOHTTP1
import Testing

@testable import KubernetesClient

@Suite("The channels of a WebSocket") struct ChannelDemultiplexerTests {
    struct Frame {
        var isContinuation = false
        var isFinal = true
        var bytes: [UInt8]
    }

    private func messages(_ frames: [Frame]) throws -> [[UInt8]] {
        var demultiplexer = ChannelDemultiplexer()
        return try frames.compactMap { frame in
            try demultiplexer.receive(isContinuation: frame.isContinuation, isFinal: frame.isFinal, ByteBuffer(bytes: frame.bytes))
                .map { [$0.channel] + Array($0.bytes.readableBytesView) }
        }
    }

    @Test func areFoundInWholeAndFragmentedMessages() throws {
        #expect(try messages([.init(bytes: [1, 10, 11]), .init(bytes: [2]), .init(bytes: []), .init(bytes: [2, 20])]) == [[1, 10, 11], [2, 20]])
        let fragments: [Frame] = [
            .init(isFinal: false, bytes: []), .init(isContinuation: true, isFinal: false, bytes: [1]),
            .init(isContinuation: true, isFinal: false, bytes: [10]), .init(isContinuation: true, bytes: [11]), .init(bytes: [2, 20]),
        ]
        #expect(try messages(fragments) == [[1, 10], [1, 11], [2, 20]])
    }

    @Test func refuseFragmentsThatDoNotFit() {
        #expect(throws: ChannelDemultiplexer.ProtocolViolation.self) { try messages([.init(isContinuation: true, bytes: [1])]) }
        #expect(throws: ChannelDemultiplexer.ProtocolViolation.self) {
            try messages([.init(isFinal: false, bytes: [1, 2]), .init(bytes: [1, 3])])
        }
    }
}

@Suite("The answer to the wish to speak WebSocket") struct UpgradeHeadTests {
    static let text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nX-Empty:\r\nSec-WebSocket-Protocol:  v5\r\n\r\n"

    @Test func isReadOnceItIsComplete() throws {
        let bytes = Array(Self.text.utf8)
        for count in 0..<bytes.count { #expect(try WebSocketUpgradeHandler.head(of: ByteBuffer(bytes: bytes[..<count])) == nil) }
        let head = try #require(try WebSocketUpgradeHandler.head(of: ByteBuffer(bytes: bytes + [0x82, 0])))
        #expect(head.length == bytes.count)
        #expect(head.answer.status == .switchingProtocols)
        #expect(head.answer.headers.first(name: "sec-websocket-protocol") == "v5")
        #expect(head.answer.headers.first(name: "X-Empty") == "")
    }

    @Test(arguments: ["HTTP/2 101\r\n\r\n", "SSH-2.0\r\n\r\n", "\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 101 OK\r\nno colon\r\n\r\n"])
    func isRefusedIfItIsNone(text: String) {
        #expect(throws: (any Error).self) { try WebSocketUpgradeHandler.head(of: ByteBuffer(string: text)) }
    }
}

@Suite("A forwarded port's messages") struct PortForwardReaderTests {
    @Test func beginWithThePortWhereverTheyAreCut() throws {
        for cut in 0...2 {
            var reader = PortForwardReader()
            let bytes: [UInt8] = [0x38, 0x15, 7, 8]
            let pieces = [bytes[..<cut], bytes[cut...]].map { ChannelMessage(channel: PortForwardReader.data, bytes: ByteBuffer(bytes: $0)) }
            var received: [UInt8] = []
            for piece in pieces { received += try reader.receive(piece) ?? [] }
            #expect(received == [7, 8])
        }
    }
}
