import Glibc
import NIOCore
import NIOPosix

/// Two ends of a connection between this process and a child.
struct PipeEnds {
    let reading: Int32
    let writing: Int32

    init() throws(SystemError) { (reading, writing) = try pipeEnds() }
}

/// A terminal: what is written to one end is read from the other, as if typed or shown.
struct Terminal {
    /// The end of who types.
    let controlling: Int32
    /// The end of the program.
    let program: Int32

    init() throws(SystemError) {
        var controlling: Int32 = 0
        var program: Int32 = 0
        guard openpty(&controlling, &program, nil, nil, nil) == 0 else { throw SystemError("openpty") }
        for descriptor in [controlling, program] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        self.controlling = controlling
        self.program = program
        // The bytes pass as they are: the terminal inside the container is the one that edits and echoes.
        var settings = termios()
        if tcgetattr(program, &settings) == 0 {
            cfmakeraw(&settings)
            tcsetattr(program, TCSANOW, &settings)
        }
    }

    func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(controlling, UInt(TIOCSWINSZ), &size)
    }
}

typealias ByteChannel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

extension NIOPipeBootstrap {
    /// A channel that reads from one descriptor and writes to another; it closes both.
    static func channel(reading: Int32, writing: Int32? = nil) async throws -> ByteChannel {
        let bootstrap = NIOPipeBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        let initialize: @Sendable (any Channel) -> EventLoopFuture<ByteChannel> = { channel in
            channel.eventLoop.makeCompletedFuture {
                try ByteChannel(wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
            }
        }
        guard let writing else { return try await bootstrap.takingOwnershipOfDescriptor(input: reading, channelInitializer: initialize) }
        return try await bootstrap.takingOwnershipOfDescriptors(input: reading, output: writing, channelInitializer: initialize)
    }
}
