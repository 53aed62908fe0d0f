import KubernetesModel
import NIOCore
import NIOHTTP1

extension ResourceHandler {
    // MARK: Logs

    func log(on exchange: HTTPExchange) async throws -> Answer? {
        guard let pod = store.get(key) else { throw served.notFound(target.name) }
        let options = try logOptions(pod.value)
        guard let connector = try connector(for: pod.value, withoutNode: nil) else {
            return Answer(status: .noContent, contentType: nil, body: ByteBuffer())
        }
        let lines: AsyncThrowingStream<ByteBuffer, any Error>
        do {
            lines = try await connector.logs(pod: pod.value, options: options)
        } catch let error as NodeConnectorError {
            throw Self.statusError(error)
        }
        try await exchange.begin(status: .ok, headers: ["Content-Type": "text/plain", "Cache-Control": "no-cache, private"])
        do {
            for try await part in lines where part.readableBytes > 0 { try await exchange.write(part) }
        } catch let error as NodeConnectorError {
            // The status is sent; what is left is to say it in the text, as a kubelet does.
            try await exchange.write(ByteBuffer(string: "\(error.message)\n"))
        }
        try await exchange.end()
        return nil
    }

    private func logOptions(_ pod: JSONValue) throws(StatusError) -> PodLogOptions {
        func integer(_ name: String) throws(StatusError) -> Int64? {
            guard let text = request.query[name], !text.isEmpty else { return nil }
            guard let value = Int64(text) else { throw .badRequest("strconv.ParseInt: parsing \(GoText.quoted(text)): invalid syntax") }
            return value
        }
        var options = PodLogOptions(container: try container(of: pod))
        options.follow = request.query.isSet("follow")
        options.previous = request.query.isSet("previous")
        options.timestamps = request.query.isSet("timestamps")
        options.tailLines = try integer("tailLines")
        options.sinceSeconds = try integer("sinceSeconds")
        options.limitBytes = try integer("limitBytes")
        options.sinceTime = request.query["sinceTime"]
        return options
    }

    /// The container that the query names, or the only one there is.
    private func container(of pod: JSONValue) throws(StatusError) -> String {
        func names(_ key: String) -> [String] { (pod[path: ["spec", key]]?.array ?? []).compactMap { $0["name"]?.string } }
        let main = names("containers")
        if let wanted = request.query["container"], !wanted.isEmpty {
            guard (main + names("initContainers") + names("ephemeralContainers")).contains(wanted) else {
                throw .badRequest("container \(wanted) is not valid for pod \(target.name)")
            }
            return wanted
        }
        if main.count == 1 { return main[0] }
        if let standard = pod[path: ["metadata", "annotations", "kubectl.kubernetes.io/default-container"]]?.string, main.contains(standard) {
            return standard
        }
        var message = "a container name must be specified for pod \(target.name), choose one of: [\(main.joined(separator: " "))]"
        let initial = names("initContainers")
        if !initial.isEmpty { message += " or one of the init containers: [\(initial.joined(separator: " "))]" }
        throw .badRequest(message)
    }

    /// The node of a pod.
    ///
    /// - Parameter withoutNode: what is said of a pod that has none yet; nil to return nil then.
    private func connector(for pod: JSONValue, withoutNode message: String?) throws(StatusError) -> (any NodeConnector)? {
        if pod[path: ["spec", "nodeName"]]?.string?.isEmpty ?? true {
            guard let message else { return nil }
            throw .badRequest(message)
        }
        guard let node = services.node else {
            throw StatusError(
                code: 503, reason: "ServiceUnavailable",
                message: "no node is connected to this server: it was started without one, so containers cannot be reached")
        }
        return node
    }

    private static func statusError(_ error: NodeConnectorError) -> StatusError {
        StatusError(
            code: error.code, reason: error.code == 404 ? "NotFound" : error.code == 400 ? "BadRequest" : "InternalError", message: error.message)
    }

    // MARK: Exec and attach

    func execute(isAttach: Bool, on exchange: HTTPExchange) async throws -> Answer? {
        guard let pod = store.get(key) else { throw served.notFound(target.name) }
        let container = try container(of: pod.value)
        guard let connector = try connector(for: pod.value, withoutNode: "pod \(target.name) does not have a host assigned") else { return nil }
        let query = request.query
        let options = PodExecOptions(
            container: container, command: query.all("command"), stdin: query.isSet("stdin"), stdout: query.isSet("stdout"),
            stderr: query.isSet("stderr"), tty: query.isSet("tty"))
        if !isAttach, options.command.isEmpty { throw StatusError.badRequest("you must specify at least 1 command for the container") }
        let upgrade = try StreamUpgrade(request: request, protocols: RemoteCommandChannels.protocols)
        try authorizeStream()
        let connection = try await upgrade.perform(on: exchange)
        let run: @Sendable (StreamSession) async -> StreamOutcome = { session in
            isAttach
                ? await connector.attach(pod: pod.value, options: options, session: session)
                : await connector.exec(pod: pod.value, options: options, session: session)
        }
        switch upgrade.carrier {
        case .channels: await RemoteCommandChannels(socket: connection, protocolName: upgrade.chosen, options: options).run(run)
        case .streams: await RemoteCommandStreams(connection: connection, options: options).run(run)
        }
        return nil
    }

    // MARK: Port-forward

    func forwardPorts(on exchange: HTTPExchange) async throws -> Answer? {
        guard let pod = store.get(key) else { throw served.notFound(target.name) }
        guard let connector = try connector(for: pod.value, withoutNode: "pod \(target.name) does not have a host assigned") else { return nil }
        let upgrade = try StreamUpgrade(request: request, protocols: PortForwardChannels.protocols)
        // Streams say their ports themselves.
        let ports = request.query.all("ports").flatMap { $0.split(separator: ",") }.map { Int($0) ?? 0 }
        guard upgrade.carrier == .streams || !ports.isEmpty, ports.allSatisfy({ 1...65_535 ~= $0 }) else {
            throw StatusError.badRequest("query parameter \"ports\" must name at least one port from 1 to 65535")
        }
        try authorizeStream()
        let connection = try await upgrade.perform(on: exchange)
        let name = target.name
        let forward: @Sendable (Int, DuplexStream) async throws -> Void = { port, stream in
            do {
                try await connector.portForward(pod: pod.value, port: port, stream: stream)
            } catch let error as NodeConnectorError {
                let uid = pod.value[path: ["metadata", "uid"]]?.string ?? ""
                throw NodeConnectorError(code: error.code, "error forwarding port \(port) to pod \(name), uid \(uid): \(error.message)")
            }
        }
        switch upgrade.carrier {
        case .channels: await PortForwardChannels(socket: connection, ports: ports).run(forward)
        case .streams: await PortForwardStreams(connection: connection).run(forward)
        }
        return nil
    }

    /// Who opens streams by GET, as WebSockets do, must be allowed what it is by POST.
    private func authorizeStream() throws(StatusError) {
        guard verb != "create" else { return }
        try services.authorizer.authorize(
            RequestAttributes(
                user: user, verb: "create", group: target.group, version: target.version, resource: target.resource,
                subresource: target.subresource, namespace: target.namespace, name: target.name))
    }
}
