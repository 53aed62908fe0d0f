import KubernetesModel

/// Something that happened to a pod: what a ``PodMachine`` is told.
enum PodOccurrence: Sendable {
    /// The API server has another version of it.
    case changed(Pod)
    /// It is gone from the API server.
    case removed
    /// Network, directories and volumes are there.
    case prepared(addresses: [String])
    case preparationFailed(PodProblem)
    case started(container: String, ContainerRun)
    case startFailed(container: String, StartFailure)
    /// The hook after the start failed.
    case startHookFailed(container: String, message: String)
    case stopHookFinished(container: String)
    /// - Parameter id: the engine's; a container that is no longer the present one is ignored.
    case ended(id: String, ContainerExit)
    case probed(container: String, id: String, kind: ProbeKind, succeeded: Bool, message: String)
    /// A ConfigMap, Secret or claim that was missing may be there now.
    case sourcesChanged
    case cleanedUp
}

/// A problem with a pod, in the words of an event.
struct PodProblem: Error, Sendable, Hashable, CustomStringConvertible {
    var reason: String
    var message: String
    var description: String { message }
}

/// Why a container did not start.
enum StartFailure: Error, Sendable, Hashable {
    /// The image is not here. `isFinal`: nobody will fetch it.
    case noImage(reason: String, message: String)
    /// The specification asks for what is not there, or cannot be.
    case configuration(reason: String, message: String)
    /// The engine could not run it.
    case engine(id: String?, message: String)
}

/// What has to be done for a pod: what a ``PodMachine`` answers.
enum PodAction: Sendable, Hashable {
    /// Make network, directories and volumes.
    case prepare
    /// Create the container and start it; `run` numbers its runs from 0.
    case start(container: String, run: Int)
    /// Run the hook after the start.
    case startHook(container: String, id: String)
    case stopHook(container: String, id: String, limit: Duration)
    /// Send a signal to the container's first process.
    case signal(id: String, ContainerSignal)
    /// Forget a container that has ended.
    case remove(id: String)
    /// Take away containers, network, volumes.
    case cleanUp
    /// Tell the API server that the pod is gone.
    case deleteObject
    case tell(PodEvent)
}

/// What a container's first process is sent.
enum ContainerSignal: Sendable, Hashable {
    /// The signal by which its image wants to be stopped.
    case stop(Int)
    case kill

    var text: String {
        switch self {
        case .stop(let number): String(number)
        case .kill: "KILL"
        }
    }
}

/// An event about a pod or one of its containers.
struct PodEvent: Sendable, Hashable {
    var isWarning = false
    var reason: String
    var message: String
    var container: String?
}

enum ProbeKind: String, Sendable, Hashable, CaseIterable { case startup, liveness, readiness }
