import Foundation
import Glibc
import LocalCluster

/// The process that runs a local cluster's control plane, as other processes see it.
///
/// It holds a lock on its pid file for as long as it lives, so that the file of one that was killed misleads nobody.
struct ControlPlaneProcess {
    let configuration: LocalClusterConfiguration

    /// Its process identifier; nil if none runs.
    var identifier: pid_t? {
        let descriptor = open(configuration.processPath, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return nil }
        let text = (try? String(contentsOfFile: configuration.processPath, encoding: .utf8)) ?? ""
        return Int32(text.split(separator: "\n").first ?? "")
    }

    /// Makes this process the one; the lock goes with it.
    ///
    /// - Throws: ``CommandFailure`` if there is one already.
    func claim() throws {
        try FileManager.default.createDirectory(
            atPath: configuration.dataDirectory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let descriptor = open(configuration.processPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw CommandFailure("\(configuration.processPath) cannot be written: \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw CommandFailure("the cluster in \(configuration.dataDirectory) runs already, as process \(identifier.map(String.init) ?? "unknown")")
        }
        ftruncate(descriptor, 0)
        let text = "\(getpid())\n"
        _ = text.withCString { write(descriptor, $0, strlen($0)) }
        // Not closed: the lock lasts as long as the descriptor.
    }

    /// Starts it in the background: a session of its own, the log as output.
    func launch(_ arguments: [String]) throws -> pid_t {
        let log = open(configuration.logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard log >= 0 else { throw CommandFailure("\(configuration.logPath) cannot be written: \(String(cString: strerror(errno)))") }
        defer { close(log) }
        let none = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(none) }
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (descriptor, standard) in zip([none, log, log], Int32(0)...) { posix_spawn_file_actions_adddup2(&actions, descriptor, standard) }
        posix_spawnattr_setflags(&attributes, 0x80)  // POSIX_SPAWN_SETSID, which Swift does not import
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var identifier: pid_t = 0
        let status = posix_spawn(&identifier, program, &actions, &attributes, words, environ)
        guard status == 0 else { throw CommandFailure("\(program) does not start: \(String(cString: strerror(status)))") }
        return identifier
    }

    /// Asks it to end, and waits until it has.
    ///
    /// - Returns: whether it ended in time.
    func end(within limit: Duration) async throws -> Bool {
        guard let identifier else { return true }
        kill(identifier, SIGTERM)
        let deadline = ContinuousClock.now + limit
        while self.identifier == identifier {
            if ContinuousClock.now > deadline { return false }
            try await Task.sleep(for: .milliseconds(100))
        }
        return true
    }

    /// The last lines of its log.
    var lastWords: String {
        let text = (try? String(contentsOfFile: configuration.logPath, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(5).joined(separator: "\n")
    }
}
