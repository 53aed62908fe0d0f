import ControllerRuntime
import KubernetesClient
import KubernetesModel
import Logging
import ServiceLifecycle

// README.md of ControllerRuntime shows what follows; a test compares.

/// `kind: Greeting`, with `spec.to` and `status.greeted`.
struct Greeting: KubernetesObject {
    static let resourceType = ResourceType(
        group: "example.com", version: "v1", kind: "Greeting", plural: "greetings", isNamespaced: true)
    var json: JSONValue
}

/// Keeps a ConfigMap with a greeting for each Greeting.
struct GreetingController: Reconciler {
    static let watches = Watches(Greeting.self) {
        Owned(ConfigMap.self)
    }
    let cache: Cache
    let applier: Applier
    let events: EventRecorder

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let greeting = cache.get(Greeting.self, key) else { return .never }  // deleted: the owner reference cleans up
        guard let name = greeting.json[path: "spec", "to"]?.string else {
            events.warning(greeting, reason: "NobodyToGreet", message: "spec.to: missing: name somebody, for example \"world\"")
            return .never
        }
        let configMap = ConfigMap(
            metadata: ObjectMeta(
                name: key.name, namespace: key.namespace, ownerReferences: [OwnerReference(controlling: greeting)]),
            data: ["greeting": "Hello, \(name)!"])
        if try await applier.apply(configMap) != .unchanged {
            events.normal(greeting, reason: "Greeted", message: "Wrote the greeting for \(name)")
        }
        try await applier.applyStatus(Greeting.self, key, ["greeted": .string(name)])
        return .never
    }
}

/// Everything that runs, in the order in which it is needed.
func services(api: any KubernetesAPI, environment: [String: String], logger: Logger) throws -> [any ServiceLifecycle.Service] {
    let metrics = MetricsRegistry()
    metrics.addProcessMetrics()
    let cache = Cache(scope: try WatchScope(environment: environment))
    let events = EventRecorder(api: api, component: "greeter", metrics: metrics, logger: logger)
    let greeter = Operator(api: api, cache: cache, metrics: metrics, logger: logger) {
        GreetingController(cache: cache, applier: Applier(api: api, cache: cache, manager: "greeter", metrics: metrics), events: events)
    }
    let health = HealthServer(
        [(.init(port: 8080), .metrics), (.init(port: 8081), .health)], metrics: metrics,
        readiness: ["caches": { greeter.unread.first }], logger: logger)
    return [health, events, greeter]
}
