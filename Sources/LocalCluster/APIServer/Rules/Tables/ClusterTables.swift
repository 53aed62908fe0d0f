import KubernetesModel

/// Nodes as `kubectl get nodes` prints them.
enum NodeTable {
    static let columns: [TableColumn] = [
        .name, .text("Status", status), .text("Roles", roles), .age, .path("Version", ["status", "nodeInfo", "kubeletVersion"]),
        .text("Internal-IP", priority: 1) { address($0, "InternalIP") }, .text("External-IP", priority: 1) { address($0, "ExternalIP") },
        .path("OS-Image", ["status", "nodeInfo", "osImage"], none: "<unknown>", priority: 1),
        .path("Kernel-Version", ["status", "nodeInfo", "kernelVersion"], none: "<unknown>", priority: 1),
        .path("Container-Runtime", ["status", "nodeInfo", "containerRuntimeVersion"], none: "<unknown>", priority: 1),
    ]

    private static func status(_ node: JSONValue) -> String {
        let ready = (node[path: "status", "conditions"]?.array ?? []).first { $0["type"] == "Ready" }
        var texts = [ready.map { $0["status"] == "True" ? "Ready" : "NotReady" } ?? "Unknown"]
        if node[path: "spec", "unschedulable"]?.bool == true { texts.append("SchedulingDisabled") }
        return texts.joined(separator: ",")
    }

    private static func roles(_ node: JSONValue) -> String {
        let prefix = "node-role.kubernetes.io/"
        let labels = node[path: "metadata", "labels"]?.object ?? [:]
        var roles = labels.keys.filter { $0.hasPrefix(prefix) && $0.count > prefix.count }.map { String($0.dropFirst(prefix.count)) }
        if let role = labels["kubernetes.io/role"]?.string, !role.isEmpty { roles.append(role) }
        return BuiltInTables.joined(roles.sorted())
    }

    private static func address(_ node: JSONValue, _ type: String) -> String {
        (node[path: "status", "addresses"]?.array ?? []).first { $0.text("type") == type }?.text("address") ?? "<none>"
    }
}

/// Events as `kubectl get events` prints them.
enum EventTable {
    static let columns: [TableColumn] = [
        TableColumn(name: "Last Seen") { event, now in .string(lastSeen(event, now: now)) },
        .path("Type", ["type"]), .path("Reason", ["reason"]),
        .text("Object") { event in
            let object = event["involvedObject"] ?? event["regarding"] ?? .emptyObject
            return object.text("name").isEmpty ? object.text("kind").lowercased() : "\(object.text("kind").lowercased())/\(object.text("name"))"
        },
        .text("Subobject", priority: 1) { ($0["involvedObject"] ?? $0["regarding"] ?? .emptyObject).text("fieldPath") },
        .text("Source", priority: 1) { event in
            let source = event["source"] ?? event["deprecatedSource"] ?? .emptyObject
            let component = source.text("component").isEmpty ? event.text("reportingComponent") : source.text("component")
            return source.text("host").isEmpty ? component : "\(component), \(source.text("host"))"
        },
        .text("Message") { ($0["message"] ?? $0["note"])?.string?.trimmed ?? "" },
        TableColumn(name: "First Seen", priority: 1) { event, now in
            .string(Age.text(since: time(event, ["firstTimestamp", "deprecatedFirstTimestamp", "eventTime"]), now: now))
        },
        TableColumn(name: "Count", priority: 1) { event, _ in
            .string(String(event[path: "series", "count"]?.integer ?? event["count"]?.integer ?? event["deprecatedCount"]?.integer ?? 1))
        },
        TableColumn(name: "Name", format: "name", priority: 1, description: TableColumn.nameDescription) { event, _ in
            .string(event[path: "metadata", "name"]?.string ?? "")
        },
    ]

    private static func time(_ event: JSONValue, _ names: [String]) -> JSONValue? { names.lazy.compactMap { event[$0] }.first { !$0.isNull } }

    private static func lastSeen(_ event: JSONValue, now: Double) -> String {
        if let last = event[path: "series", "lastObservedTime"], !last.isNull { return Age.text(since: last, now: now) }
        return Age.text(since: time(event, ["lastTimestamp", "deprecatedLastTimestamp", "eventTime", "firstTimestamp"]), now: now)
    }
}
