/// What the OpenAPI documents do not tell about the fields of Go's types: which optional scalars are pointers, so that a zero is kept.
///
/// - Source: `types.go` of k8s.io/api 0.36. Names are `Type.field`; a field without a type counts in all types.
enum GoFields {
    enum Kind { case text, flag, number }

    /// `Container` of `io.k8s.api.core.v1.Container`.
    static func shortName(_ typeName: String?) -> String { typeName.map { String($0.split(separator: ".").last ?? "") } ?? "" }

    /// `v1.Container` of `io.k8s.api.core.v1.Container`.
    static func goName(_ typeName: String) -> String { typeName.split(separator: ".").suffix(2).joined(separator: ".") }

    /// Whether an optional field is a pointer, whose zero is written.
    static func isPointer(_ type: String, _ field: String, kind: Kind) -> Bool {
        let name = "\(type).\(field)"
        return switch kind {
        case .text: textPointers.contains(field) && !textValues.contains(name) || textPointers.contains(name)
        case .flag: !flagValues.contains(field) && !flagValues.contains(name) || flagPointers.contains(name)
        case .number: !numberValues.contains(field) && !numberValues.contains(name) || numberPointers.contains(name)
        }
    }

    private static let textPointers: Set<String> = [
        "storageClassName", "volumeMode", "holderIdentity", "preferredHolder", "strategy", "loadBalancerClass", "ipFamilyPolicy",
        "internalTrafficPolicy", "trafficDistribution", "appProtocol", "runtimeClassName", "preemptionPolicy", "procMount",
        "HostPathVolumeSource.type", "Endpoint.nodeName", "Endpoint.hostname", "Endpoint.zone", "EndpointPort.name",
        "EndpointPort.protocol", "EndpointAddress.nodeName", "apiGroup", "ingressClassName", "pathType", "nodeAffinityPolicy",
        "nodeTaintsPolicy", "timeZone", "completionMode", "podReplacementPolicy", "managedBy", "localhostProfile", "volumeAttributesClassName",
        "currentVolumeAttributesClassName", "reclaimPolicy", "volumeBindingMode", "deprecationWarning", "ValidationRule.reason",
        "x-kubernetes-list-type", "x-kubernetes-map-type", "labelSelectorPath", "ServiceReference.path", "WebhookClientConfig.url",
        "ClusterTrustBundleProjection.name", "signerName", "fsGroupChangePolicy", "supplementalGroupsPolicy", "seLinuxChangePolicy",
        "hostnameOverride", "GRPCAction.service", "PodDNSConfigOption.value", "stopSignal", "NetworkPolicyPort.protocol",
        "unhealthyPodEvictionPolicy", "mountPropagation", "recursiveReadOnly", "TypedObjectReference.namespace", "gmsaCredentialSpec",
        "gmsaCredentialSpecName", "runAsUserName", "fsType", "secretNamespace", "matchPolicy", "Container.restartPolicy",
        "EphemeralContainer.restartPolicy", "resourceClaimName", "resourceClaimTemplateName", "PortStatus.error",
    ]
    private static let textValues: Set<String> = [
        "PersistentVolumeSpec.storageClassName", "RoleRef.apiGroup", "Subject.apiGroup", "AWSElasticBlockStoreVolumeSource.fsType",
        "CSIPersistentVolumeSource.fsType", "CinderVolumeSource.fsType", "ISCSIVolumeSource.fsType", "RBDVolumeSource.fsType",
        "FCVolumeSource.fsType", "FlexVolumeSource.fsType", "GCEPersistentDiskVolumeSource.fsType", "PhotonPersistentDiskVolumeSource.fsType",
        "PortworxVolumeSource.fsType", "ScaleIOVolumeSource.fsType", "StorageOSVolumeSource.fsType",
    ]
    private static let flagValues: Set<String> = [
        "readOnly", "stdin", "stdinOnce", "tty", "chapAuthDiscovery", "chapAuthSession", "sslEnabled", "unschedulable", "hostIPC", "hostNetwork",
        "hostPID", "publishNotReadyAddresses", "CustomResourceDefinitionSpec.preserveUnknownFields", "deprecated", "exclusiveMaximum",
        "exclusiveMinimum", "nullable", "uniqueItems", "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string", "authenticated", "denied",
        "paused", "globalDefault", "incomplete",
    ]
    private static let flagPointers: Set<String> = ["CSIVolumeSource.readOnly"]
    private static let numberValues: Set<String> = [
        "partition", "sizeBytes", "hostPort", "signal", "count", "observedGeneration", "failureThreshold", "initialDelaySeconds", "periodSeconds",
        "successThreshold", "timeoutSeconds", "availableReplicas", "fullyLabeledReplicas", "readyReplicas", "nodePort", "healthCheckNodePort",
        "generation", "code", "retryAfterSeconds", "CustomResourceColumnDefinition.priority", "minReadySeconds", "numberAvailable",
        "numberUnavailable", "updatedNumberScheduled", "replicas", "unavailableReplicas", "updatedReplicas", "currentReplicas", "active", "failed",
        "succeeded", "deprecatedCount", "ServiceBackendPort.number",
    ]
    private static let numberPointers: Set<String> = [
        "RollingUpdateStatefulSetStrategy.partition", "DeploymentSpec.replicas", "StatefulSetSpec.replicas", "ReplicaSetSpec.replicas",
        "ReplicationControllerSpec.replicas", "HorizontalPodAutoscalerStatus.observedGeneration", "ClientIPConfig.timeoutSeconds",
        "VolumeNodeResources.count",
    ]

    /// Whether an empty list is kept as `[]` rather than left out.
    static func keepsEmptyList(_ type: String, _ field: String) -> Bool {
        type.hasSuffix("List") && field == "items"
    }

    /// Whether an unset time is written as `null`.
    static func writesNullTime(_ type: String, _ field: String) -> Bool {
        nullTimes.contains("\(type).\(field)")
            || (type.hasSuffix("Condition") && ["lastProbeTime", "lastTransitionTime", "lastUpdateTime", "lastHeartbeatTime"].contains(field))
    }

    /// Whether an optional list that is not set is written as `null`.
    static func writesNullList(_ type: String, _ field: String) -> Bool { nullLists.contains("\(type).\(field)") }

    private static let nullLists: Set<String> = [
        "Role.rules", "ClusterRole.rules", "EndpointSlice.ports", "EndpointSlice.endpoints", "HorizontalPodAutoscalerStatus.currentMetrics",
        "CustomResourceDefinitionStatus.conditions", "CustomResourceDefinitionStatus.storedVersions",
    ]

    private static let nullTimes: Set<String> = [
        "Event.firstTimestamp", "Event.lastTimestamp", "Event.eventTime", "EventSeries.lastObservedTime",
        "ContainerStateRunning.startedAt", "ContainerStateTerminated.startedAt", "ContainerStateTerminated.finishedAt",
        "TokenRequestStatus.expirationTimestamp",
    ]
}
