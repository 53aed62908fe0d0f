import KubernetesModel

/// What becomes of a CustomResourceDefinition after it was stored; its defaults and validation are in ``BuiltInRules``.
enum CustomResourceDefinitions {
    /// The definition with the status (conditions `NamesAccepted` and `Established`, accepted names) that it gets next to the others.
    ///
    /// - Parameters:
    ///   - crd: as it is stored.
    ///   - others: all other definitions of the same group.
    ///   - now: RFC 3339 in seconds.
    /// - Returns: nil where nothing changes.
    static func established(_ crd: JSONValue, among others: [JSONValue], now: String) -> JSONValue? {
        var (accepted, conflict) = acceptedNames(crd, among: others)
        accepted.dropIfEmpty("shortNames")
        accepted.dropIfEmpty("categories")
        var result = crd
        result[path: "status", "acceptedNames"] = accepted
        if let conflict {
            set(&result, "NamesAccepted", "False", conflict.reason, conflict.message, now)
        } else {
            set(&result, "NamesAccepted", "True", "NoConflicts", "no conflicts found", now)
        }
        if !isEstablished(crd) {
            if conflict == nil {
                set(&result, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted", now)
            } else {
                set(&result, "Established", "False", "NotAccepted", "not all names are accepted", now)
            }
        }
        if result == crd { return nil }
        return result
    }

    private static func acceptedNames(_ crd: JSONValue, among others: [JSONValue]) -> (JSONValue, (reason: String, message: String)?) {
        let wanted = crd[path: "spec", "names"] ?? .emptyObject
        var accepted = crd[path: "status", "acceptedNames"] ?? .emptyObject
        accepted.setDefault("plural", "")
        accepted.setDefault("kind", "")
        var resources = Set<String>()
        var kinds = Set<String>()
        for other in others {
            let names = other[path: "status", "acceptedNames"] ?? .emptyObject
            resources.formUnion([names.text("plural"), names.text("singular")] + names.list("shortNames").compactMap(\.string))
            kinds.formUnion([names.text("kind"), names.text("listKind")])
        }
        var conflict: (reason: String, message: String)?
        func take(_ name: String, _ reason: String, _ used: Set<String>) {
            let text = wanted.text(name)
            if text != accepted.text(name), used.contains(text) {
                conflict = (reason, "\(GoText.quoted(text)) is already in use")
            } else if !text.isEmpty {
                accepted[name] = .string(text)
            }
        }
        take("plural", "PluralConflict", resources)
        take("singular", "SingularConflict", resources)
        let taken = wanted.list("shortNames").compactMap(\.string).filter {
            resources.contains($0) && !accepted.list("shortNames").contains(.string($0))
        }
        if taken.isEmpty {
            accepted["shortNames"] = wanted["shortNames"]
        } else {
            let texts = taken.map { "\(GoText.quoted($0)) is already in use" }
            conflict = ("ShortNamesConflict", texts.count == 1 ? texts[0] : "[" + texts.joined(separator: ", ") + "]")
        }
        take("kind", "KindConflict", kinds)
        take("listKind", "ListKindConflict", kinds)
        accepted["categories"] = wanted["categories"]
        return (accepted, conflict)
    }

    /// Sets a condition; its time moves with its status only.
    private static func set(_ crd: inout JSONValue, _ type: String, _ status: String, _ reason: String, _ message: String, _ now: String) {
        var conditions = crd[path: "status", "conditions"]?.array ?? []
        let index = conditions.firstIndex { $0["type"]?.string == type }
        let earlier = index.map { conditions[$0] }
        let time = earlier?["status"] == .string(status) ? earlier?["lastTransitionTime"] ?? .string(now) : .string(now)
        let condition: JSONValue = [
            "type": .string(type), "status": .string(status), "lastTransitionTime": time, "reason": .string(reason), "message": .string(message),
        ]
        if let index { conditions[index] = condition } else { conditions.append(condition) }
        crd[path: "status", "conditions"] = .array(conditions)
    }

    /// Whether its resources are served.
    static func isEstablished(_ crd: JSONValue) -> Bool {
        (crd[path: "status", "conditions"]?.array ?? []).contains { $0["type"]?.string == "Established" && $0["status"]?.string == "True" }
    }

    /// One definition per served version.
    static func servedDefinitions(of crd: JSONValue) -> [ResourceDefinition] {
        (crd[path: "spec", "versions"]?.array ?? []).filter { $0["served"]?.bool == true }
            .compactMap { $0["name"]?.string.flatMap { ResourceDefinition(crd: crd, version: $0) } }
    }
}
