import KubernetesModel

/// What may change in a pod after it was created, per subresource.
enum PodUpdateValidation {
    private static let changeable =
        "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing "
        + "tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"

    static func validate(_ new: JSONValue, old: JSONValue, subresource: String?) -> [FieldError] {
        let spec = new["spec"] ?? .emptyObject
        let before = old["spec"] ?? .emptyObject
        switch subresource {
        case nil: return main(spec, before)
        case "resize": return resize(spec, before)
        case "ephemeralcontainers": return ephemeral(spec, before)
        default: return []
        }
    }

    private static func main(_ spec: JSONValue, _ old: JSONValue) -> [FieldError] {
        let path = FieldPath("spec")
        var errors = PodValidation.podSpec(spec, path)
        for name in ["containers", "initContainers"] where spec.list(name).count != old.list(name).count {
            return errors + [.forbidden(path.child(name), "pod updates may not add or remove containers")]
        }
        for name in ["containers", "initContainers"] {
            for (index, container) in spec.list(name).enumerated() where container.text("image").isEmpty {
                let error = FieldError.required(path.child(name).index(index).child("image"))
                if !errors.contains(error) { errors.append(error) }
            }
        }
        errors += deadline(spec["activeDeadlineSeconds"], old["activeDeadlineSeconds"], path.child("activeDeadlineSeconds"))
        errors += tolerations(spec.list("tolerations"), old.list("tolerations"), path.child("tolerations"))
        var same = spec
        for name in ["containers", "initContainers"] {
            let images = old.list(name).map { $0["image"] }
            var index = 0
            same.updateEach(name) { container in
                container["image"] = images[index]
                index += 1
            }
        }
        same["activeDeadlineSeconds"] = old["activeDeadlineSeconds"]
        same["tolerations"] = old["tolerations"]
        if let grace = old["terminationGracePeriodSeconds"]?.integer, grace < 0, spec["terminationGracePeriodSeconds"] == 1 {
            same["terminationGracePeriodSeconds"] = old["terminationGracePeriodSeconds"]
        }
        if same != old {
            let changed = differing(same, old, "spec").joined(separator: ", ")
            errors.append(.forbidden(path, "pod updates may not change fields other than \(changeable)\n  changed: \(changed)"))
        }
        return errors
    }

    private static func deadline(_ new: JSONValue?, _ old: JSONValue?, _ path: FieldPath) -> [FieldError] {
        guard let new = new?.integer else {
            return old == nil ? [] : [.invalid(path, .null, "must not update from a positive integer to nil value")]
        }
        guard let old = old?.integer, new > old else { return [] }
        return [.invalid(path, .integer(new), "must be less than or equal to previous value")]
    }

    private static func tolerations(_ new: [JSONValue], _ old: [JSONValue], _ path: FieldPath) -> [FieldError] {
        func bare(_ toleration: JSONValue) -> JSONValue {
            var bare = toleration
            bare["tolerationSeconds"] = nil
            return bare
        }
        let kept = old.allSatisfy { earlier in new.contains { bare($0) == bare(earlier) } }
        return kept ? [] : [.forbidden(path, "existing toleration can not be modified except its tolerationSeconds")]
    }

    private static func resize(_ spec: JSONValue, _ old: JSONValue) -> [FieldError] {
        var errors = PodValidation.podSpec(spec, FieldPath("spec"))
        let before = PodValidation.qosClass(old)
        if PodValidation.qosClass(spec) != before {
            errors.append(.invalid(FieldPath("spec"), .string(before), "Pod QOS Class may not change as a result of resizing"))
        }
        return errors
    }

    private static func ephemeral(_ spec: JSONValue, _ old: JSONValue) -> [FieldError] {
        let path = FieldPath("spec.ephemeralContainers")
        var errors = PodValidation.podSpec(spec, FieldPath("spec"))
        let new = Dictionary(spec.list("ephemeralContainers").map { ($0.text("name"), $0) }, uniquingKeysWith: { first, _ in first })
        for container in old.list("ephemeralContainers") {
            let name = container.text("name")
            if let now = new[name] {
                if now != container { errors.append(.forbidden(path, "existing ephemeral containers \"\(name)\" may not be changed")) }
            } else {
                errors.append(.forbidden(path, "existing ephemeral containers \"\(name)\" may not be removed"))
            }
        }
        return errors
    }

    /// The paths at which two values differ, at most five.
    static func differing(_ one: JSONValue, _ two: JSONValue, _ path: String) -> [String] {
        if one == two { return [] }
        var paths: [String] = []
        switch (one, two) {
        case (.object(let first), .object(let second)):
            for key in Set(first.keys).union(second.keys).sorted() where first[key] != second[key] {
                paths += differing(first[key] ?? .null, second[key] ?? .null, "\(path).\(key)")
            }
        case (.array(let first), .array(let second)) where first.count == second.count:
            for index in first.indices where first[index] != second[index] {
                paths += differing(first[index], second[index], "\(path)[\(index)]")
            }
        default: paths = [path]
        }
        return Array(paths.prefix(5))
    }
}
