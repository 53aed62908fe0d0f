import ControllerRuntime
import KubernetesClient
import KubernetesModel
public import Logging
import PostgresAPI
import PostgresCluster
import ServiceLifecycle
import UnixSignals

/// Everything that runs in the operator's process.
public struct OperatorProcess: Sendable {
    private let settings: OperatorEnvironment
    private let environment: [String: String]
    private let logger: Logger

    public init(settings: OperatorEnvironment, environment: [String: String], logger: Logger) {
        self.settings = settings
        self.environment = environment
        self.logger = logger
    }

    /// Oldest and newest minor version of Kubernetes 1 that it works with.
    static let kubernetesMinors = 31...36

    /// Runs until it is told to stop (SIGTERM, SIGINT) or loses its lease.
    ///
    /// - Throws: what made it end early; the process should end with a non-zero status.
    public func run() async throws {
        let metrics = MetricsRegistry()
        metrics.addProcessMetrics()
        let configuration = try ClusterConfiguration.inCluster(environment: environment)
        var options = KubernetesClient.Options()
        options.userAgent = "egret-operator/\(OperatorEnvironment.version)"
        let client = KubernetesClient(configuration, options: options, logger: logger)
        let api = MeasuredAPI(client, host: "\(configuration.server)", metrics: metrics)
        try await checkVersion(api)

        let cache = PostgresCache.make(scope: settings.scope)
        let events = EventRecorder(
            api: api, component: "egret-operator", instance: settings.podName ?? "", metrics: metrics, logger: logger)
        let defaults = OperatorDefaults(
            version: OperatorEnvironment.version, images: RelatedImages(environment: environment), isOpenShift: try await isOpenShift(api))
        let controller = ClusterController(
            api: api, pods: client, cache: cache, events: events, metrics: metrics, defaults: defaults, initImage: try await initImage(api),
            dnsDomain: settings.dnsDomain, now: Self.now, concurrency: settings.workers, logger: logger)
        var operatorOptions = Operator.Options()
        operatorOptions.election = try LeaderElection.Options.reading(
            environment, defaultLease: ObjectKey(namespace: settings.namespace, name: "08db3feb.percona.com"), identity: identity)
        let clusters = Operator(api: api, cache: cache, options: operatorOptions, metrics: metrics, logger: logger) { controller }
        let health = HealthServer(
            [(.init(port: settings.metricsPort), .metrics), (.init(port: settings.healthPort), .health)], metrics: metrics,
            readiness: ["caches": { clusters.unread.first }], logger: logger)
        logger.info("Egret starts", metadata: ["version": "\(OperatorEnvironment.version)", "scope": "\(settings.scope)"])
        let farewell = NamespaceFarewell(api: api, namespace: settings.namespace, clock: SystemClock(), logger: logger)
        // They end in the opposite order.
        try await ServiceGroup(services: [health, farewell, events, clusters], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
    }

    /// Unique among all that might hold the lease, also after a restart in the same Pod.
    private var identity: String { "\(settings.podName ?? "egret")_\(UInt64.random(in: 0 ... .max))" }

    private static let now: @Sendable () -> Timestamp = { SystemClock().date }

    private func checkVersion(_ api: any KubernetesAPI) async throws {
        let answer = try await api.send(APIRequest("get version", path: "/version"))
        // Some distributions add a sign: `31+`.
        let minor = (answer["minor"]?.string ?? "").prefix { $0.isNumber }
        guard answer["major"]?.string == "1", let number = Int(minor) else {
            throw SettingsError("the API server does not say its version")
        }
        if number < Self.kubernetesMinors.lowerBound {
            throw SettingsError("the API server is Kubernetes 1.\(number): Egret needs 1.\(Self.kubernetesMinors.lowerBound) or later")
        }
        if number > Self.kubernetesMinors.upperBound {
            logger.warning("This Kubernetes is newer than those that Egret was tested with", metadata: ["version": "1.\(number)"])
        }
    }

    private func isOpenShift(_ api: any KubernetesAPI) async throws -> Bool {
        let groups = try await api.send(APIRequest("list API groups", path: "/apis"))
        return groups["groups"]?.array?.contains { $0["name"] == "security.openshift.io" } ?? false
    }

    /// The image that Pods take their helper program from: the operator's own, unless the environment names one.
    private func initImage(_ api: any KubernetesAPI) async throws -> String {
        if let image = settings.initImage { return image }
        guard let name = settings.podName else {
            throw SettingsError("neither EGRET_INIT_IMAGE nor HOSTNAME is set: the image of the operator is not known")
        }
        let pod = try await api.get(Pod.self, ObjectKey(namespace: settings.namespace, name: name))
        guard let image = pod.spec?.containers?.first(where: { $0.name == "operator" })?.image else {
            throw SettingsError("Pod \(name) has no container named operator: set EGRET_INIT_IMAGE")
        }
        return image
    }
}
