import KubernetesModel

/// Workloads as `kubectl get` prints them.
enum WorkloadTables {
    private static func containers(_ object: JSONValue, _ path: [String], _ key: String) -> String {
        (object[path: path + ["containers"]]?.array ?? []).map { $0.text(key) }.joined(separator: ",")
    }

    private static let template = ["spec", "template", "spec"]
    private static let containerNames = TableColumn.text("Containers", priority: 1) { containers($0, template, "name") }
    private static let images = TableColumn.text("Images", priority: 1) { containers($0, template, "image") }
    private static let selector = TableColumn.text("Selector", priority: 1) { SelectorText.shown($0[path: "spec", "selector"]) }

    private static func number(_ object: JSONValue, _ path: String...) -> Int64 { object[path: path]?.integer ?? 0 }

    static let apps: [String: [TableColumn]] = [
        "Deployment": [
            .name, .text("Ready") { "\(number($0, "status", "readyReplicas"))/\(number($0, "spec", "replicas"))" },
            .number("Up-to-date", ["status", "updatedReplicas"]), .number("Available", ["status", "availableReplicas"]), .age, containerNames, images,
            selector,
        ],
        "StatefulSet": [
            .name, .text("Ready") { "\(number($0, "status", "readyReplicas"))/\(number($0, "spec", "replicas"))" }, .age, containerNames, images,
        ],
        "ReplicaSet": [
            .name, .number("Desired", ["spec", "replicas"], type: "integer"), .number("Current", ["status", "replicas"], type: "integer"),
            .number("Ready", ["status", "readyReplicas"], type: "integer"), .age, containerNames, images, selector,
        ],
        "DaemonSet": [
            .name, .number("Desired", ["status", "desiredNumberScheduled"], type: "integer"),
            .number("Current", ["status", "currentNumberScheduled"], type: "integer"), .number("Ready", ["status", "numberReady"], type: "integer"),
            .number("Up-to-date", ["status", "updatedNumberScheduled"], type: "integer"),
            .number("Available", ["status", "numberAvailable"], type: "integer"),
            .text("Node Selector") { BuiltInTables.map($0[path: "spec", "template", "spec", "nodeSelector"]) }, .age, containerNames, images,
            selector,
        ],
        "ControllerRevision": [
            .name,
            .text("Controller") { object in
                let owner = (object[path: "metadata", "ownerReferences"]?.array ?? []).first { $0["controller"]?.bool == true }
                guard let owner else { return "<none>" }
                let group = owner.text("apiVersion").contains("/") ? "." + (owner.text("apiVersion").split(separator: "/").first ?? "") : ""
                return "\(owner.text("kind").lowercased())\(group)/\(owner.text("name"))"
            },
            TableColumn(name: "Revision") { object, _ in object["revision"] ?? 0 }, .age,
        ],
    ]

    static let batch: [String: [TableColumn]] = [
        "Job": [
            .name, .text("Status", status), .text("Completions", completions),
            TableColumn(name: "Duration") { job, now in .string(duration(job, now: now)) }, .age, containerNames, images, selector,
        ],
        "CronJob": [
            .name, .path("Schedule", ["spec", "schedule"]), .path("Timezone", ["spec", "timeZone"], none: "<none>"),
            TableColumn(name: "Suspend", type: "boolean") { object, _ in .string(object[path: "spec", "suspend"]?.bool == true ? "True" : "False") },
            TableColumn(name: "Active", type: "integer") { object, _ in .integer(Int64((object[path: "status", "active"]?.array ?? []).count)) },
            TableColumn(name: "Last Schedule") { object, now in
                guard let time = object[path: "status", "lastScheduleTime"], !time.isNull else { return "<none>" }
                return .string(Age.text(since: time, now: now))
            }, .age,
            .text("Containers", priority: 1) { containers($0, ["spec", "jobTemplate", "spec", "template", "spec"], "name") },
            .text("Images", priority: 1) { containers($0, ["spec", "jobTemplate", "spec", "template", "spec"], "image") },
            .text("Selector", priority: 1) { SelectorText.shown($0[path: "spec", "jobTemplate", "spec", "selector"]) },
        ],
    ]

    private static func status(_ job: JSONValue) -> String {
        let conditions = (job[path: "status", "conditions"]?.array ?? []).filter { $0["status"] == "True" }.map { $0.text("type") }
        if conditions.contains("Complete") { return "Complete" }
        if conditions.contains("Failed") { return "Failed" }
        if job[path: "metadata", "deletionTimestamp"] != nil { return "Terminating" }
        // A job that its controller has not seen yet is suspended too.
        if conditions.contains("Suspended") || job[path: "spec", "suspend"]?.bool == true { return "Suspended" }
        if conditions.contains("FailureTarget") { return "FailureTarget" }
        if conditions.contains("SuccessCriteriaMet") { return "SuccessCriteriaMet" }
        return "Running"
    }

    private static func completions(_ job: JSONValue) -> String {
        let succeeded = number(job, "status", "succeeded")
        if let wanted = job[path: "spec", "completions"]?.integer { return "\(succeeded)/\(wanted)" }
        let parallelism = number(job, "spec", "parallelism")
        return parallelism > 1 ? "\(succeeded)/1 of \(parallelism)" : "\(succeeded)/1"
    }

    private static func duration(_ job: JSONValue, now: Double) -> String {
        guard let start = job[path: "status", "startTime"]?.string.flatMap(Timestamps.seconds) else { return "" }
        let end = job[path: "status", "completionTime"]?.string.flatMap(Timestamps.seconds) ?? now
        return Age.text(end - start)
    }

    static let autoscaler: [TableColumn] = [
        .name,
        .text("Reference") { object in
            let target = object[path: "spec", "scaleTargetRef"] ?? .emptyObject
            return "\(target.text("kind"))/\(target.text("name"))"
        },
        .text("Targets") { object in
            let metrics = object[path: "spec", "metrics"]?.array ?? []
            let texts = metrics.map { metric -> String in
                let name = metric[path: "resource", "name"]?.string ?? metric.text("type")
                let target = metric[path: "resource", "target", "averageUtilization"]?.integer
                return "\(name): <unknown>/\(target.map { "\($0)%" } ?? "<auto>")"
            }
            return BuiltInTables.joined(texts)
        },
        .path("MinPods", ["spec", "minReplicas"], none: "<unset>"), .number("MaxPods", ["spec", "maxReplicas"]),
        .number("Replicas", ["status", "currentReplicas"]), .age,
    ]
}
