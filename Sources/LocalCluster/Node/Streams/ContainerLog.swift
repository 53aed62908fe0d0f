import Foundation
import Glibc
import KubernetesModel

/// Which lines of a log are wanted.
struct LogSelection: Sendable, Hashable {
    var tailLines: Int?
    var since: Timestamp?
    /// Whether each line begins with its time.
    var timestamps = false
}

/// The log of one run of a container, in the format of CRI: time, stream, `F` or `P` (the line goes on in the next one), text.
struct ContainerLog: Sendable {
    let path: String

    /// The selected lines, each with its end of line.
    ///
    /// - Throws: ``SystemError`` if there is no log.
    func read(_ selection: LogSelection) throws -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else { throw SystemError("open the log", ENOENT) }
        var reader = LogLines(selection: selection)
        let lines = reader.take([UInt8](data)) + reader.rest()
        guard let count = selection.tailLines else { return lines }
        return lines.suffix(max(0, count))
    }
}

/// Cuts bytes of a log file into the lines that are shown.
struct LogLines {
    let selection: LogSelection
    private var pending: [UInt8] = []
    private var isContinued = false

    init(selection: LogSelection) { self.selection = selection }

    mutating func take(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            pending += bytes[start..<end]
            if let line = line(pending) { lines.append(line) }
            pending.removeAll(keepingCapacity: true)
            start = bytes.index(after: end)
        }
        pending += bytes[start...]
        return lines
    }

    /// What is left at the end of a file: a line whose end was not written.
    mutating func rest() -> [String] {
        defer { pending = [] }
        return pending.isEmpty ? [] : [line(pending)].compactMap { $0 }
    }

    private mutating func line(_ bytes: [UInt8]) -> String? {
        let parts = bytes.split(separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let isFull = parts[2].elementsEqual([UInt8(ascii: "F")])
        let wasContinued = isContinued
        isContinued = !isFull
        let time = String(decoding: parts[0], as: UTF8.self)
        if let since = selection.since, let written = Timestamp(parsing: time), written < since { return nil }
        let text = String(decoding: parts[3], as: UTF8.self) + (isFull ? "\n" : "")
        return selection.timestamps && !wasContinued ? "\(utc(time)) \(text)" : text
    }

    /// The engine writes `+00:00`, Kubernetes `Z`.
    private func utc(_ time: String) -> String { time.hasSuffix("+00:00") ? String(time.dropLast(6)) + "Z" : time }
}
