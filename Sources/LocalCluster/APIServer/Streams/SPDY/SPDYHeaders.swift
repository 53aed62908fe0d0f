import CZlib
import NIOCore

/// Reads the compressed header blocks of one connection, in their order.
///
/// - Source: SPDY Protocol, draft 3.1, section 2.6.10.
final class SPDYHeaderReader {
    /// The largest block that is accepted, in bytes, once it is inflated.
    static let blockLimit = 64 << 10

    private let stream: UnsafeMutablePointer<z_stream>

    init() throws(SPDYError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard inflateInit_(stream, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            throw SPDYError("zlib does not start")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Names are in lower case; of several values of a name, the text holds all, with NUL between them.
    func read(_ block: ByteBuffer) throws(SPDYError) -> [String: String] {
        var plain = ByteBuffer(bytes: try inflated(Array(block.readableBytesView)))
        func text() throws(SPDYError) -> String {
            guard let length: UInt32 = plain.readInteger(), let text = plain.readString(length: Int(length)) else {
                throw SPDYError("a header block ends too early")
            }
            return text
        }
        guard let count: UInt32 = plain.readInteger() else { throw SPDYError("a header block ends too early") }
        var headers: [String: String] = [:]
        for _ in 0..<count { headers[try text().lowercased()] = try text() }
        return headers
    }

    private func inflated(_ block: [UInt8]) throws(SPDYError) -> [UInt8] {
        var block = block
        var result: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        stream.pointee.avail_in = UInt32(block.count)
        var offset = 0
        while true {
            let (status, written) = block.withUnsafeMutableBufferPointer { input in
                piece.withUnsafeMutableBufferPointer { output in
                    stream.pointee.next_in = input.baseAddress?.advanced(by: offset)
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    let status = inflate(stream, Z_SYNC_FLUSH)
                    return (status, output.count - Int(stream.pointee.avail_out))
                }
            }
            offset = block.count - Int(stream.pointee.avail_in)
            result += piece[..<written]
            guard result.count <= Self.blockLimit else { throw SPDYError("a header block is larger than \(Self.blockLimit) bytes") }
            switch status {
            case Z_OK: if written < piece.count, stream.pointee.avail_in == 0 { return result }
            case Z_BUF_ERROR: return result  // all is taken, and nothing was left to write
            case Z_NEED_DICT:
                let dictionary = SPDYDictionary.bytes
                guard inflateSetDictionary(stream, dictionary, UInt32(dictionary.count)) == Z_OK else {
                    throw SPDYError("headers are compressed with another dictionary than that of SPDY/3")
                }
            default: throw SPDYError("a header block cannot be inflated")
            }
        }
    }
}

/// Writes the compressed header blocks of one connection: each must be sent, in their order.
final class SPDYHeaderWriter {
    private let stream: UnsafeMutablePointer<z_stream>

    init() throws(SPDYError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let dictionary = SPDYDictionary.bytes
        guard deflateInit_(stream, Z_BEST_SPEED, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            throw SPDYError("zlib does not start")
        }
        deflateSetDictionary(stream, dictionary, UInt32(dictionary.count))
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func write(_ headers: [String: String]) throws(SPDYError) -> [UInt8] {
        var plain = ByteBuffer(integer: UInt32(headers.count))
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            for text in [name.lowercased(), value] {
                plain.writeInteger(UInt32(text.utf8.count))
                plain.writeString(text)
            }
        }
        var input = Array(plain.readableBytesView)
        // Room for all at once: what is stored as it is grows by some bytes a block, and a flush takes some more.
        var output = [UInt8](repeating: 0, count: input.count + 256)
        let (status, written) = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                return (deflate(stream, Z_SYNC_FLUSH), output.count - Int(stream.pointee.avail_out))
            }
        }
        guard status == Z_OK, written < output.count else { throw SPDYError("a header block cannot be compressed") }
        return Array(output[..<written])
    }
}
