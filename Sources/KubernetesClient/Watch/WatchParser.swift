import KubernetesModel
import NIOCore

/// Reads the events of a watch from bytes that come in pieces of any size.
///
/// A value: give it bytes with ``append(_:)`` and take events with ``next()`` until it gives nil.
///
/// - Source: Kubernetes documentation, "Kubernetes API Concepts", efficient detection of changes.
struct WatchParser: Sendable {
    /// An object is at most 1.5 MiB in etcd, and JSON may show a byte as six.
    static let maximumEventBytes = 16 << 20

    private var lines = LineSplitter(limit: maximumEventBytes)
    private let request: String

    /// - Parameter request: its summary, for errors.
    init(request: String) { self.request = request }

    mutating func append(_ bytes: ByteBuffer) { lines.append(bytes) }

    /// The next event, nil if more bytes are needed.
    ///
    /// - Throws: ``KubernetesError`` for an event of type ERROR (`resourceVersionTooOld` for status 410), and `malformedAnswer` for what is no event.
    mutating func next() throws(KubernetesError) -> WatchEvent? {
        do {
            while let line = try lines.next() {
                if line.readableBytesView.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
                return try event(JSONValue(parsing: line.readableBytesView))
            }
            return nil
        } catch let error as KubernetesError {
            throw error
        } catch {
            throw KubernetesError(.malformedAnswer, request: request, hint: "\(error)")
        }
    }

    /// Says that no more bytes come.
    ///
    /// - Throws: ``KubernetesError`` with code `connection` if an event is incomplete.
    mutating func finish() throws(KubernetesError) {
        guard let rest = lines.rest() else { return }
        throw KubernetesError(.connection, request: request, hint: "the stream ended within an event, after \(rest.readableBytes) bytes of it")
    }

    private func event(_ json: JSONValue) throws(KubernetesError) -> WatchEvent {
        guard let object = json["object"], let type = json["type"]?.string else {
            throw KubernetesError(.malformedAnswer, request: request, hint: "an event of the watch has no type or no object")
        }
        switch type {
        case "ADDED": return .added(object)
        case "MODIFIED": return .modified(object)
        case "DELETED": return .deleted(object)
        case "BOOKMARK":
            guard let version = object[path: "metadata", "resourceVersion"]?.string else {
                throw KubernetesError(.malformedAnswer, request: request, hint: "a bookmark has no resourceVersion")
            }
            let ends = object[path: "metadata", "annotations", "k8s.io/initial-events-end"]?.string == "true"
            return .bookmark(resourceVersion: version, endsInitialEvents: ends)
        case "ERROR":
            throw KubernetesError(answering: request, statusCode: object["code"]?.integer.map { Int($0) } ?? 500, body: object)
        default:
            throw KubernetesError(.malformedAnswer, request: request, hint: "an event of the watch has the unknown type \"\(type)\"")
        }
    }
}
