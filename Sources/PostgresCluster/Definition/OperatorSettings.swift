package import PostgresAPI

/// What an operator knows by itself: its release, images, and the Kubernetes cluster that it works in.
package struct OperatorSettings: Sendable, Hashable {
    package var defaults: OperatorDefaults
    /// Image that holds Egret's program for Pods: normally that of the operator itself.
    package var initImage: String
    /// Domain of the Kubernetes cluster, unless a resource names another one.
    package var dnsDomain: String

    package init(defaults: OperatorDefaults, initImage: String, dnsDomain: String = "cluster.local") {
        self.defaults = defaults
        self.initImage = initImage
        self.dnsDomain = dnsDomain
    }
}
