import Foundation
import Glibc
import LocalNode

/// What a machine needs for a local cluster.
enum Requirements {
    /// The oldest podman that was tried.
    static let podman = (major: 4, minor: 3)

    /// What is missing, a line each; empty if all is there.
    static func missing() -> [String] {
        #if os(Linux)
            var missing = LocalNode.missingRequirements()
            if !isInstalled("runc"), !isInstalled("crun") { missing.append("runc (Debian package runc)") }
            if isInstalled("podman"), let problem = podmanProblem(version: output(of: ["podman", "--version"])) { missing.append(problem) }
            return missing
        #else
            return ["Linux: pods are Linux containers"]
        #endif
    }

    /// What is wrong with a version of podman; nil if nothing is.
    ///
    /// - Parameter version: what `podman --version` prints, for example `podman version 4.3.1`.
    static func podmanProblem(version: String) -> String? {
        let wanted = "podman \(podman.major).\(podman.minor) or later (Debian package podman, of bookworm or later)"
        let numbers = version.split { !$0.isNumber && $0 != "." }.first.map { $0.split(separator: ".").compactMap { Int($0) } } ?? []
        guard numbers.count >= 2 else { return "\(wanted): this one does not say its version" }
        if (numbers[0], numbers[1]) >= podman { return nil }
        return "\(wanted): this one is \(numbers[0]).\(numbers[1])"
    }

    private static func isInstalled(_ program: String) -> Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin"
        return path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }

    static func output(of arguments: [String]) -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return "" }
        let data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
