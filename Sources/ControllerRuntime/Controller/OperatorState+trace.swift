import KubernetesClient
import KubernetesModel

/// One line per input and effect: what a deterministic run is compared by. No values of objects, which may be secret.
extension OperatorState.Input {
    var traceLine: String {
        switch self {
        case .start: "start"
        case .timer: "timer"
        case .shutdown: "shutdown"
        case .reflector(let source, let generation, let event): "source \(source).\(generation): \(event.traceText)"
        case .reconciled(let controller, let key, .finished(let requeue)): "reconciled \(controller) \(key): \(requeue)"
        case .reconciled(let controller, let key, .failed(_, let code)): "reconciled \(controller) \(key): failed \(code)"
        case .enqueue(let controller, let key): "enqueue \(controller) \(key)"
        case .wrote(let change): "wrote \(change.type.groupResource) \(change.key) \(change.new?.versionText ?? "gone")"
        case .follow(let objects, let dependent):
            "follow \(dependent.controller) \(dependent.key): \(objects.sorted().map { "\($0.type.plural) \($0.key)" }.joined(separator: ", "))"
        case .election(let input): "election: \(input.traceText)"
        }
    }
}

extension OperatorState.Effect {
    var traceLine: String {
        switch self {
        case .list(let source, let generation, let collection, _, let token):
            "> list \(source).\(generation) \(collection)\(token.map { " from \($0)" } ?? "")"
        case .watch(let source, let generation, let request):
            "> \(source).\(generation) \(request.summary) \(request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&"))"
        case .close(let source): "> close \(source)"
        case .reconcile(let controller, let key): "> reconcile \(controller) \(key)"
        case .election(.read): "> read lease"
        case .election(let effect):
            switch effect {
            case .create: "> create lease"
            case .replace(let lease): "> replace lease \(lease.json.versionText)"
            default: "> election"
            }
        case .report(.reconcileFailed(let controller, let key, _, let code, let failures)): "> failed \(controller) \(key) \(code) \(failures)"
        case .report(.watchFailed(let source, let error, let delay)): "> failed \(source) \(error.code) again in \(delay)"
        case .report(.started(let controller)): "> started \(controller)"
        case .report(.elected): "> elected"
        case .end(let lost): "> end\(lost.map { ": \($0)" } ?? "")"
        }
    }
}

extension Reflector.Input {
    fileprivate var traceText: String {
        switch self {
        case .start: "start"
        case .timer: "timer"
        case .page(.success(let page)): "page of \(page.items.count) at \(page.resourceVersion)\(page.continueToken == nil ? "" : ", more")"
        case .page(.failure(let error)): "page failed \(error.code)"
        case .event(.added(let object)): "added \(object.objectKey) \(object.versionText)"
        case .event(.modified(let object)): "modified \(object.objectKey) \(object.versionText)"
        case .event(.deleted(let object)): "deleted \(object.objectKey) \(object.versionText)"
        case .event(.bookmark(let version, let ends)): "bookmark \(version)\(ends ? ", end of initial events" : "")"
        case .ended(let error): "ended\(error.map { " \($0.code)" } ?? "")"
        }
    }
}

extension LeaderElection.Input {
    fileprivate var traceText: String {
        switch self {
        case .start: "start"
        case .timer: "timer"
        case .release: "release"
        case .read(.success(let lease)): "read \(lease?.json.versionText ?? "nothing")"
        case .read(.failure(let error)): "read failed \(error.code)"
        case .written(.success(let lease)): "written \(lease.json.versionText)"
        case .written(.failure(let error)): "write failed \(error.code)"
        }
    }
}

extension JSONValue {
    fileprivate var versionText: String { "@\(self[path: "metadata", "resourceVersion"]?.string ?? "?")" }
}
