import KubernetesModel
import NIOCore
import Testing

@testable import KubernetesClient

@Suite("The parser of a watch") struct WatchParserTests {
    static let text =
        #"{"type":"ADDED","object":{"metadata":{"name":"a"}}}"# + "\n" + "\r\n" + #"{"type":"MODIFIED","object":{"metadata":{"name":"ü\n"}}}"# + "\n"
        + #"{"object":{"metadata":{"resourceVersion":"9","annotations":{"k8s.io/initial-events-end":"true"}}},"type":"BOOKMARK"}"# + "\n"
        + #"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"10"}}}"# + "\n" + #"{"type":"DELETED","object":{}}"# + "\n"
    static let events: [WatchEvent] = [
        .added(["metadata": ["name": "a"]]), .modified(["metadata": ["name": "ü\n"]]), .bookmark(resourceVersion: "9", endsInitialEvents: true),
        .bookmark(resourceVersion: "10", endsInitialEvents: false), .deleted([:]),
    ]

    private func events(of pieces: [ArraySlice<UInt8>]) throws -> [WatchEvent] {
        var parser = WatchParser(request: "watch pods")
        var events: [WatchEvent] = []
        for piece in pieces {
            parser.append(ByteBuffer(bytes: piece))
            while let event = try parser.next() { events.append(event) }
        }
        try parser.finish()
        return events
    }

    @Test func givesTheSameEventsWhereverTheStreamIsCut() throws {
        let bytes = Array(Self.text.utf8)
        for cut in 0...bytes.count { #expect(try events(of: [bytes[..<cut], bytes[cut...]]) == Self.events, "cut at \(cut)") }
        #expect(try events(of: bytes.indices.map { bytes[$0...$0] }) == Self.events)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func givesTheSameEventsFromRandomPieces(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let bytes = Array(Self.text.utf8)
        var pieces: [ArraySlice<UInt8>] = []
        var position = 0
        while position < bytes.count {
            let end = min(bytes.count, position + Int(random.next() % 40))
            pieces.append(bytes[position..<end])
            position = end
        }
        #expect(try events(of: pieces) == Self.events)
    }

    @Test(arguments: 0..<500 as Range<UInt64>)
    func neverFailsOtherwiseThanWithAnErrorOfItsOwn(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var bytes = Array(Self.text.utf8)
        for _ in 0...random.next() % 4 { bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next()) }
        do {
            _ = try events(of: [bytes[...]])
        } catch {
            #expect(error is KubernetesError)
        }
    }

    @Test(
        arguments: [
            (#"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}"#, .resourceVersionTooOld),
            (#"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Gone"}}"#, .resourceVersionTooOld),
            (#"{"type":"ERROR","object":{"kind":"Status","code":500,"reason":"InternalError"}}"#, .server),
            (#"{"type":"ERROR","object":{"kind":"Status","code":403,"reason":"Forbidden"}}"#, .forbidden),
            (#"{"type":"ERROR","object":"?"}"#, .server), (#"{"type":"RENAMED","object":{}}"#, .malformedAnswer),
            (#"{"type":"ADDED"}"#, .malformedAnswer), (#"{"object":{}}"#, .malformedAnswer), ("[", .malformedAnswer),
            (#"{"type":"BOOKMARK","object":{}}"#, .malformedAnswer),
        ] as [(String, KubernetesError.Code)])
    func errors(line: String, code: KubernetesError.Code) {
        let error = #expect(throws: KubernetesError.self) { try events(of: [Array((line + "\n").utf8)[...]]) }
        #expect(error?.code == code)
        #expect(error?.request == "watch pods")
    }

    @Test func failsOnAnEventThatTheEndOfTheStreamCutOff() {
        let error = #expect(throws: KubernetesError.self) { try events(of: [Array(#"{"type":"ADDED","obj"#.utf8)[...]]) }
        #expect(error?.code == .connection)
    }

    @Test func refusesALineWithoutEnd() {
        var lines = LineSplitter(limit: 10)
        lines.append(ByteBuffer(string: "0123456789\n0123456789"))
        #expect(throws: Never.self) { try lines.next() }
        #expect(throws: Never.self) { try lines.next() }
        lines.append(ByteBuffer(string: "0"))
        #expect(throws: LineTooLong.self) { try lines.next() }
    }
}

/// A small generator whose sequence depends on its seed only.
struct SplitMix {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
