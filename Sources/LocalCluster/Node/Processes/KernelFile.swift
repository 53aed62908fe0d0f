import Glibc

/// The text of a file that the kernel makes up, below `/proc` or `/sys`: its size is not known before it is read.
func readKernelFile(_ path: String) throws(SystemError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError("open \(path)") }
    defer { close(descriptor) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count == 0 { return String(decoding: text, as: UTF8.self) }
        guard count > 0 else { throw SystemError("read \(path)") }
        text += buffer[..<count]
    }
}
