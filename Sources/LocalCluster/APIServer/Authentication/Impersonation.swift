import NIOHTTP1

/// Acting as somebody else through `Impersonate-*` headers.
///
/// - Source: Kubernetes documentation, "Authenticating: User impersonation".
struct Impersonation: Sendable {
    let authorizer: Authorizer

    /// The user that the headers name.
    ///
    /// - Parameter attributes: of the request, with the user who is really there.
    /// - Throws: a 403 if that user may not.
    func user(as headers: HTTPHeaders, by attributes: RequestAttributes) throws(StatusError) -> Requester {
        let requester = attributes.user
        var user = Requester(name: headers.first(name: "Impersonate-User") ?? "", uid: headers.first(name: "Impersonate-Uid") ?? "")
        user.groups = headers["Impersonate-Group"]
        let prefix = "impersonate-extra-"
        for header in headers where header.name.lowercased().hasPrefix(prefix) {
            let key = PercentEncoding.decode(header.name.lowercased().dropFirst(prefix.count), plusIsSpace: false)
            user.extra[key, default: []].append(header.value)
        }
        func require(_ group: String, _ resource: String, subresource: String = "", namespace: String = "", name: String) throws(StatusError) {
            let wanted = RequestAttributes(
                user: requester, verb: "impersonate", group: group, version: "v1", resource: resource, subresource: subresource,
                namespace: namespace, name: name)
            guard authorizer.decide(wanted).isAllowed else {
                throw attributes.refusal(verb: "impersonate-on:user-info:\(attributes.verb)")
            }
        }
        if let account = user.serviceAccount {
            try require("", "serviceaccounts", namespace: account.namespace, name: account.name)
            if user.groups.isEmpty { user.groups = Requester.groups(ofServiceAccountIn: account.namespace) }
        } else {
            try require("", "users", name: user.name)
        }
        for group in headers["Impersonate-Group"] { try require("", "groups", name: group) }
        let authentication = "authentication.k8s.io"
        if !user.uid.isEmpty { try require(authentication, "uids", name: user.uid) }
        for (key, values) in user.extra {
            for value in values { try require(authentication, "userextras", subresource: key, name: value) }
        }
        let isAnonymous = user.name == Requester.anonymous.name
        let implied = isAnonymous ? "system:unauthenticated" : "system:authenticated"
        if !user.groups.contains(implied) { user.groups.append(implied) }
        return user
    }
}
