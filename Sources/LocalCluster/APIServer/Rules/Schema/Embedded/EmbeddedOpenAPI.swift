// Written by scripts/embed-openapi.py.

/// The OpenAPI v3 documents of Kubernetes 1.36.2, as JSON texts.
enum EmbeddedOpenAPI {
    /// Group and version (`v1`, `apps/v1`) of every document.
    static let groupVersions = [
        "v1",
        "apiextensions.k8s.io/v1",
        "apps/v1",
        "authentication.k8s.io/v1",
        "authorization.k8s.io/v1",
        "autoscaling/v1",
        "autoscaling/v2",
        "batch/v1",
        "coordination.k8s.io/v1",
        "discovery.k8s.io/v1",
        "events.k8s.io/v1",
        "networking.k8s.io/v1",
        "policy/v1",
        "rbac.authorization.k8s.io/v1",
        "scheduling.k8s.io/v1",
        "storage.k8s.io/v1",
    ]

    /// The document of a group and version; nil where there is none.
    static func document(_ groupVersion: String) -> String? {
        switch groupVersion {
        case "v1": apiV1
        case "apiextensions.k8s.io/v1": apiextensionsV1
        case "apps/v1": appsV1
        case "authentication.k8s.io/v1": authenticationV1
        case "authorization.k8s.io/v1": authorizationV1
        case "autoscaling/v1": autoscalingV1
        case "autoscaling/v2": autoscalingV2
        case "batch/v1": batchV1
        case "coordination.k8s.io/v1": coordinationV1
        case "discovery.k8s.io/v1": discoveryV1
        case "events.k8s.io/v1": eventsV1
        case "networking.k8s.io/v1": networkingV1
        case "policy/v1": policyV1
        case "rbac.authorization.k8s.io/v1": rbacAuthorizationV1
        case "scheduling.k8s.io/v1": schedulingV1
        case "storage.k8s.io/v1": storageV1
        default: nil
        }
    }
}
