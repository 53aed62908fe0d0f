import Foundation
import Synchronization

/// One line that shows what is waited for: in place on a terminal, else a line whenever it changes.
final class ProgressLine: Sendable {
    private let isTerminal: Bool
    private let width: Int
    private let began = ContinuousClock.now
    private let write: @Sendable (String) -> Void
    private let shown = Mutex<String?>(nil)

    /// - Parameters:
    ///   - isTerminal: whether a line can be overwritten.
    ///   - width: columns of the terminal.
    ///   - write: takes the text as it is to be written.
    init(isTerminal: Bool, width: Int = 100, write: @escaping @Sendable (String) -> Void) {
        (self.isTerminal, self.width, self.write) = (isTerminal, width, write)
    }

    /// On standard error, so that output for programs stays clean.
    static func standardError() -> ProgressLine {
        let isTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
        return ProgressLine(isTerminal: isTerminal, width: TerminalSize.of(STDERR_FILENO)?.columns ?? 100) { text in
            FileHandle.standardError.write(Data(text.utf8))
        }
    }

    func show(_ text: String) {
        let isNew = shown.withLock { shown in
            defer { shown = text }
            return shown != text
        }
        if isTerminal { draw(text) } else if isNew { write("\(text)\n") }
    }

    /// Draws once more, with the time that has passed.
    func redraw() {
        if isTerminal, let text = shown.withLock({ $0 }) { draw(text) }
    }

    /// Ends the line: what follows stands below it.
    func finish() {
        let wasShown = shown.withLock { shown in
            defer { shown = nil }
            return shown != nil
        }
        if isTerminal, wasShown { write("\r\u{1B}[K") }
    }

    private func draw(_ text: String) {
        let line = "\(Amount.age(ContinuousClock.now - began))  \(text)"
        write("\r\u{1B}[K\(line.prefix(max(20, width - 1)))")
    }
}

/// A bar of a fixed width: `[████████············]`.
enum ProgressBar {
    static let width = 30

    /// - Parameter share: of what is done, 0 to 1; beyond that it is cut.
    static func text(_ share: Double) -> String {
        let full = Int((min(max(share, 0), 1) * Double(width)).rounded(.down))
        return "[" + String(repeating: "█", count: full) + String(repeating: "·", count: width - full) + "]"
    }
}

/// The size of a terminal, in characters.
struct TerminalSize: Equatable, Sendable {
    var columns: Int
    var rows: Int

    /// Nil for what is no terminal, or one without a size.
    static func of(_ descriptor: Int32) -> TerminalSize? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
        return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }
}
