import Glibc
import KubernetesModel
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Asks a container whether it is well: by a program in it, an HTTP request or a connection.
struct Prober: Sendable {
    let exec: ContainerExec

    struct Answer: Sendable {
        let succeeded: Bool
        let message: String
    }

    /// What is asked, and where.
    struct Target: Sendable {
        let containerID: String
        let container: Container
        let address: String
    }

    /// One question; it is answered within the probe's timeout.
    func ask(_ probe: Probe, _ target: Target) async -> Answer {
        let limit = Duration.seconds(max(1, probe.timeoutSeconds ?? 1))
        do {
            if let command = probe.exec?.command { return try await run(command, target, limit) }
            if let request = probe.httpGet { return try await get(request, target, limit) }
            if let port = probe.tcpSocket?.port {
                return try await connect(probe.tcpSocket?.host ?? target.address, number(of: port, target.container), limit)
            }
            return Answer(succeeded: false, message: "a probe of this kind is not served: exec, httpGet and tcpSocket are")
        } catch {
            return Answer(succeeded: false, message: connectionProblem(error))
        }
    }

    private func run(_ command: [String], _ target: Target, _ limit: Duration) async throws -> Answer {
        guard let result = try await exec.run(command, in: target.containerID, limit: limit) else {
            return Answer(succeeded: false, message: "command timed out: \"\(command.joined(separator: " "))\" timed out after \(limit)")
        }
        let text = (result.outputText + result.errorText).prefix(10_240)
        return Answer(succeeded: result.status == .exited(0), message: String(text))
    }

    private func connect(_ host: String, _ port: Int, _ limit: Duration) async throws -> Answer {
        do {
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connectTimeout(.init(limit))
                .connect(host: host, port: port).get()
            try? await channel.close()
            return Answer(succeeded: true, message: "")
        } catch {
            return Answer(succeeded: false, message: "dial tcp \(host):\(port): \(connectionProblem(error))")
        }
    }

    /// An HTTP request; an answer from 200 to 399 is well. Certificates are not checked.
    func get(_ request: HTTPGetAction, _ target: Target, _ limit: Duration) async throws -> Answer {
        let host = request.host ?? target.address
        let port = number(of: request.port ?? 80, target.container)
        let isSecure = request.scheme == "HTTPS"
        let wanted = request.path ?? "/"
        let path = wanted.hasPrefix("/") ? wanted : "/" + wanted
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask {
                let channel = try await httpChannel(host, port, isSecure, limit)
                return try await channel.executeThenClose { inbound, outbound in
                    var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path)
                    head.headers.add(name: "Host", value: "\(host):\(port)")
                    head.headers.add(name: "User-Agent", value: "kube-probe/1.36")
                    head.headers.add(name: "Accept", value: "*/*")
                    head.headers.add(name: "Connection", value: "close")
                    for header in request.httpHeaders ?? [] { head.headers.replaceOrAdd(name: header.name ?? "", value: header.value ?? "") }
                    try await outbound.write(.head(head))
                    try await outbound.write(.end(nil))
                    for try await case .head(let answer) in inbound {
                        let isWell = (200..<400).contains(answer.status.code)
                        return Answer(succeeded: isWell, message: isWell ? "" : "HTTP probe failed with statuscode: \(answer.status.code)")
                    }
                    return Answer(succeeded: false, message: "the connection was closed before an answer came")
                }
            }
            group.addTask {
                try await Task.sleep(for: limit)
                let url = "\(isSecure ? "https" : "http")://\(host):\(port)\(path)"
                return Answer(succeeded: false, message: "Get \"\(url)\": context deadline exceeded (no answer within \(limit))")
            }
            defer { group.cancelAll() }
            return try await group.next() ?? Answer(succeeded: false, message: "no answer")
        }
    }

    private func httpChannel(
        _ host: String, _ port: Int, _ isSecure: Bool, _ limit: Duration
    ) async throws -> NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart> {
        let context = isSecure ? try Self.uncheckedTLS() : nil
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connectTimeout(.init(limit))
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context { try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: context, serverHostname: nil)) }
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                }
            }
    }

    private static func uncheckedTLS() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        return try NIOSSLContext(configuration: configuration)
    }

    private func number(of port: IntOrString, _ container: Container) -> Int {
        switch port {
        case .int(let number): number
        case .string(let name): container.ports?.first { $0.name == name }?.containerPort ?? Int(name) ?? 0
        }
    }
}

/// Why a connection failed, in a few words.
private func connectionProblem(_ error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError: error.connectionErrors.first.map { connectionProblem($0.error) } ?? "no address to connect to"
    case let error as IOError: String(cString: strerror(error.errnoCode)).lowercased()
    case ChannelError.connectTimeout: "no connection in time"
    default: "\(error)"
    }
}
