public import KubernetesModel

/// What can be asked of a Kubernetes API server.
///
/// Everything above speaks to this protocol: ``KubernetesClient`` fulfils it over HTTP, and a test by an API server in memory. The typed calls
/// (`get`, `list`, `apply`, …) are extensions of it.
public protocol KubernetesAPI: Sendable {
    /// Sends one request and waits for the whole answer.
    ///
    /// - Throws: ``KubernetesError`` for an answer that is no success, and when no answer came.
    func send(_ request: APIRequest) async throws(KubernetesError) -> JSONValue

    /// Opens a watch.
    ///
    /// - Parameter request: a GET of a collection; `watch=true` is added to its query.
    /// - Returns: the events in their order. The sequence ends when the server closes the stream, and throws when the stream breaks or has been
    ///   silent for too long; after either, watch again from the last resourceVersion that was seen.
    func watch(_ request: APIRequest) async throws(KubernetesError) -> WatchStream
}

/// A request to an API server.
public struct APIRequest: Sendable, Hashable {
    /// Method of HTTP.
    public enum Method: String, Sendable, Hashable { case get = "GET", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE" }
    /// Media type of the body.
    public enum BodyType: String, Sendable, Hashable {
        case json = "application/json"
        case mergePatch = "application/merge-patch+json"
        case strategicMergePatch = "application/strategic-merge-patch+json"
        case jsonPatch = "application/json-patch+json"
        /// Server-side apply: a JSON body is valid YAML.
        case applyPatch = "application/apply-patch+yaml"
    }
    /// A verb of RBAC, a kind and a name, for messages: `patch statefulsets.apps db-0 in shop`.
    public var summary: String
    public var method: Method
    /// Path without the query, percent-encoded where needed.
    public var path: String
    /// Query parameters in their order, not encoded.
    public var query: [QueryItem]
    public var bodyType: BodyType
    public var body: JSONValue?

    /// One query parameter.
    public struct QueryItem: Sendable, Hashable {
        public var name: String
        public var value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        _ summary: String, method: Method = .get, path: String, query: [QueryItem] = [], bodyType: BodyType = .json, body: JSONValue? = nil
    ) {
        self.summary = summary
        self.method = method
        self.path = path
        self.query = query
        self.bodyType = bodyType
        self.body = body
    }
}

/// One event of a watch.
public enum WatchEvent: Sendable, Hashable {
    case added(JSONValue)
    case modified(JSONValue)
    case deleted(JSONValue)
    /// Nothing changed up to this resourceVersion. `endsInitialEvents`: the objects that existed when the watch began have all been sent.
    case bookmark(resourceVersion: String, endsInitialEvents: Bool)
}

/// The events of a watch, in their order.
public typealias WatchStream = AsyncThrowingStream<WatchEvent, any Error>
