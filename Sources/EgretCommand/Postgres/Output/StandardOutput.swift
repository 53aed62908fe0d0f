import ArgumentParser
import Foundation

/// Writes to standard output as it comes, for what goes on for long.
enum StandardOutput {
    /// - Throws: `ExitCode` with the status of a program that SIGPIPE ended, when nobody reads any more, as behind `| head`; that is no error to tell.
    static func write(_ bytes: some DataProtocol) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: bytes)
        } catch {
            throw ExitCode(128 + SIGPIPE)
        }
    }
}
