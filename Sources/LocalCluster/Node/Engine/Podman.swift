import Foundation
import KubernetesModel
import NIOCore
import NIOHTTP1

/// A failure that podman reported.
struct PodmanError: Error, CustomStringConvertible {
    let action: String
    /// Of HTTP; 404 where there is no such container or image.
    let status: Int
    let message: String
    var description: String { "podman: \(action): \(message)" }
}

/// The container engine, through its REST socket.
///
/// - Source: Podman 4.3, "libpod API v4".
struct Podman: Sendable {
    let http: UnixHTTPClient

    init(socketPath: String) {
        http = UnixHTTPClient(socketPath: socketPath)
    }

    /// Whether the engine answers.
    func answers() async -> Bool {
        (try? await http.send(.GET, "/v4.0.0/libpod/_ping").status) == 200
    }

    /// Makes a container, which does not run yet.
    ///
    /// - Returns: its identifier, 64 hexadecimal digits.
    func create(_ specification: ContainerSpecification) async throws -> String {
        let answer = try await call(.POST, "containers/create", body: specification.json, action: "create container \(specification.name)")
        guard let id = answer["Id"]?.string else {
            throw PodmanError(action: "create container \(specification.name)", status: 500, message: "the answer has no Id")
        }
        return id
    }

    func start(_ id: String) async throws {
        _ = try await call(.POST, "containers/\(id)/start", action: "start container \(id.prefix(12))")
    }

    /// Sends a signal, by name or number, to the container's first process. That it does not run is no error.
    func signal(_ signal: String, to id: String) async throws {
        do {
            _ = try await call(.POST, "containers/\(id)/kill?signal=\(signal)", action: "send \(signal) to container \(id.prefix(12))")
        } catch let error as PodmanError where error.status == 404 || error.status == 409 || error.message.contains("container state improper") {
            return
        }
    }

    /// Tells a container's terminal its size.
    func resize(_ id: String, columns: Int, rows: Int) async throws {
        _ = try await call(.POST, "containers/\(id)/resize?w=\(columns)&h=\(rows)", action: "resize container \(id.prefix(12))")
    }

    /// Kills a container if it runs, and removes it. That there is none is no error.
    func remove(_ id: String) async throws {
        do {
            _ = try await call(.DELETE, "containers/\(id)?force=true&v=true&timeout=0", action: "remove container \(id.prefix(12))")
        } catch let error as PodmanError where error.status == 404 {
            return
        }
    }

    /// Nil if there is no such container.
    func inspect(_ id: String) async throws -> ContainerReport? {
        do {
            return ContainerReport(json: try await call(.GET, "containers/\(id)/json", action: "inspect container \(id.prefix(12))"))
        } catch let error as PodmanError where error.status == 404 {
            return nil
        }
    }

    /// The identifiers of all containers, running or not, that carry these labels.
    func containers(labels: [String: String]) async throws -> [String] {
        let filter: JSONValue = ["label": .array(labels.sorted { $0.key < $1.key }.map { .string("\($0)=\($1)") })]
        let answer = try await call(.GET, "containers/json?all=true&filters=\(queryEscaped(filter.text))", action: "list containers")
        return answer.array?.compactMap { $0["Id"]?.string } ?? []
    }

    /// Nil if there is no such image here.
    func image(_ name: String) async throws -> ImageReport? {
        do {
            let answer = try await call(.GET, "images/\(pathEscaped(name))/json", action: "inspect image \(name)")
            return ImageReport(json: answer)
        } catch let error as PodmanError where error.status == 404 {
            return nil
        }
    }

    /// What podman says of itself and the machine.
    func information() async throws -> JSONValue {
        try await call(.GET, "info", action: "ask for the engine's state")
    }

    private func call(_ method: HTTPMethod, _ path: String, body: JSONValue? = nil, action: String) async throws -> JSONValue {
        let answer: UnixHTTPClient.Answer
        do {
            answer = try await http.send(method, "/v4.0.0/libpod/\(path)", body: body)
        } catch {
            throw PodmanError(action: action, status: 503, message: "no answer from the engine: \(error)")
        }
        let json = (try? JSONValue(parsing: answer.body.readableBytesView)) ?? .null
        // 304: it is so already.
        guard (200..<300).contains(answer.status) || answer.status == 304 else {
            let message = json["message"]?.string ?? json["cause"]?.string ?? "HTTP status \(answer.status)"
            throw PodmanError(action: action, status: answer.status, message: message)
        }
        return json
    }
}

/// What is known of a container.
struct ContainerReport: Sendable {
    let json: JSONValue

    var id: String { json["Id"]?.string ?? "" }
    var imageID: String { json["Image"]?.string ?? "" }
    var labels: [String: String] { json[path: "Config", "Labels"]?.object?.compactMapValues(\.string) ?? [:] }
    /// Process identifier of its first process on this machine; 0 if it does not run.
    var processID: Int32 { Int32(clamping: json[path: "State", "Pid"]?.integer ?? 0) }
    /// Process identifier of its monitor (conmon), which notes its end; 0 if the engine knows none.
    var monitorID: Int32 { Int32(clamping: json[path: "State", "ConmonPid"]?.integer ?? 0) }
    var isRunning: Bool { json[path: "State", "Running"]?.bool ?? false }
    /// `created`, `running`, `exited` …
    var status: String { json[path: "State", "Status"]?.string ?? "" }
    var exitCode: Int { Int(json[path: "State", "ExitCode"]?.integer ?? 0) }
    var wasOutOfMemory: Bool { json[path: "State", "OOMKilled"]?.bool ?? false }
    var startedAt: Timestamp? { time("StartedAt") }
    var finishedAt: Timestamp? { time("FinishedAt") }
    /// Number of the signal by which the image wants to be stopped.
    var stopSignal: Int { Int(json[path: "Config", "StopSignal"]?.integer ?? 15) }

    private func time(_ key: String) -> Timestamp? {
        guard let text = json[path: "State", key]?.string, !text.hasPrefix("0001-"), let time = Timestamp(parsing: text) else { return nil }
        return time
    }
}

/// What is known of an image.
struct ImageReport: Sendable, Hashable {
    let id: String
    /// The user that its containers run as, as the image's configuration has it.
    let user: String
    let repositoryDigest: String?

    init(id: String, user: String, repositoryDigest: String? = nil) {
        self.id = id
        self.user = user
        self.repositoryDigest = repositoryDigest
    }

    init(json: JSONValue) {
        id = json["Id"]?.string ?? ""
        user = json["User"]?.string ?? json[path: "Config", "User"]?.string ?? ""
        repositoryDigest = json["RepoDigests"]?[0]?.string
    }
}

private func queryEscaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
}

private func pathEscaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? text
}
