import KubernetesModel

/// How a Service can be reached.
package enum ServiceType: String, Choice {
    case clusterIP = "ClusterIP"
    case nodePort = "NodePort"
    case loadBalancer = "LoadBalancer"
    package static var absent: ServiceType { .clusterIP }
}

/// `expose`: how a Service is reached from outside of the Kubernetes cluster.
package struct ExposeSpec: FieldSet {
    package static let fields = Self()
    package let annotations = Field<[String: String]>("annotations", whenUnset: [:]) {
        "Annotations of the Service; cloud providers read from them what kind of load balancer to make."
    }
    package let labels = Field<[String: String]>("labels", whenUnset: [:]) { "Further labels of the Service." }
    package let loadBalancerClass = Field<String?>("loadBalancerClass") {
        "Which load balancer implementation serves the Service, where a Kubernetes cluster has several."
    }
    package let loadBalancerSourceRanges = Field<[String]>("loadBalancerSourceRanges", whenUnset: []) {
        "Networks in CIDR notation that may connect through the load balancer; all may if none is given."
        "`pg_hba` rules apply all the same."
    }
    package let nodePort = Field<Int?>("nodePort") {
        "Port on every node, with the types `NodePort` and `LoadBalancer`; Kubernetes picks one if none is given."
    }
    package let type = Field("type", default: ServiceType.clusterIP) {
        "`ClusterIP`: inside the Kubernetes cluster only. `NodePort`: on a port of every node. `LoadBalancer`: at an address of its own."
    }
}
