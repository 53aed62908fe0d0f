import KubernetesModel
import NIOCore

/// Understands the channels of a command that runs in a container.
///
/// A value: it is told of each message, and of the end of the connection.
///
/// - Source: Kubernetes documentation, "RemoteCommand Subprotocols"; `v1.Status` on channel 3 as the kubelet writes it.
struct RemoteCommandReader: Sendable {
    static let stdin: UInt8 = 0
    static let stdout: UInt8 = 1
    static let stderr: UInt8 = 2
    static let error: UInt8 = 3
    static let resize: UInt8 = 4
    /// Version 5: a message on it names a channel that ends.
    static let close: UInt8 = 255

    private var statusText: [UInt8] = []
    /// How the command ended; nil as long as that is not known.
    private(set) var status: Status?

    /// - Returns: nil for what is of no interest, or not complete.
    mutating func receive(_ message: ChannelMessage) -> ExecOutput? {
        switch message.channel {
        case Self.stdout: return .stdout(Array(message.bytes.readableBytesView))
        case Self.stderr: return .stderr(Array(message.bytes.readableBytesView))
        case Self.error:
            statusText += message.bytes.readableBytesView
            if let json = try? JSONValue(parsing: statusText), json.object != nil { status = Status(json: json) }
            return nil
        default: return nil
        }
    }

    /// The exit code that the status tells of.
    ///
    /// - Throws: ``KubernetesError`` if there is no status, or one that says why the command could not be run.
    func exitCode(of request: String) throws(KubernetesError) -> Int {
        guard let status else {
            throw KubernetesError(.connection, request: request, hint: "the connection ended before the command: whether it goes on is not known")
        }
        if status.status == "Success" { return 0 }
        let cause = status.details?.causes?.first { $0.reason == "ExitCode" }
        if status.reason == "NonZeroExitCode", let code = cause?.message.flatMap({ Int($0) }) { return code }
        var described = status
        described.kind = "Status"  // which nodes leave out
        throw KubernetesError(answering: request, statusCode: status.code ?? 500, body: described.json)
    }
}
