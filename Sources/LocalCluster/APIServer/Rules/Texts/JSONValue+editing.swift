import KubernetesModel

extension JSONValue {
    /// Sets a key that is missing or null.
    mutating func setDefault(_ key: String, _ value: @autoclosure () -> JSONValue) {
        if self[key] == nil || self[key] == .null { self[key] = value() }
    }

    /// Sets a key that is missing, null or an empty text.
    mutating func setDefaultText(_ key: String, _ value: @autoclosure () -> String) {
        if self[key]?.string?.isEmpty ?? true { self[key] = .string(value()) }
    }

    /// Changes the value of a key in place; does nothing where the key is missing.
    mutating func update(_ key: String, _ change: (inout JSONValue) -> Void) {
        guard var value = self[key] else { return }
        self[key] = .null
        change(&value)
        self[key] = value
    }

    /// Changes the value at the end of a path in place.
    mutating func update(path: [String], _ change: (inout JSONValue) -> Void) {
        guard let first = path.first else { return change(&self) }
        update(first) { $0.update(path: Array(path.dropFirst()), change) }
    }

    /// Changes every element of a list in place.
    mutating func updateEach(_ key: String, _ change: (inout JSONValue) -> Void) {
        update(key) { list in
            guard case .array(var elements) = list else { return }
            list = .null
            for index in elements.indices { change(&elements[index]) }
            list = .array(elements)
        }
    }

    /// Whether a key has a value other than null.
    func has(_ key: String) -> Bool { self[key].map { !$0.isNull } ?? false }

    /// The text of a key, empty where there is none.
    func text(_ key: String) -> String { self[key]?.string ?? "" }

    /// The elements of a list, none where there is none.
    func list(_ key: String) -> [JSONValue] { self[key]?.array ?? [] }

    /// A map of texts.
    func texts(_ key: String) -> [String: String] { (self[key]?.object ?? [:]).compactMapValues(\.string) }

    /// Removes a key whose value is an empty object, list or null.
    mutating func dropIfEmpty(_ key: String) {
        switch self[key] {
        case .object(let members)? where members.isEmpty: self[key] = nil
        case .array(let elements)? where elements.isEmpty: self[key] = nil
        case .null?: self[key] = nil
        default: break
        }
    }
}

extension Optional where Wrapped == JSONValue {
    /// The value; nil for null too.
    var some: JSONValue? {
        guard let self, !self.isNull else { return nil }
        return self
    }
}
