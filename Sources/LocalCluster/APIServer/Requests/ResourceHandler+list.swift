import KubernetesModel
import NIOCore

extension ResourceHandler {
    // MARK: List

    func list() throws -> Answer {
        let representation = try representation()
        let options = try ListOptions(query: request.query, isWatch: false, name: target.name)
        try options.fields.check(rules)
        let page = try page(options)
        var metadata: JSONValue = ["resourceVersion": .string(String(page.revision))]
        if let token = page.next { metadata["continue"] = .string(token.text) }
        if let remaining = page.remaining { metadata["remainingItemCount"] = .integer(Int64(remaining)) }
        return Answer(
            contentType: representation.negotiated.contentType, body: try representation.list(page.objects, metadata: metadata))
    }

    private struct Page {
        var objects: [StoredObject]
        var revision: UInt64
        var next: ContinueToken?
        var remaining: Int?
    }

    private func page(_ options: ListOptions) throws(StatusError) -> Page {
        let namespace = definition.namespaced && !target.namespace.isEmpty ? target.namespace : nil
        var (objects, revision) = try objects(options, namespace: namespace)
        if !options.continuation.isEmpty {
            let token = try ContinueToken(options.continuation)
            objects.removeFirst(objects.prefix { $0.key.path <= token.after }.count)
        }
        let limit = Int(max(options.limit, 0))
        let isFiltered = !options.labels.isEmpty || !options.fields.isEmpty
        guard limit > 0 else { return Page(objects: isFiltered ? select(objects, options) : objects, revision: revision) }
        if !isFiltered {
            let page = Array(objects.prefix(limit))
            let remaining = objects.count - page.count
            let next = remaining > 0 ? page.last.map { ContinueToken(revision: revision, after: $0.key.path) } : nil
            return Page(objects: page, revision: revision, next: next, remaining: remaining > 0 ? remaining : nil)
        }
        // With a selector nobody knows how many more there are.
        var page: [StoredObject] = []
        for object in objects where options.selects(served.read(object), rules: rules) {
            if page.count == limit, let last = page.last {
                return Page(objects: page, revision: revision, next: ContinueToken(revision: revision, after: last.key.path))
            }
            page.append(object)
        }
        revision = max(revision, 1)
        return Page(objects: page, revision: revision)
    }

    private func select(_ objects: [StoredObject], _ options: ListOptions) -> [StoredObject] {
        objects.filter { options.selects(served.read($0), rules: rules) }
    }

    /// The objects at the revision that the parameters ask for.
    private func objects(_ options: ListOptions, namespace: String?) throws(StatusError) -> (objects: [StoredObject], revision: UInt64) {
        let wanted: UInt64
        if !options.continuation.isEmpty {
            wanted = try ContinueToken(options.continuation).revision
        } else {
            let revision = try options.revision()
            try checkRevisionExists(revision)
            guard options.match == .exact || (options.limit > 0 && options.match == nil && revision > 0) else {
                return store.list(served.storage, namespace: namespace)
            }
            wanted = revision
        }
        do {
            return (try store.list(served.storage, namespace: namespace, at: wanted), wanted)
        } catch {
            throw expired(options)
        }
    }

    private func expired(_ options: ListOptions) -> StatusError {
        guard !options.continuation.isEmpty else {
            return .expired("The resourceVersion for the provided list is too old.")
        }
        return .expired(
            "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue "
                + "parameter.")
    }
}
