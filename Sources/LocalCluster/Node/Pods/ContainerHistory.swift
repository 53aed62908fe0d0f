import KubernetesModel

/// One run of a container.
struct ContainerRun: Sendable, Hashable {
    /// Identifier of the engine.
    var id: String
    var imageID: String
    /// The image that the pod named when it was started.
    var image: String
    var startedAt: Timestamp
    /// Number of the signal that asks it to end.
    var stopSignal = 15
    /// Its first process, as this machine numbers it; 0 if that was not seen.
    var processID: Int32 = 0
}

/// How a run of a container ended.
struct ContainerExit: Sendable, Hashable {
    var exitCode: Int
    /// `Completed`, `Error`, `OOMKilled`, `StartError`.
    var reason: String
    /// What the container left as its last words.
    var message: String?
    var startedAt: Timestamp
    var finishedAt: Timestamp
    /// Identifier of the engine; nil if there was none yet.
    var id: String?

    /// How Kubernetes names an exit.
    static func reason(exitCode: Int, wasOutOfMemory: Bool) -> String {
        wasOutOfMemory ? "OOMKilled" : exitCode == 0 ? "Completed" : "Error"
    }
}

/// Why a container that should run does not.
struct WaitingReason: Sendable, Hashable {
    var reason: String
    var message: String?
    /// When to try again; nil to wait for a change of what it needs.
    var retryAt: Timestamp?
}

/// What happened to one container of a pod so far.
struct ContainerHistory: Sendable, Hashable {
    enum State: Sendable, Hashable {
        /// Has not been started in this sandbox.
        case new
        /// It could not be created.
        case waiting(WaitingReason)
        /// The engine is at it; `previous` is how the run before ended.
        case starting(previous: ContainerExit?)
        case running(ContainerRun)
        case stopping(ContainerRun, Stop)
        case ended(ContainerExit)
    }

    /// How far an orderly end has come.
    struct Stop: Sendable, Hashable {
        enum Step: Sendable, Hashable { case hook, signalled, killed }
        var step: Step
        /// Then it is killed.
        var deadline: Timestamp
        /// What is said about it: `container database failed liveness probe, will be restarted`.
        var reason: String
    }

    var state = State.new
    /// Runs that have begun, or that the engine could not begin.
    var runs = 0
    /// How the run before the present one ended.
    var lastExit: ContainerExit?
    var backoff = RestartBackoff()
    /// Attempts to get the image, or to create the container, that failed in a row.
    var failedAttempts = 0
    /// Whether the startup probe succeeded, or there is none and it runs.
    var hasStarted = false
    /// What the readiness probe says; true without one.
    var isServing = false
    /// Identifier of the image of the present or last run, for the status.
    var imageID: String?
    /// ``PodMachine/sourceChanges`` when the present attempt to start it began.
    var changesAtStart = 0
    /// The back-off has been told as an event.
    var backoffTold = false
    /// It is to run again although the restart policy would not ask for it.
    var mustRestart = false
    /// How often it was started again.
    var restarts: Int { max(0, runs - 1) }

    /// The present run.
    var run: ContainerRun? {
        switch state {
        case .running(let run), .stopping(let run, _): run
        default: nil
        }
    }
    var exit: ContainerExit? { if case .ended(let exit) = state { exit } else { nil } }
    var isRunning: Bool { if case .running = state { true } else { false } }
    /// Whether a process of it may exist.
    var isAlive: Bool {
        switch state {
        case .starting, .running, .stopping: true
        case .new, .waiting, .ended: false
        }
    }
    var isReady: Bool { run != nil && hasStarted && isServing }
}
