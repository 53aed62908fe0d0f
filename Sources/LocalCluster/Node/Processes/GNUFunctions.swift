import Glibc

/// Functions of the C library that Swift does not import, since their declarations are extensions of GNU.
enum GNUFunctions {
    private typealias AddCloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    private typealias SetNamespace = @convention(c) (Int32, Int32) -> Int32

    /// Has the child close all descriptors from a number on.
    static func addCloseFrom(_ actions: inout posix_spawn_file_actions_t, _ descriptor: Int32) {
        guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
        _ = unsafeBitCast(symbol, to: AddCloseFrom.self)(&actions, descriptor)
    }

    /// Moves this thread into the network namespace that a descriptor stands for.
    static func enterNetworkNamespace(_ descriptor: Int32) throws(SystemError) {
        guard let symbol = dlsym(nil, "setns") else { throw SystemError("setns", ENOSYS) }
        let networkKind: Int32 = 0x4000_0000
        guard unsafeBitCast(symbol, to: SetNamespace.self)(descriptor, networkKind) == 0 else { throw SystemError("setns") }
    }
}
