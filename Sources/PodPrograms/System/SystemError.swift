internal import Glibc

/// A call of the operating system that failed.
struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was tried, with the path: `open /pgdata/pg17/PG_VERSION`.
    var action: String
    /// The value of `errno`.
    var code: Int32

    /// Takes the present value of `errno`.
    init(_ action: String) { self.init(action, code: errno) }

    init(_ action: String, code: Int32) {
        self.action = action
        self.code = code
    }

    var description: String { "\(action): \(String(cString: strerror(code)))" }
}

/// Something that is not as it has to be, in words for whoever reads the log or the Pod's status.
struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
