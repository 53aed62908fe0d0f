import KubernetesClient
import KubernetesModel

extension InMemoryAPI {
    /// Does what a request asks for.
    static func perform(_ request: APIRequest, on storage: inout ObjectStorage, _ date: Timestamp) throws(ObjectStorage.Refusal) -> JSONValue {
        guard let target = RequestTarget(path: request.path) else {
            throw .init(404, "NotFound", "the server could not find the requested resource \(request.path)")
        }
        let manager = request.parameter("fieldManager") ?? "unknown"
        let isStatus = target.subresource == "status"
        guard target.subresource == nil || isStatus else {
            throw .init(404, "NotFound", "the server in memory has no subresource \(target.subresource ?? ""): intercept the request")
        }
        switch (request.method, target.name) {
        case (.get, nil):
            return try list(request, target, storage)
        case (.get, _):
            guard let object = storage[target.collection, target.key]?.json else { throw ObjectStorage.notFound(target.collection, target.key) }
            return object
        case (.post, nil):
            guard var object = request.body, object.object != nil else { throw .init(400, "BadRequest", "the body is no object") }
            if let namespace = target.namespace { object[path: ["metadata", "namespace"]] = .string(namespace) }
            return try storage.create(object, in: target.collection, manager: manager, date: date)
        case (.put, .some):
            guard let object = request.body, object.object != nil else { throw .init(400, "BadRequest", "the body is no object") }
            return try storage.change(in: target.collection, at: target.key, manager: manager, status: isStatus) { _ in object }
        case (.patch, .some):
            return try patch(request, target, &storage, manager, isStatus, date)
        case (.delete, .some):
            return try storage.delete(in: target.collection, at: target.key, preconditions: request.body?["preconditions"], date: date)
        default:
            throw .init(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")
        }
    }

    private static func patch(
        _ request: APIRequest, _ target: RequestTarget, _ storage: inout ObjectStorage, _ manager: String, _ isStatus: Bool, _ date: Timestamp
    ) throws(ObjectStorage.Refusal) -> JSONValue {
        guard let body = request.body else { throw .init(400, "BadRequest", "the body is missing") }
        switch request.bodyType {
        case .applyPatch:
            guard request.parameter("fieldManager") != nil else { throw .init(400, "BadRequest", "fieldManager is required for apply patch") }
            return try storage.apply(
                body, in: target.collection, at: target.key, manager: manager, force: request.parameter("force") == "true", status: isStatus,
                date: date)
        case .mergePatch, .strategicMergePatch:
            let byKey = request.bodyType == .strategicMergePatch
            return try storage.change(in: target.collection, at: target.key, manager: manager, status: isStatus) { present in
                present.merged(with: body, listsByKey: byKey, nullRemoves: true)
            }
        case .jsonPatch:
            return try storage.change(in: target.collection, at: target.key, manager: manager, status: isStatus) {
                present throws(ObjectStorage.Refusal) in
                var object = present
                for operation in body.array ?? [] { try object.perform(operation) }
                return object
            }
        case .json:
            throw .init(415, "UnsupportedMediaType", "the body of the request was in an unknown format")
        }
    }

    private static func list(_ request: APIRequest, _ target: RequestTarget, _ storage: ObjectStorage) throws(ObjectStorage.Refusal) -> JSONValue {
        // A token is the version of the first page and the position of the next: pages after a change may show the later state, as objects do
        // not move this is good enough, and a compaction in between is a 410 as on a real server.
        var version = storage.version
        var start = 0
        if let token = request.parameter("continue") {
            let parts = token.split(separator: ":").compactMap { Int($0) }
            guard parts.count == 2 else { throw .init(400, "BadRequest", "continue key is not valid") }
            guard parts[0] >= storage.oldestVersion else { throw .init(410, "Expired", "The provided continue parameter is too old") }
            version = parts[0]
            start = parts[1]
        }
        let all = storage.objects(of: target.collection, request.selection(in: target.namespace), at: version)
        let limit = request.parameter("limit").flatMap { Int($0) } ?? all.count
        let end = min(all.count, start + max(limit, 1))
        var metadata: JSONValue = ["resourceVersion": .string(String(version))]
        if end < all.count { metadata["continue"] = .string("\(version):\(end)") }
        return ["kind": "List", "apiVersion": "v1", "metadata": metadata, "items": .array(Array(all[min(start, end)..<end]))]
    }
}

extension ObjectStorage {
    /// The objects that were selected at an earlier version, which must still be in the history.
    func objects(of collection: Collection, _ selection: Selection, at version: Int) -> [JSONValue] {
        guard version < self.version else { return list(collection, selection) }
        var present = (objects[collection] ?? [:]).mapValues(\.json)
        for change in history.reversed() where change.version > version && change.collection == collection {
            if let key = (change.new ?? change.old).map(Self.key(of:)) { present[key] = change.old }
        }
        return present.sorted { $0.key < $1.key }.map(\.value).filter(selection.matches)
    }
}

extension JSONValue {
    /// One operation of a JSON patch: add, replace, remove or test.
    fileprivate mutating func perform(_ operation: JSONValue) throws(ObjectStorage.Refusal) {
        guard let name = operation["op"]?.string, let pointer = operation["path"]?.string else {
            throw .init(400, "BadRequest", "an operation needs op and path")
        }
        let steps = pointer.split(separator: "/").map { $0.replacing("~1", with: "/").replacing("~0", with: "~") }.map { String($0) }
        try perform(name, operation["value"] ?? .null, at: steps[...], pointer)
    }

    private mutating func perform(_ name: String, _ value: JSONValue, at steps: ArraySlice<String>, _ pointer: String) throws(ObjectStorage.Refusal) {
        let missing = ObjectStorage.Refusal(422, "Invalid", "the server rejected our request due to an error in our request: \(name) \(pointer)")
        guard let step = steps.first else {
            if name == "test" {
                guard self == value else { throw missing }
            } else {
                self = value
            }
            return
        }
        let rest = steps.dropFirst()
        switch self {
        case .object:
            if rest.isEmpty, name == "add" {
                self[step] = value
            } else if rest.isEmpty, name == "remove" {
                guard self[step] != nil else { throw missing }
                self[step] = nil
            } else {
                guard var child = self[step] else { throw missing }
                try child.perform(name, value, at: rest, pointer)
                self[step] = child
            }
        case .array(var elements):
            let index = step == "-" ? elements.count : Int(step) ?? -1
            if rest.isEmpty, name == "add" {
                guard 0...elements.count ~= index else { throw missing }
                elements.insert(value, at: index)
            } else {
                guard elements.indices.contains(index) else { throw missing }
                if rest.isEmpty, name == "remove" {
                    elements.remove(at: index)
                } else {
                    try elements[index].perform(name, value, at: rest, pointer)
                }
            }
            self = .array(elements)
        default: throw missing
        }
    }
}
