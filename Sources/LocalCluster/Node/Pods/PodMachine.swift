import KubernetesModel

/// The life of one pod on this node: told what happened, it says what to do. No clock, no I/O.
///
/// Flow: ``note(_:at:)`` for everything that happens, then ``next(at:)`` for what to do now and ``deadline(after:)`` for when to ask again at the
/// latest. Each action is answered by an occurrence: `prepare` by `prepared` or `preparationFailed`, `start` by `started` or `startFailed`,
/// `cleanUp` by `cleanedUp`, and so on. Asked again, it does not repeat an action that is under way.
///
/// - Source: Kubernetes documentation, "Pod Lifecycle", "Init Containers", "Sidecar Containers".
struct PodMachine: Sendable {
    /// Network and volumes of a pod.
    enum Sandbox: Sendable, Hashable {
        case none
        case preparing
        case ready
        case failed(PodProblem, retryAt: Timestamp)
        case cleaning
        case gone
    }

    /// How long `terminated` is shown before `CrashLoopBackOff`: a kubelet also shows the end first, for seconds.
    static let backOffShownAfter = Duration.seconds(2)
    /// Wait before a failed preparation or creation is tried again, unless what it needs changes before.
    static let retryAfter = Duration.seconds(10)
    static let longestImageRetry = Duration.seconds(300)

    var pod: Pod
    var sandbox = Sandbox.none
    var addresses: [String] = []
    var startTime: Timestamp
    var histories: [String: ContainerHistory] = [:]
    /// The object is gone from the API server.
    var isRemoved = false
    /// The pod ended as a whole: `DeadlineExceeded`, `Evicted` …
    var failure: PodProblem?
    /// Every container ended for good; it will not run again.
    var hasFinished = false
    /// Whether all init containers of this sandbox have done their work.
    var isInitialized = false
    var deletionAsked = false
    /// Counts the changes of what a pod may wait for, so that one that comes during an attempt leads to another attempt at once.
    var sourceChanges = 0
    /// The count when the present attempt to prepare the pod began.
    var changesAtPreparation = 0
    /// What was decided and not handed out yet.
    var pending: [PodAction] = []

    init(pod: Pod, startTime: Timestamp) {
        self.pod = pod
        self.startTime = startTime
        for container in pod.allContainers { histories[container.name] = ContainerHistory() }
    }

    /// Whether its containers are to end.
    var isTerminating: Bool { isRemoved || failure != nil || pod.metadata.deletionTimestamp != nil }
    /// Whether nothing is left to do.
    var isDone: Bool { sandbox == .gone && isRemoved }

    subscript(name: String) -> ContainerHistory {
        get { histories[name] ?? ContainerHistory() }
        set { histories[name] = newValue }
    }

    mutating func tell(_ reason: String, _ message: String, warning: Bool = false, container: String? = nil) {
        pending.append(.tell(PodEvent(isWarning: warning, reason: reason, message: message, container: container)))
    }

    func specification(of name: String) -> Container? { pod.allContainers.first { $0.name == name }?.container }
}
