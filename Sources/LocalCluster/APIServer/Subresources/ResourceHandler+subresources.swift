import KubernetesModel
import NIOCore
import NIOHTTP1

extension ResourceHandler {
    /// Answers a request about a part of an object.
    func subresource(on exchange: HTTPExchange) async throws -> Answer? {
        guard let part = definition.subresource(target.subresource) else { throw StatusError.unknownPath }
        guard part.verbs.contains(verb) else { throw methodNotAllowed }
        switch part.name {
        case "scale": return try await scale()
        case "binding": return try await bind(name: target.name)
        case "eviction": return try await evict()
        case "token": return try await token()
        case "log": return try await log(on: exchange)
        case "exec", "attach": return try await execute(isAttach: part.name == "attach", on: exchange)
        case "portforward": return try await forwardPorts(on: exchange)
        case "proxy":
            throw StatusError(
                code: 501, reason: "NotImplemented", message: "this server does not proxy to pods, services or nodes: use port-forward")
        default:
            switch verb {
            case "get":
                guard let object = store.get(key) else { throw served.notFound(target.name) }
                return try answer(object, representation: try representation())
            case "update": return try await update(subresource: part.name)
            default: return try await patch(subresource: part.name)
            }
        }
    }

    /// The answer to something that was created and is not an object of its own.
    func created() -> Answer {
        Answer(status: .created, json: ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201])
    }

    // MARK: Scale

    private func scale() async throws -> Answer {
        let negotiated = try Negotiated(headers: request.headers)
        guard let stored = store.get(key) else { throw served.notFound(target.name) }
        if verb == "get" {
            guard let scale = rules.scale(of: served.read(stored).value) else { throw StatusError.unknownPath }
            return Answer(json: scale, encoding: negotiated.encoding)
        }
        let options = try writeOptions(verb == "update" ? "UpdateOptions" : "PatchOptions")
        var writer = writer(options)
        writer.managedSubresource = "scale"
        let sent: JSONValue
        if verb == "update" {
            sent = try BodyDecoding.object(of: request, kind: "Scale", apiVersion: "autoscaling/v1")
        } else {
            sent = try BodyDecoding.value(request.body, yaml: request.contentType == "application/apply-patch+yaml") {
                .badRequest("error decoding patch: \($0)")
            }
        }
        let isUpdate = verb == "update"
        let written = try await writer.update(namespace: target.namespace, name: target.name, precondition: .patch) { old in
            guard let current = rules.scale(of: old) else { throw StatusError.unknownPath }
            let scale = isUpdate ? sent : try patchedScale(current, by: sent)
            if let version = scale[path: ["metadata", "resourceVersion"]]?.string, !version.isEmpty,
                version != old[path: ["metadata", "resourceVersion"]]?.string
            {
                throw writer.conflict(target.name)
            }
            return try rules.applying(scale: scale, to: old)
        }
        return Answer(json: rules.scale(of: written.object.value) ?? .null, encoding: negotiated.encoding)
    }

    private func patchedScale(_ scale: JSONValue, by patch: JSONValue) throws(StatusError) -> JSONValue {
        switch request.contentType {
        case "application/json-patch+json": try Patches.json(patch, to: scale)
        case "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml":
            try Patches.merge(patch, to: scale)
        default:
            throw StatusError(code: 415, reason: "UnsupportedMediaType", message: "415: Unsupported Media Type", details: .emptyObject)
        }
    }

    // MARK: Token

    private func token() async throws -> Answer {
        let negotiated = try Negotiated(headers: request.headers)
        let body = try BodyDecoding.object(of: request, kind: "TokenRequest", apiVersion: "authentication.k8s.io/v1")
        guard let account = store.get(key) else { throw served.notFound(target.name) }
        let request = TokenRequest(spec: body["spec"] ?? .emptyObject)
        try request.check()
        let bound = try request.bound(in: target.namespace, store: store, account: account.name)
        let token = try services.tokens.token(
            account: account, audiences: request.audiences, bound: bound, now: now.secondsSince1970, lifetime: request.lifetime)
        return Answer(
            status: .created,
            json: [
                "kind": "TokenRequest", "apiVersion": "authentication.k8s.io/v1",
                "metadata": [
                    "name": .string(account.name), "namespace": .string(account.key.namespace), "uid": .string(account.uid),
                    "creationTimestamp": .string(now.description),
                ],
                "spec": [
                    "audiences": .array(request.audiences.map(JSONValue.string)), "expirationSeconds": .integer(request.lifetime),
                    "boundObjectRef": body[path: ["spec", "boundObjectRef"]] ?? .null,
                ],
                "status": [
                    "token": .string(token),
                    "expirationTimestamp": .string(Timestamp(secondsSince1970: now.secondsSince1970 + request.lifetime).description),
                ],
            ], encoding: negotiated.encoding)
    }
}

/// What a token is asked for.
private struct TokenRequest {
    let audiences: [String]
    /// Seconds.
    let lifetime: Int64
    let reference: JSONValue?

    init(spec: JSONValue) {
        let audiences = spec["audiences"]?.array?.compactMap(\.string) ?? []
        self.audiences = audiences.isEmpty ? [ServiceAccountTokens.issuer] : audiences
        lifetime = spec["expirationSeconds"]?.integer ?? 3_600
        reference = spec["boundObjectRef"]
    }

    func check() throws(StatusError) {
        let path = FieldPath("spec.expirationSeconds")
        var errors: [FieldError] = []
        if lifetime < 600 { errors.append(.invalid(path, .integer(lifetime), "may not specify a duration less than 10 minutes")) }
        if lifetime > 1 << 32 { errors.append(.invalid(path, .integer(lifetime), "may not specify a duration larger than 2^32 seconds")) }
        if !errors.isEmpty { throw .invalid(group: "authentication.k8s.io", kind: "TokenRequest", name: "", errors) }
    }

    /// The object that the token is bound to.
    func bound(in namespace: String, store: ObjectStore, account: String) throws(StatusError) -> ServiceAccountTokens.Bound? {
        guard let reference, reference != .null else { return nil }
        let kind = reference["kind"]?.string ?? ""
        let name = reference["name"]?.string ?? ""
        guard let resource = ["Pod": "pods", "Secret": "secrets"][kind] else {
            throw .badRequest("cannot bind token to object of type \(reference["apiVersion"]?.string ?? ""), Kind=\(kind)")
        }
        guard let object = store.get(StorageKey(GroupResource("", resource), namespace: namespace, name: name)) else {
            throw .notFound(group: "", resource: resource, name: name)
        }
        if let uid = reference["uid"]?.string, !uid.isEmpty, uid != object.uid {
            throw .conflict(
                group: "", resource: resource, name: name,
                "the UID in the bound object reference (\(uid)) does not match the UID in record. The object might have been deleted and then recreated"
            )
        }
        if kind == "Pod", object.value[path: ["spec", "serviceAccountName"]]?.string != account {
            throw .badRequest("cannot bind token for serviceaccount \"\(account)\" to pod running with different serviceaccount name.")
        }
        return .init(kind: kind, name: name, uid: object.uid, node: kind == "Pod" ? object.value[path: ["spec", "nodeName"]]?.string : nil)
    }
}
