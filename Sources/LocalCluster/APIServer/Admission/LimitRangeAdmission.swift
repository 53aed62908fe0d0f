import KubernetesModel

/// Applies the limit ranges of a namespace to pods: defaults first, bounds after validation.
struct LimitRangeAdmission {
    let admission: Admission

    private var ranges: [StoredObject] {
        admission.store.list(GroupResource("", "limitranges"), namespace: admission.namespace).objects
    }

    private var containerLimits: [JSONValue] {
        ranges.flatMap { $0.value[path: ["spec", "limits"]]?.array ?? [] }.filter { $0["type"]?.string == "Container" }
    }

    /// Sets requests and limits that a container leaves out, and says so in an annotation.
    func setDefaults(_ pod: inout JSONValue) throws(StatusError) {
        let limits = containerLimits
        if limits.isEmpty { return }
        var notes: [String] = []
        for kind in ["containers", "initContainers"] {
            guard var containers = pod[path: ["spec", kind]]?.array else { continue }
            for index in containers.indices {
                var set = (requests: [String](), limits: [String]())
                for limit in limits {
                    set.limits += Self.fill(&containers[index], "limits", limit["default"])
                    set.requests += Self.fill(&containers[index], "requests", limit["defaultRequest"])
                }
                let name = (kind == "containers" ? "container " : "init container ") + (containers[index]["name"]?.string ?? "")
                if !set.requests.isEmpty { notes.append("\(set.requests.sorted().joined(separator: ", ")) request for \(name)") }
                if !set.limits.isEmpty { notes.append("\(set.limits.sorted().joined(separator: ", ")) limit for \(name)") }
            }
            pod[path: ["spec", kind]] = .array(containers)
        }
        if notes.isEmpty { return }
        pod[path: ["metadata", "annotations", "kubernetes.io/limit-ranger"]] = .string(
            "LimitRanger plugin set: " + notes.joined(separator: "; "))
    }

    private static func fill(_ container: inout JSONValue, _ part: String, _ defaults: JSONValue?) -> [String] {
        var filled: [String] = []
        for (resource, amount) in defaults?.object ?? [:] where container[path: ["resources", part, resource]] == nil {
            container[path: ["resources", part, resource]] = amount
            filled.append(resource)
        }
        return filled
    }

    /// Refuses containers beyond the bounds.
    func check(_ pod: JSONValue) throws(StatusError) {
        for limit in containerLimits {
            for container in (pod[path: ["spec", "containers"]]?.array ?? []) + (pod[path: ["spec", "initContainers"]]?.array ?? []) {
                if let why = Self.problem(container["resources"] ?? .emptyObject, limit) { throw admission.forbidden(admission.name(pod), why) }
            }
        }
    }

    private static func problem(_ resources: JSONValue, _ limit: JSONValue) -> String? {
        func amount(_ part: String, _ resource: String) -> Quantity? { resources[path: [part, resource]].flatMap(Quantity.init(json:)) }
        for (resource, bound) in (limit["max"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let maximum = Quantity(json: bound) else { continue }
            guard let set = amount("limits", resource) else { return "maximum \(resource) usage per Container is \(maximum).  No limit is specified" }
            if set.milli > maximum.milli { return "maximum \(resource) usage per Container is \(maximum), but limit is \(set)" }
        }
        for (resource, bound) in (limit["min"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let minimum = Quantity(json: bound) else { continue }
            guard let set = amount("requests", resource) else {
                return "minimum \(resource) usage per Container is \(minimum).  No request is specified"
            }
            if set.milli < minimum.milli { return "minimum \(resource) usage per Container is \(minimum), but request is \(set)" }
        }
        return nil
    }
}
