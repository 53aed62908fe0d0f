import KubernetesModel

/// The tables of built-in kinds, as `kubectl get` prints them.
enum BuiltInTables {
    static func table(_ definition: ResourceDefinition, _ objects: [JSONValue], now: Double) -> (columns: JSONValue, rows: [JSONValue]) {
        let columns = columns(definition)
        var rows = TableColumn.rows(columns, objects, now: now)
        if definition.group.isEmpty, definition.kind == "Pod" {
            for (index, pod) in objects.enumerated() { rows[index]["conditions"] = PodTable.conditions(pod) }
        }
        return (.array(columns.map(\.definition)), rows)
    }

    private static func columns(_ definition: ResourceDefinition) -> [TableColumn] {
        switch (definition.group, definition.kind) {
        case ("", "Pod"): PodTable.columns
        case ("", let kind): Self.core[kind] ?? [.name, .age]
        case ("events.k8s.io", "Event"): core["Event"] ?? [.name, .age]
        case ("apps", let kind): WorkloadTables.apps[kind] ?? [.name, .age]
        case ("batch", let kind): WorkloadTables.batch[kind] ?? [.name, .age]
        case ("autoscaling", "HorizontalPodAutoscaler"): WorkloadTables.autoscaler
        case (let group, let kind): others["\(group)/\(kind)"] ?? [.name, .age]
        }
    }

    static func joined(_ texts: [String], none: String = "<none>") -> String { texts.isEmpty ? none : texts.joined(separator: ",") }

    static func map(_ value: JSONValue?) -> String {
        joined((value?.object ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.string ?? "")" })
    }

    private static func accessModes(_ object: JSONValue, _ section: String) -> String {
        let short = ["ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP"]
        let modes = (object[path: section, "accessModes"]?.array ?? []).compactMap(\.string)
        return ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"].filter(modes.contains).compactMap { short[$0] }
            .joined(separator: ",")
    }

    private static let core: [String: [TableColumn]] = [
        "Service": ServiceTables.service,
        "Endpoints": ServiceTables.endpoints,
        "ConfigMap": [
            .name,
            TableColumn(name: "Data") { object, _ in
                .integer(Int64((object["data"]?.object?.count ?? 0) + (object["binaryData"]?.object?.count ?? 0)))
            }, .age,
        ],
        "Secret": [
            .name, .path("Type", ["type"]), TableColumn(name: "Data") { object, _ in .integer(Int64(object["data"]?.object?.count ?? 0)) }, .age,
        ],
        "Namespace": [.name, .path("Status", ["status", "phase"]), .age],
        "Node": NodeTable.columns,
        "Event": EventTable.columns,
        "PersistentVolumeClaim": [
            .name,
            .text("Status") { claim in
                claim[path: "metadata", "deletionTimestamp"] == nil ? claim[path: "status", "phase"]?.string ?? "" : "Terminating"
            },
            .path("Volume", ["spec", "volumeName"]),
            .text("Capacity") { claim in
                claim[path: "spec", "volumeName"] == nil ? "" : claim[path: "status", "capacity", "storage"]?.string ?? "0"
            },
            .text("Access Modes") { $0[path: "spec", "volumeName"] == nil ? "" : accessModes($0, "status") },
            .path("StorageClass", ["spec", "storageClassName"]),
            .path("VolumeAttributesClass", ["spec", "volumeAttributesClassName"], none: "<unset>"), .age,
            .path("VolumeMode", ["spec", "volumeMode"], none: "<unset>", priority: 1),
        ],
        "PersistentVolume": [
            .name, .path("Capacity", ["spec", "capacity", "storage"]), .text("Access Modes") { accessModes($0, "spec") },
            .path("Reclaim Policy", ["spec", "persistentVolumeReclaimPolicy"]),
            .text("Status") { volume in
                volume[path: "metadata", "deletionTimestamp"] == nil ? volume[path: "status", "phase"]?.string ?? "" : "Terminating"
            },
            .text("Claim") { volume in
                guard let claim = volume[path: "spec", "claimRef"] else { return "" }
                return "\(claim.text("namespace"))/\(claim.text("name"))"
            },
            .path("StorageClass", ["spec", "storageClassName"]),
            .path("VolumeAttributesClass", ["spec", "volumeAttributesClassName"], none: "<unset>"), .path("Reason", ["status", "reason"]), .age,
            .path("VolumeMode", ["spec", "volumeMode"], none: "<unset>", priority: 1),
        ],
        "LimitRange": [.name, .created],
        "ResourceQuota": [
            .name, .text("Request") { quota($0, limits: false) }, .text("Limit") { quota($0, limits: true) }, .age,
        ],
        "ReplicationController": WorkloadTables.apps["ReplicaSet"] ?? [.name, .age],
    ]

    private static func quota(_ object: JSONValue, limits: Bool) -> String {
        let hard = object[path: "status", "hard"]?.object ?? [:]
        return hard.keys.sorted().filter { $0.hasPrefix("limits.") == limits }.map { name in
            "\(name): \(object[path: ["status", "used", name]]?.string ?? "0")/\(hard[name]?.string ?? "")"
        }.joined(separator: ", ")
    }

    private static let others: [String: [TableColumn]] = [
        "policy/PodDisruptionBudget": [
            .name, .path("Min Available", ["spec", "minAvailable"], none: "N/A"), .path("Max Unavailable", ["spec", "maxUnavailable"], none: "N/A"),
            .number("Allowed Disruptions", ["status", "disruptionsAllowed"], type: "integer"), .age,
        ],
        "coordination.k8s.io/Lease": [.name, .path("Holder", ["spec", "holderIdentity"]), .age],
        "discovery.k8s.io/EndpointSlice": ServiceTables.endpointSlice,
        "networking.k8s.io/Ingress": ServiceTables.ingress,
        "networking.k8s.io/NetworkPolicy": [
            .name, .text("Pod-Selector") { SelectorText.shown($0[path: "spec", "podSelector"]) }, .age,
        ],
        "rbac.authorization.k8s.io/Role": [.name, .created],
        "rbac.authorization.k8s.io/ClusterRole": [.name, .created],
        "rbac.authorization.k8s.io/RoleBinding": binding,
        "rbac.authorization.k8s.io/ClusterRoleBinding": binding,
        "scheduling.k8s.io/PriorityClass": [
            .name, .number("Value", ["value"], type: "integer"),
            TableColumn(name: "Global-Default", type: "boolean") { object, _ in object["globalDefault"] ?? false }, .age,
            .path("PreemptionPolicy", ["preemptionPolicy"]),
        ],
        "storage.k8s.io/StorageClass": [
            TableColumn(name: "Name", format: "name", description: TableColumn.nameDescription) { object, _ in
                let isDefault = object[path: "metadata", "annotations", "storageclass.kubernetes.io/is-default-class"] == "true"
                return .string((object[path: "metadata", "name"]?.string ?? "") + (isDefault ? " (default)" : ""))
            },
            .path("Provisioner", ["provisioner"]), .path("ReclaimPolicy", ["reclaimPolicy"]), .path("VolumeBindingMode", ["volumeBindingMode"]),
            TableColumn(name: "AllowVolumeExpansion") { object, _ in object["allowVolumeExpansion"] ?? false }, .age,
        ],
        "apiextensions.k8s.io/CustomResourceDefinition": [.name, .created],
    ]

    private static let binding: [TableColumn] = [
        .name, .text("Role") { object in "\(object[path: "roleRef", "kind"]?.string ?? "")/\(object[path: "roleRef", "name"]?.string ?? "")" }, .age,
        .text("Users", priority: 1) { subjects($0, "User") }, .text("Groups", priority: 1) { subjects($0, "Group") },
        .text("ServiceAccounts", priority: 1) { subjects($0, "ServiceAccount") },
    ]

    private static func subjects(_ object: JSONValue, _ kind: String) -> String {
        object.list("subjects").filter { $0.text("kind") == kind }
            .map { kind == "ServiceAccount" ? "\($0.text("namespace"))/\($0.text("name"))" : $0.text("name") }.joined(separator: ", ")
    }
}
