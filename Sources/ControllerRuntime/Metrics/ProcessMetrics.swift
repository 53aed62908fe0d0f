#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension MetricsRegistry {
    /// Adds what every process tells of itself: CPU time, memory, start, open files. Read from `/proc` when asked for; absent elsewhere.
    public func addProcessMetrics() {
        let cpu = counter("process_cpu_seconds_total", help: "CPU time used, in seconds.")
        let resident = gauge("process_resident_memory_bytes", help: "Memory in RAM, in bytes.")
        let virtual = gauge("process_virtual_memory_bytes", help: "Address space, in bytes.")
        let start = gauge("process_start_time_seconds", help: "When the process started, in seconds since 1970.")
        let files = gauge("process_open_fds", help: "Open file descriptors.")
        let maxFiles = gauge("process_max_fds", help: "Limit of open file descriptors.")
        onCollect {
            guard let process = ProcessFigures.read() else { return }
            cpu.set(to: process.cpuSeconds)
            resident.set(to: process.residentBytes)
            virtual.set(to: process.virtualBytes)
            start.set(to: process.startSeconds)
            files.set(to: process.openFiles)
            maxFiles.set(to: process.maxFiles)
        }
    }
}

/// What `/proc` says about this process.
///
/// - Source: proc_pid_stat(5), proc_stat(5).
private struct ProcessFigures {
    var cpuSeconds, residentBytes, virtualBytes, startSeconds, openFiles, maxFiles: Double

    static func read() -> ProcessFigures? {
        guard let stat = contents(of: "/proc/self/stat"), let boot = contents(of: "/proc/stat") else { return nil }
        // The name in parentheses may contain spaces; field 3 follows the last parenthesis.
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]), let start = Double(fields[19]),
            let virtual = Double(fields[20]), let pages = Double(fields[21]),
            let bootTime = boot.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }).flatMap({ Double($0.dropFirst(6)) })
        else { return nil }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        return ProcessFigures(
            cpuSeconds: (user + system) / ticks, residentBytes: pages * Double(sysconf(Int32(_SC_PAGESIZE))), virtualBytes: virtual,
            startSeconds: bootTime + start / ticks, openFiles: Double(openFileCount()), maxFiles: Double(sysconf(Int32(_SC_OPEN_MAX))))
    }

    private static func openFileCount() -> Int {
        guard let directory = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return max(0, count - 3)  // ".", ".." and the directory itself
    }

    private static func contents(of path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = buffer.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
