/// How the nodes of a local cluster are run.
public struct LocalNodeConfiguration: Sendable, Hashable {
    /// Names of the nodes. Several share this machine and its engine, and differ in name and address.
    public var nodeNames: [String]
    /// Directory for pods and logs, for example `/var/lib/egret/node`.
    public var dataDirectory: String
    /// Directory for what is lost when the machine restarts, for example `/run/egret`.
    public var runDirectory: String
    public var storage: EngineStorage
    public var network: NetworkConfiguration
    /// Version of Kubernetes that the nodes report.
    public var kubeletVersion: String

    public init(
        nodeNames: [String] = ["egret"], dataDirectory: String, runDirectory: String, storage: EngineStorage, network: NetworkConfiguration,
        kubeletVersion: String = "v1.36.0"
    ) {
        self.nodeNames = nodeNames
        self.dataDirectory = dataDirectory
        self.runDirectory = runDirectory
        self.storage = storage
        self.network = network
        self.kubeletVersion = kubeletVersion
    }

    var podsDirectory: String { "\(dataDirectory)/pods" }
    /// Holds a directory for each volume of ``DirectoryVolume``.
    public var volumesDirectory: String { "\(dataDirectory)/volumes" }
    func podDirectory(_ uid: String) -> String { "\(podsDirectory)/\(uid)" }

    func address(ofNode name: String) -> String {
        network.nodeAddress(nodeNames.firstIndex(of: name) ?? 0).description
    }
}

/// Labels of containers, by which they are found again.
enum ContainerLabel {
    static let instance = "dev.egret.instance"
    static let podUID = "dev.egret.pod-uid"
    static let podNamespace = "dev.egret.pod-namespace"
    static let podName = "dev.egret.pod-name"
    static let container = "dev.egret.container"
    /// Which run of the container it is, from 0.
    static let run = "dev.egret.run"
    /// The image as the pod named it.
    static let image = "dev.egret.image"
}
