public import KubernetesClient
public import KubernetesModel

/// An API server whose requests are counted: `rest_client_requests_total` by code, method and host.
public struct MeasuredAPI: KubernetesAPI {
    private let api: any KubernetesAPI
    private let host: String
    private let requests: Counter

    /// - Parameter host: the server as the metric names it, for example `10.96.0.1:443`.
    public init(_ api: any KubernetesAPI, host: String, metrics: MetricsRegistry) {
        self.api = api
        self.host = host
        requests = metrics.counter(
            "rest_client_requests_total", help: "Requests to the API server by code of the answer, method and host.",
            labels: ["code", "method", "host"])
    }

    public func send(_ request: APIRequest) async throws(KubernetesError) -> JSONValue {
        do {
            let answer = try await api.send(request)
            // A request that succeeds has 201 if it made something, which only a POST to a collection surely does.
            count(request.method == .post ? "201" : "200", request.method.rawValue)
            return answer
        } catch {
            count(error.status?.code.map { String($0) } ?? "<error>", request.method.rawValue)
            throw error
        }
    }

    public func watch(_ request: APIRequest) async throws(KubernetesError) -> WatchStream {
        do {
            let stream = try await api.watch(request)
            count("200", "GET")
            return stream
        } catch {
            count(error.status?.code.map { String($0) } ?? "<error>", "GET")
            throw error
        }
    }

    private func count(_ code: String, _ method: String) { requests.increment([code, method, host]) }
}
