import KubernetesModel

/// The parameters of a request that writes.
struct WriteOptions: Sendable, Hashable {
    enum FieldValidation: String, Sendable { case ignore = "Ignore", warn = "Warn", strict = "Strict" }

    var isDryRun = false
    var fieldManager = ""
    var fieldValidation = FieldValidation.warn
    var force = false

    /// - Parameter kind: `CreateOptions`, `UpdateOptions` or `PatchOptions`, for the message.
    /// - Throws: a 422 that names the parameter.
    init(query: QueryItems, userAgent: String?, kind: String) throws(StatusError) {
        var errors: [FieldError] = []
        let dryRun = query.all("dryRun").filter { !$0.isEmpty }
        isDryRun = dryRun.contains("All")
        if dryRun.contains(where: { $0 != "All" }) {
            errors.append(.notSupported(FieldPath("dryRun"), .array(dryRun.map(JSONValue.string)), ["All"]))
        }
        if let text = query["fieldValidation"], !text.isEmpty {
            if let known = FieldValidation(rawValue: text) {
                fieldValidation = known
            } else {
                errors.append(
                    .notSupported(FieldPath("fieldValidation"), .string(text), ["", "Ignore", "Strict", "Warn"]))
            }
        }
        force = query.isSet("force")
        if let manager = query["fieldManager"] {
            fieldManager = manager
            if manager.utf8.count > 128 {
                errors.append(.tooLong(FieldPath("fieldManager"), maximum: 128))
            }
        }
        if fieldManager.isEmpty { fieldManager = Self.manager(userAgent: userAgent) }
        if !errors.isEmpty { throw .invalid(group: "meta.k8s.io", kind: kind, name: "", errors) }
    }

    /// The part of the user agent before the version.
    static func manager(userAgent: String?) -> String {
        guard let name = userAgent?.split(separator: "/", omittingEmptySubsequences: false).first, !name.isEmpty else { return "unknown" }
        return String(name.prefix(128))
    }
}

/// The parameters of a list or watch.
struct ListOptions: Sendable {
    enum Match: String, Sendable { case exact = "Exact", notOlderThan = "NotOlderThan" }

    var labels = LabelQuery()
    var fields = FieldQuery()
    var limit: Int64 = 0
    var continuation = ""
    var resourceVersion = ""
    var match: Match?
    var isWatch = false
    var timeoutSeconds: Int64?
    var wantsBookmarks = false
    var sendInitialEvents: Bool?

    init(query: QueryItems, isWatch: Bool, name: String) throws(StatusError) {
        self.isWatch = isWatch
        limit = try Self.integer(query["limit"]) ?? 0
        timeoutSeconds = try Self.integer(query["timeoutSeconds"])
        labels = try LabelQuery(parsing: query["labelSelector"] ?? "")
        fields = try FieldQuery(parsing: query["fieldSelector"] ?? "")
        if !name.isEmpty {
            if let other = fields.required("metadata.name"), other != name {
                throw .badRequest("field selector metadata.name=\(other) does not match the name in the URL (\(name))")
            }
            fields.requirements.append(.init(field: "metadata.name", value: name, isNegated: false))
        }
        continuation = query["continue"] ?? ""
        resourceVersion = query["resourceVersion"] ?? ""
        wantsBookmarks = query.isSet("allowWatchBookmarks")
        if query["sendInitialEvents"] != nil { sendInitialEvents = query.isSet("sendInitialEvents") }
        let errors = check(match: query["resourceVersionMatch"] ?? "")
        if !errors.isEmpty { throw .invalid(group: "meta.k8s.io", kind: "ListOptions", name: "", errors) }
        match = query["resourceVersionMatch"].flatMap(Match.init(rawValue:))
    }

    private static func integer(_ text: String?) throws(StatusError) -> Int64? {
        guard let text, !text.isEmpty else { return nil }
        guard let value = Int64(text) else { throw .badRequest("strconv.ParseInt: parsing \(GoText.quoted(text)): invalid syntax") }
        return value
    }

    /// What a real server checks about the combination of parameters.
    private func check(match: String) -> [FieldError] {
        let matchPath = FieldPath("resourceVersionMatch")
        let initialPath = FieldPath("sendInitialEvents")
        var errors: [FieldError] = []
        if isWatch {
            if sendInitialEvents != nil, match != Match.notOlderThan.rawValue {
                errors.append(.forbidden(matchPath, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"))
                if !match.isEmpty { errors.append(.notSupported(matchPath, .string(match), [Match.notOlderThan.rawValue])) }
            } else if !match.isEmpty, sendInitialEvents == nil {
                errors.append(.forbidden(matchPath, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"))
            }
            if sendInitialEvents == true, !wantsBookmarks, match == Match.notOlderThan.rawValue {
                // Allowed: the end of the initial events is then not marked.
            }
            return errors
        }
        if !match.isEmpty {
            if resourceVersion.isEmpty {
                errors.append(.forbidden(matchPath, "resourceVersionMatch is forbidden unless resourceVersion is provided"))
            }
            if !continuation.isEmpty {
                errors.append(.forbidden(matchPath, "resourceVersionMatch is forbidden when continue is provided"))
            }
            if Match(rawValue: match) == nil {
                errors.append(
                    FieldError(
                        .notSupported, matchPath.text, .string(match), "supported values: \"Exact\", \"NotOlderThan\", \"\""))
            }
            if match == Match.exact.rawValue, resourceVersion == "0" {
                errors.append(.forbidden(matchPath, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""))
            }
        }
        if sendInitialEvents != nil { errors.append(.forbidden(initialPath, "sendInitialEvents is forbidden for list")) }
        return errors
    }

    /// The resourceVersion as a number, 0 if it is not given.
    ///
    /// - Throws: the error that a real server gives for a list (400) or a watch (500).
    func revision() throws(StatusError) -> UInt64 {
        if resourceVersion.isEmpty { return 0 }
        guard let revision = UInt64(resourceVersion) else {
            let quoted = GoText.quoted(resourceVersion)
            let why = "resourceVersion: Invalid value: \(quoted): strconv.ParseUint: parsing \(quoted): invalid syntax"
            throw isWatch ? StatusError(code: 500, reason: nil, message: why) : .badRequest("invalid resource version: \(why)")
        }
        return revision
    }

    func selects(_ object: StoredObject, rules: any ResourceRules) -> Bool { labels.matches(object.value) && fields.matches(object, rules: rules) }
}

/// Where a list goes on.
struct ContinueToken: Sendable, Hashable {
    var revision: UInt64
    /// The last object that was sent.
    var after: ObjectPath

    init(revision: UInt64, after: ObjectPath) {
        self.revision = revision
        self.after = after
    }

    /// - Throws: a 400 for what the server has not made.
    init(_ text: String) throws(StatusError) {
        guard let bytes = ServiceAccountTokens.bytes(base64URL: text), let json = try? JSONValue(parsing: bytes),
            let revision = json["rv"]?.integer, let start = json["start"]?.string
        else { throw .badRequest("invalid continue token: continue key is not valid: the token was not made by this server") }
        let parts = start.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            revision: UInt64(max(revision, 0)),
            after: ObjectPath(namespace: String(parts[0]), name: parts.count > 1 ? String(parts[1]) : ""))
    }

    var text: String {
        let json: JSONValue = ["v": "meta.k8s.io/v1", "rv": .integer(Int64(revision)), "start": .string("\(after.namespace)/\(after.name)")]
        return ServiceAccountTokens.base64URL(json.utf8)
    }
}

/// What a deletion is asked to do and to check first.
struct DeleteOptions: Sendable, Hashable {
    var gracePeriodSeconds: Int64?
    var propagationPolicy: String?
    var uid: String?
    var resourceVersion: String?
    var isDryRun = false

    /// The options of the body, or else of the query.
    init(body: JSONValue?, query: QueryItems) throws(StatusError) {
        gracePeriodSeconds = body?["gracePeriodSeconds"]?.integer
        propagationPolicy = body?["propagationPolicy"]?.string
        var orphans = body?["orphanDependents"]?.bool
        uid = body?[path: ["preconditions", "uid"]]?.string
        resourceVersion = body?[path: ["preconditions", "resourceVersion"]]?.string
        isDryRun = query.all("dryRun").contains("All") || (body?["dryRun"]?.array ?? []).contains("All")
        if let text = query["gracePeriodSeconds"], !text.isEmpty {
            guard let value = Int64(text) else { throw .badRequest("strconv.ParseInt: parsing \(GoText.quoted(text)): invalid syntax") }
            gracePeriodSeconds = gracePeriodSeconds ?? value
        }
        if let text = query["propagationPolicy"], !text.isEmpty { propagationPolicy = propagationPolicy ?? text }
        if query["orphanDependents"] != nil { orphans = orphans ?? query.isSet("orphanDependents") }
        if let orphans, propagationPolicy == nil { propagationPolicy = orphans ? "Orphan" : "Background" }
        if let policy = propagationPolicy, !["Orphan", "Background", "Foreground"].contains(policy) {
            throw .invalid(
                group: "meta.k8s.io", kind: "DeleteOptions", name: "",
                [.notSupported(FieldPath("propagationPolicy"), .string(policy), ["Foreground", "Background", "Orphan", "nil"])])
        }
    }
}
