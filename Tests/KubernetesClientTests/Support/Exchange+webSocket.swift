import Crypto
import FoundationEssentials

extension Exchange {
    struct Frame: Equatable {
        static let (continuation, text, binary, close, ping, pong): (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (0, 1, 2, 8, 9, 10)
        var opcode: UInt8
        var payload: [UInt8]
    }

    /// Agrees to speak WebSocket (RFC 6455).
    ///
    /// - Parameter first: what is sent in the same packet.
    func acceptWebSocket(_ subprotocol: String?, first: [UInt8] = []) async throws {
        let key = (headers["sec-websocket-key"] ?? "") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        let accept = Data(Insecure.SHA1.hash(data: Data(key.utf8))).base64EncodedString()
        let chosen = subprotocol.map { "Sec-WebSocket-Protocol: \($0)\r\n" } ?? ""
        let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n\(chosen)\r\n"
        try await send(Array(head.utf8) + first)
    }

    static func frame(_ payload: [UInt8], opcode: UInt8 = Frame.binary, isFinal: Bool = true) -> [UInt8] {
        var bytes = [opcode | (isFinal ? 0x80 : 0)]
        switch payload.count {
        case ..<126: bytes.append(UInt8(payload.count))
        case ..<65536: bytes += [126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: bytes += [127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: payload.count >> ($0 * 8)) }
        }
        return bytes + payload
    }

    /// Sends a message on a channel.
    func message(_ channel: UInt8, _ text: String) async throws { try await send(Self.frame([channel] + Array(text.utf8))) }

    func readFrame() async throws -> Frame {
        let head = try await read(2)
        var length = Int(head[1] & 0x7F)
        if length == 126 { length = try await read(2).reduce(0) { $0 << 8 | Int($1) } }
        if length == 127 { length = try await read(8).reduce(0) { $0 << 8 | Int($1) } }
        guard head[1] & 0x80 != 0 else { throw Closed() }  // a client must mask
        let mask = try await read(4)
        let payload = try await read(length)
        return Frame(opcode: head[0] & 0x0F, payload: payload.indices.map { payload[$0] ^ mask[$0 % 4] })
    }

    /// The next frame that is no ping; pings are answered.
    func readMessage() async throws -> Frame {
        while true {
            let frame = try await readFrame()
            guard frame.opcode == Frame.ping else { return frame }
            try await send(Self.frame(frame.payload, opcode: Frame.pong))
        }
    }

    /// Reads the stdin of a command (channel 0) until channel 255 says that it ends.
    func readInput() async throws -> [UInt8] {
        var input: [UInt8] = []
        while true {
            let frame = try await readMessage()
            switch frame.payload.first {
            case 0: input += frame.payload.dropFirst()
            case 255 where frame.payload == [255, 0]: return input
            default: throw Closed()
            }
        }
    }

    /// Tells how a command ended, and closes as a server does.
    func exit(_ status: String) async throws {
        try await message(3, status)
        try await send(Self.frame([0x03, 0xE8], opcode: Frame.close))
        try close()
    }

    static let success = #"{"metadata":{},"status":"Success"}"#

    static func failure(_ code: Int) -> String {
        #"{"status":"Failure","message":"command terminated with non-zero exit code","reason":"NonZeroExitCode","#
            + #""details":{"causes":[{"reason":"ExitCode","message":"\#(code)"}]}}"#
    }
}
