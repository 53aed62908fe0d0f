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

/// The last line of pgBackRest's output that tells of an error.
final class LastError: Sendable {
    private struct State {
        var rest: [UInt8] = []
        var line: String?
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

    /// nil if there was none.
    var line: String? {
        state.withLock { state in
            Self.note(state.rest[...], in: &state)
            return state.line
        }
    }

    private static func note(_ bytes: ArraySlice<UInt8>, in state: inout State) {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("ERROR:") { state.line = text.trimmed }
    }
}
