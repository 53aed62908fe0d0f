import Foundation
import KubernetesClient
import KubernetesModel

/// An API server with one answer.
struct Answering: KubernetesAPI {
    let requests = Lines()
    let answer: @Sendable () throws -> JSONValue

    init(_ answer: @escaping @Sendable () throws -> JSONValue) { self.answer = answer }

    func send(_ request: APIRequest) async throws(KubernetesError) -> JSONValue {
        requests.add("\(request.path) \(request.query.first { $0.name == "labelSelector" }?.value ?? "")")
        do { return try answer() } catch { throw KubernetesError(.connection, request: request.summary, hint: "\(error)") }
    }

    func watch(_ request: APIRequest) async throws(KubernetesError) -> WatchStream { AsyncThrowingStream { $0.finish() } }
}

/// Lines that were said.
final class Lines: @unchecked Sendable {  // guarded by the lock
    private let lock = NSLock()
    private var lines: [String] = []
    func add(_ line: String) { lock.withLock { lines.append(line) } }
    var all: [String] { lock.withLock { lines } }
}
