import KubernetesModel

/// One operation of RFC 6902.
struct JSONPatchOperation {
    /// The operation cannot be applied; nobody is told why.
    struct Failure: Error {}

    let operation: String
    let path: [String]
    let from: [String]?
    let value: JSONValue?

    init(_ json: JSONValue) throws(Failure) {
        guard let operation = json["op"]?.string, let path = json["path"]?.string else { throw Failure() }
        self.operation = operation
        self.path = try Self.pointer(path)
        from = try json["from"]?.string.map(Self.pointer)
        value = json["value"]
    }

    private static func pointer(_ text: String) throws(Failure) -> [String] {
        if text.isEmpty { return [] }
        guard text.hasPrefix("/") else { throw Failure() }
        return text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            .map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
    }

    func apply(to document: inout JSONValue) throws(Failure) {
        switch operation {
        case "add": try add(value ?? .null, at: path, in: &document)
        case "remove": try remove(at: path, in: &document)
        case "replace": try replace(value ?? .null, at: path, in: &document)
        case "test": guard (try? get(path, in: document)) ?? .null == value ?? .null else { throw Failure() }
        case "copy": try add(get(from ?? [], in: document), at: path, in: &document)
        case "move":
            let moved = try get(from ?? [], in: document)
            try remove(at: from ?? [], in: &document)
            try add(moved, at: path, in: &document)
        default: throw Failure()
        }
    }

    private func get(_ path: [String], in document: JSONValue) throws(Failure) -> JSONValue {
        var value = document
        for key in path {
            switch value {
            case .object(let members):
                guard let member = members[key] else { throw Failure() }
                value = member
            case .array(let elements):
                value = elements[try position(key, count: elements.count, insertion: false)]
            default: throw Failure()
            }
        }
        return value
    }

    /// An index; negative ones count from the end, as in the library that the API server uses.
    private func position(_ key: String, count: Int, insertion: Bool) throws(Failure) -> Int {
        if key == "-", insertion { return count }
        guard var index = Int(key) else { throw Failure() }
        if index < 0 { index += insertion ? count + 1 : count }
        guard index >= 0, insertion ? index <= count : index < count else { throw Failure() }
        return index
    }

    private func change(
        _ path: ArraySlice<String>, in value: inout JSONValue, _ body: (inout JSONValue, String) throws(Failure) -> Void
    ) throws(Failure) {
        guard let key = path.first else { throw Failure() }
        if path.count == 1 { return try body(&value, key) }
        switch value {
        case .object(let members):
            guard var child = members[key] else { throw Failure() }
            value[key] = .null
            try change(path.dropFirst(), in: &child, body)
            value[key] = child
        case .array(var elements):
            let index = try position(key, count: elements.count, insertion: false)
            try change(path.dropFirst(), in: &elements[index], body)
            value = .array(elements)
        default: throw Failure()
        }
    }

    private func add(_ added: JSONValue, at path: [String], in document: inout JSONValue) throws(Failure) {
        if path.isEmpty {
            document = added
            return
        }
        try change(path[...], in: &document) { value, key throws(Failure) in
            switch value {
            case .object: value[key] = added
            case .array(var elements):
                elements.insert(added, at: try position(key, count: elements.count, insertion: true))
                value = .array(elements)
            default: throw Failure()
            }
        }
    }

    private func remove(at path: [String], in document: inout JSONValue) throws(Failure) {
        try change(path[...], in: &document) { value, key throws(Failure) in
            switch value {
            case .object(let members):
                guard members[key] != nil else { throw Failure() }
                value[key] = nil
            case .array(var elements):
                elements.remove(at: try position(key, count: elements.count, insertion: false))
                value = .array(elements)
            default: throw Failure()
            }
        }
    }

    private func replace(_ replacement: JSONValue, at path: [String], in document: inout JSONValue) throws(Failure) {
        if path.isEmpty {
            document = replacement
            return
        }
        try change(path[...], in: &document) { value, key throws(Failure) in
            switch value {
            case .object: value[key] = replacement
            case .array(var elements):
                elements[try position(key, count: elements.count, insertion: false)] = replacement
                value = .array(elements)
            default: throw Failure()
            }
        }
    }
}
