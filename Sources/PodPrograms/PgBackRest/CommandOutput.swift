internal import KubernetesModel
internal import Synchronization

/// All that a command wrote, up to a mebibyte.
final class Gathered: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    private static let longest = 1 << 20

    func take(_ part: [UInt8]) {
        bytes.withLock { if $0.count < Self.longest { $0 += part } }
    }

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}

/// The last error in pgBackRest's output, with the hints below it.
final class LastError: Sendable {
    private struct State {
        var rest: [UInt8] = []
        var parts: [String] = []
        var isComplete = true
    }
    private let state = Mutex(State())

    /// A line that never ends is cut off here.
    private static let longestLine = 1 << 16

    func take(_ part: [UInt8]) {
        state.withLock { state in
            state.rest += part
            while let end = state.rest.firstIndex(of: UInt8(ascii: "\n")) {
                Self.note(state.rest[..<end], in: &state)
                state.rest.removeFirst(end + 1)
            }
            if state.rest.count > Self.longestLine { state.rest.removeAll() }
        }
    }

    /// For example `[055]: unable to load info file …; HINT: has a stanza-create been performed?`; nil if there was none.
    var text: String? {
        state.withLock { state in
            Self.note(state.rest[...], in: &state)
            state.rest.removeAll()
            return state.parts.isEmpty ? nil : state.parts.joined(separator: "; ")
        }
    }

    /// A line is `TIME P00  ERROR: [055]: words`; further lines of the message are indented and have no time.
    private static func note(_ bytes: ArraySlice<UInt8>, in state: inout State) {
        let line = String(decoding: bytes, as: UTF8.self)
        if let mark = line.firstRange(of: "ERROR: ") {
            state.parts = [String(line[mark.upperBound...]).trimmed]
            state.isComplete = false
        } else if !state.isComplete, line.first == " ", !line.trimmed.isEmpty {
            state.parts.append(line.trimmed)
        } else {
            state.isComplete = true
        }
    }
}
