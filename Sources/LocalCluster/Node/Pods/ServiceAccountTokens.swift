import KubernetesClient
import KubernetesModel

/// The service account tokens of one pod; each is renewed when 80 % of its life are over.
actor ServiceAccountTokens {
    private struct Token {
        let text: String
        let renewAt: Timestamp
    }

    let api: any KubernetesAPI
    let clock: @Sendable () -> Timestamp
    private var tokens: [TokenRequestKey: Token] = [:]

    init(api: any KubernetesAPI, clock: @escaping @Sendable () -> Timestamp) {
        self.api = api
        self.clock = clock
    }

    /// When the first of them has to be renewed.
    var renewAt: Timestamp? { tokens.values.map(\.renewAt).min() }

    /// Valid tokens for all volumes of a pod.
    func tokens(for pod: Pod) async throws(KubernetesError) -> [TokenRequestKey: String] {
        for request in (pod.spec?.volumes ?? []).flatMap(VolumeFiles.tokens(of:)) {
            if let token = tokens[request], token.renewAt > clock() { continue }
            tokens[request] = try await ask(request, pod)
        }
        return tokens.mapValues(\.text)
    }

    private func ask(_ request: TokenRequestKey, _ pod: Pod) async throws(KubernetesError) -> Token {
        let account = pod.spec?.serviceAccountName ?? "default"
        let now = clock()
        var specification: JSONValue = [
            "expirationSeconds": .integer(Int64(request.expirationSeconds)),
            "boundObjectRef": ["apiVersion": "v1", "kind": "Pod", "name": .string(pod.name), "uid": .string(pod.uid)],
        ]
        specification["audiences"] = request.audience.map { [.string($0)] } ?? []
        let answer = try await api.send(
            APIRequest(
                "create serviceaccounts/token \(account) in \(pod.namespace)", method: .post,
                path: "/api/v1/namespaces/\(pod.namespace)/serviceaccounts/\(account)/token",
                body: ["apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": specification]))
        guard let text = answer[path: "status", "token"]?.string else {
            throw KubernetesError(.malformedAnswer, request: "create serviceaccounts/token \(account)", hint: "the answer has no token")
        }
        let end = answer[path: "status", "expirationTimestamp"]?.string.flatMap { Timestamp(parsing: $0) }
        let life = end.map { $0.since(now) } ?? .seconds(request.expirationSeconds)
        return Token(text: text, renewAt: now.adding(life * 4 / 5))
    }
}
