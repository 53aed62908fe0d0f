/// Which namespaces are watched.
public enum WatchScope: Sendable, Hashable {
    case allNamespaces
    /// Some namespaces: each is watched by itself, so that Roles in them suffice.
    case namespaces([String])

    /// Reads a list of namespaces as `WATCH_NAMESPACE` has it: comma-separated, empty for all.
    public init(parsing list: String) {
        let names = list.split(separator: ",").map { $0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed() }.map { String($0) }
        let unique = Set(names.filter { !$0.isEmpty })
        self = unique.isEmpty ? .allNamespaces : .namespaces(unique.sorted())
    }

    /// Reads the list from the first of some environment variables that is set, even if it is empty.
    ///
    /// - Throws: ``MissingVariable`` if none is set: to watch everything must be said, not forgotten.
    public init(environment: [String: String], variables: [String] = ["WATCH_NAMESPACE"]) throws(MissingVariable) {
        guard let list = variables.lazy.compactMap({ environment[$0] }).first else { throw MissingVariable(names: variables) }
        self.init(parsing: list)
    }

    /// None of the variables that name the namespaces is set.
    public struct MissingVariable: Error, Hashable, CustomStringConvertible {
        public let names: [String]
        public var description: String {
            "environment: none of \(names.joined(separator: ", ")) is set: give a comma-separated list of namespaces, or an empty one for all"
        }
    }

    /// Whether objects of a namespace are watched. Those without a namespace are.
    public func contains(_ namespace: String?) -> Bool {
        switch self {
        case .allNamespaces: true
        case .namespaces(let names): namespace.map(names.contains) ?? true
        }
    }

    /// The namespaces to watch a kind in; nil stands for the whole cluster.
    func places(isNamespaced: Bool) -> [String?] {
        switch self {
        case .allNamespaces: [nil]
        case .namespaces(let names): isNamespaced ? names : [nil]
        }
    }
}
