import KubernetesModel

/// What is particular to one built-in kind.
struct KindRules: Sendable {
    typealias Change = @Sendable (inout JSONValue) -> Void
    typealias Check = @Sendable (JSONValue) -> [FieldError]
    typealias Comparison = @Sendable (JSONValue, JSONValue) -> [FieldError]

    var name: NameCheck = NameSyntax.subdomain
    var defaults: Change = { _ in }
    /// Whether a create drops the status and an update of the main resource keeps it.
    var ownsStatus = false
    /// Whether `metadata.generation` begins at 1 and counts changes of the spec.
    var countsGeneration = false
    /// What a create fills in after defaults; sees uid and name.
    var creation: Change = { _ in }
    /// Carries over from the stored object (the second) what an update may leave out.
    var carryOver: @Sendable (inout JSONValue, JSONValue) -> Void = { _, _ in }
    var check: Check = { _ in [] }
    /// Whether an update checks the whole object again.
    var checksUpdates = true
    var comparison: Comparison = { _, _ in [] }
    /// Top-level fields whose content an update checks only where it changed.
    var checksOnlyChanges: [String] = []
    var statusCheck: Check = { _ in [] }
    /// Field selectors besides name and namespace: label and path, with what stands for a missing value.
    var selectable: [(label: String, path: [String], missing: String)] = []
    /// Whether labels that the API server does not know a selector for are refused in short (`field label not supported: x`).
    var refusesSelectorsShortly = false

    static func of(group: String, kind: String) -> KindRules {
        switch (group, kind) {
        case ("", _): core(kind)
        case ("apps", _): apps(kind)
        case ("batch", "Job"): job
        case ("batch", "CronJob"): cronJob
        case ("policy", "PodDisruptionBudget"):
            KindRules(ownsStatus: true, countsGeneration: true, check: ClusterValidation.disruptionBudget)
        case ("rbac.authorization.k8s.io", _): rbac(kind)
        case ("coordination.k8s.io", "Lease"): KindRules(check: ConfigValidation.lease)
        case ("discovery.k8s.io", "EndpointSlice"):
            KindRules(
                defaults: ServiceDefaults.endpointSlice, countsGeneration: true, check: ServiceValidation.endpointSlice,
                comparison: { CommonChecks.immutable($0["addressType"], $1["addressType"], FieldPath("addressType")) },
                checksOnlyChanges: ["endpoints"])
        case ("events.k8s.io", "Event"): KindRules(check: ConfigValidation.event, checksUpdates: false)
        case ("networking.k8s.io", "NetworkPolicy"):
            KindRules(defaults: ServiceDefaults.networkPolicy, countsGeneration: true, check: ServiceValidation.networkPolicy)
        case ("networking.k8s.io", "Ingress"): KindRules(ownsStatus: true, countsGeneration: true, check: ServiceValidation.ingress)
        case ("networking.k8s.io", "IngressClass"): KindRules(countsGeneration: true)
        case ("scheduling.k8s.io", "PriorityClass"):
            KindRules(
                defaults: ClusterDefaults.priorityClass, countsGeneration: true, check: ClusterValidation.priorityClass, checksUpdates: false,
                comparison: ClusterValidation.priorityClassUpdate)
        case ("storage.k8s.io", "StorageClass"):
            KindRules(
                defaults: StorageDefaults.storageClass, check: StorageValidation.storageClass, checksUpdates: false,
                comparison: StorageValidation.storageClassUpdate)
        case ("storage.k8s.io", "CSIDriver"): KindRules(defaults: StorageDefaults.csiDriver, countsGeneration: true)
        case ("autoscaling", "HorizontalPodAutoscaler"):
            KindRules(
                defaults: WorkloadDefaults.horizontalPodAutoscaler, ownsStatus: true, check: ClusterValidation.horizontalPodAutoscaler)
        case ("apiextensions.k8s.io", "CustomResourceDefinition"): customResourceDefinition
        default: KindRules()
        }
    }

    private static func core(_ kind: String) -> KindRules {
        switch kind {
        case "Pod": pod
        case "Service": service
        case "ConfigMap": KindRules(check: ConfigValidation.configMap, comparison: ConfigValidation.configMapUpdate)
        case "Secret":
            KindRules(
                defaults: ClusterDefaults.secret, check: ConfigValidation.secret, comparison: ConfigValidation.secretUpdate,
                selectable: [("type", ["type"], "")])
        case "Namespace": namespace
        case "Node":
            KindRules(
                defaults: ClusterDefaults.node, check: ClusterValidation.node, comparison: ClusterValidation.nodeUpdate,
                selectable: [("spec.unschedulable", ["spec", "unschedulable"], "false")])
        case "Event":
            KindRules(
                check: ConfigValidation.event,
                selectable: [
                    ("involvedObject.kind", ["involvedObject", "kind"], ""), ("involvedObject.namespace", ["involvedObject", "namespace"], ""),
                    ("involvedObject.name", ["involvedObject", "name"], ""), ("involvedObject.uid", ["involvedObject", "uid"], ""),
                    ("involvedObject.apiVersion", ["involvedObject", "apiVersion"], ""),
                    ("involvedObject.resourceVersion", ["involvedObject", "resourceVersion"], ""),
                    ("involvedObject.fieldPath", ["involvedObject", "fieldPath"], ""), ("reason", ["reason"], ""),
                    ("reportingComponent", ["reportingComponent"], ""), ("source", ["source", "component"], ""), ("type", ["type"], ""),
                ], refusesSelectorsShortly: true)
        case "Endpoints": KindRules(defaults: ServiceDefaults.endpoints, check: ServiceValidation.endpoints)
        case "PersistentVolumeClaim":
            KindRules(
                defaults: StorageDefaults.claim, ownsStatus: true, creation: { $0["status"] = ["phase": "Pending"] }, check: StorageValidation.claim,
                checksUpdates: false, comparison: StorageValidation.claimUpdate)
        case "PersistentVolume":
            KindRules(
                defaults: StorageDefaults.volume, ownsStatus: true,
                creation: { volume in
                    volume["status"] = ["phase": "Pending"]
                    volume[path: "status", "lastPhaseTransitionTime"] = volume[path: "metadata", "creationTimestamp"]
                },
                check: StorageValidation.volume, comparison: StorageValidation.volumeUpdate)
        case "ReplicationController":
            KindRules(defaults: WorkloadDefaults.replicationController, ownsStatus: true, countsGeneration: true)
        case "PodTemplate":
            KindRules(
                defaults: { $0.update("template", PodDefaults.template) },
                check: { PodValidation.template($0["template"] ?? .emptyObject, FieldPath("template")) })
        case "LimitRange": KindRules(defaults: ClusterDefaults.limitRange)
        case "ResourceQuota": KindRules(ownsStatus: true)
        default: KindRules()
        }
    }

    private static let pod = KindRules(
        defaults: PodDefaults.pod, ownsStatus: true, countsGeneration: true,
        creation: { $0["status"] = ["phase": "Pending", "qosClass": .string(PodValidation.qosClass($0["spec"] ?? .emptyObject))] },
        check: PodValidation.create, checksUpdates: false,
        selectable: [
            ("spec.nodeName", ["spec", "nodeName"], ""), ("spec.restartPolicy", ["spec", "restartPolicy"], ""),
            ("spec.schedulerName", ["spec", "schedulerName"], ""), ("spec.serviceAccountName", ["spec", "serviceAccountName"], ""),
            ("spec.hostNetwork", ["spec", "hostNetwork"], "false"), ("status.phase", ["status", "phase"], ""),
            ("status.podIP", ["status", "podIP"], ""), ("status.podIPs", ["status", "podIP"], ""),
            ("status.nominatedNodeName", ["status", "nominatedNodeName"], ""),
        ], refusesSelectorsShortly: true)

    private static let service = KindRules(
        name: NameSyntax.label, defaults: ServiceDefaults.service, ownsStatus: true, creation: ServiceAddresses.prepareForCreate,
        carryOver: ServiceAddresses.carryOver, check: ServiceValidation.service, comparison: ServiceValidation.serviceUpdate,
        statusCheck: ServiceValidation.serviceStatus,
        selectable: [("spec.clusterIP", ["spec", "clusterIP"], ""), ("spec.type", ["spec", "type"], "")])

    private static let namespace = KindRules(
        name: NameSyntax.label, defaults: ClusterDefaults.namespace, ownsStatus: true,
        creation: { object in
            object["status"] = ["phase": "Active"]
            var finalizers = object[path: "spec", "finalizers"]?.array ?? []
            if !finalizers.contains("kubernetes") { finalizers.append("kubernetes") }
            object[path: "spec", "finalizers"] = .array(finalizers)
        },
        carryOver: { $0["spec"] = $1["spec"] },
        selectable: [("status.phase", ["status", "phase"], "")])

    private static func apps(_ kind: String) -> KindRules {
        switch kind {
        case "Deployment":
            KindRules(
                defaults: WorkloadDefaults.deployment, ownsStatus: true, countsGeneration: true, check: WorkloadValidation.deployment,
                comparison: WorkloadValidation.selectorUpdate, statusCheck: WorkloadStatusValidation.deployment)
        case "ReplicaSet":
            KindRules(
                defaults: WorkloadDefaults.replicaSet, ownsStatus: true, countsGeneration: true, check: WorkloadValidation.replicaSet,
                comparison: WorkloadValidation.selectorUpdate, statusCheck: WorkloadStatusValidation.replicaSet,
                selectable: [("status.replicas", ["status", "replicas"], "0")])
        case "StatefulSet":
            KindRules(
                defaults: WorkloadDefaults.statefulSet, ownsStatus: true, countsGeneration: true, check: WorkloadValidation.statefulSet,
                comparison: WorkloadValidation.statefulSetUpdate, statusCheck: WorkloadStatusValidation.statefulSet)
        case "DaemonSet":
            KindRules(
                defaults: WorkloadDefaults.daemonSet, ownsStatus: true, countsGeneration: true, check: WorkloadValidation.daemonSet,
                comparison: WorkloadValidation.selectorUpdate)
        case "ControllerRevision":
            KindRules(
                check: ClusterValidation.controllerRevision,
                comparison: { CommonChecks.immutable($0["data"], $1["data"], FieldPath("data")) })
        default: KindRules()
        }
    }

    private static let job = KindRules(
        defaults: WorkloadDefaults.job, ownsStatus: true, countsGeneration: true, creation: BatchValidation.prepareJob,
        check: BatchValidation.job, comparison: BatchValidation.jobUpdate,
        selectable: [("status.successful", ["status", "succeeded"], "0")])

    private static let cronJob = KindRules(
        name: BatchValidation.cronJobName, defaults: WorkloadDefaults.cronJob, ownsStatus: true, countsGeneration: true,
        check: BatchValidation.cronJob)

    private static func rbac(_ kind: String) -> KindRules {
        switch kind {
        case "Role": KindRules(name: NameSyntax.pathSegment, check: { ClusterValidation.role($0, namespaced: true) })
        case "ClusterRole": KindRules(name: NameSyntax.pathSegment, check: { ClusterValidation.role($0, namespaced: false) })
        case "RoleBinding":
            KindRules(
                name: NameSyntax.pathSegment, defaults: ClusterDefaults.binding, check: { ClusterValidation.binding($0, namespaced: true) },
                comparison: ClusterValidation.bindingUpdate)
        default:
            KindRules(
                name: NameSyntax.pathSegment, defaults: ClusterDefaults.binding, check: { ClusterValidation.binding($0, namespaced: false) },
                comparison: ClusterValidation.bindingUpdate)
        }
    }

    private static let customResourceDefinition = KindRules(
        defaults: ClusterDefaults.customResourceDefinition, ownsStatus: true, countsGeneration: true,
        creation: CustomResourceDefinitionValidation.prepareForCreate, carryOver: CustomResourceDefinitionValidation.carryOver,
        check: CustomResourceDefinitionValidation.validate, comparison: CustomResourceDefinitionValidation.validateUpdate)
}
