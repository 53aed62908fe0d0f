public import KubernetesModel

/// What a cache keeps of an object.
///
/// Identity, labels, annotations and owner references must survive, for indexes and watches live on them.
public struct Projection: Sendable {
    private let project: @Sendable (JSONValue) -> JSONValue

    public init(_ project: @escaping @Sendable (JSONValue) -> JSONValue) { self.project = project }

    public func callAsFunction(_ object: JSONValue) -> JSONValue { project(object) }

    /// Everything but `metadata.managedFields`, which nobody reads and which is often the larger part.
    public static let whole = Projection { object in
        guard object[path: "metadata", "managedFields"] != nil else { return object }
        var object = object
        object[path: ["metadata", "managedFields"]] = nil
        return object
    }

    /// Metadata alone.
    public static let metadata = Projection.fields([])

    /// Metadata and some fields, each given by its path of keys.
    public static func fields(_ paths: [[String]]) -> Projection {
        Projection { object in
            var kept = JSONValue.emptyObject
            for key in ["apiVersion", "kind", "metadata"] { kept[key] = object[key] }
            for path in paths {
                if let value = object[path: path] { kept[path: path] = value }
            }
            return whole(kept)
        }
    }

    /// The whole object with a digest in place of each value of some maps, so that values can be compared but not read.
    ///
    /// A digest that is a digest already is left alone: projecting twice is projecting once.
    ///
    /// - Parameters:
    ///   - maps: names of top-level fields; those of Secrets and ConfigMaps if not given.
    ///   - digest: a collision-resistant hash of bytes as text, for example SHA-256 in hexadecimal.
    public static func digests(of maps: [String] = ["data", "stringData", "binaryData"], by digest: @escaping @Sendable ([UInt8]) -> String)
        -> Projection
    {
        Projection { object in
            var object = whole(object)
            for name in maps {
                guard let values = object[name]?.object else { continue }
                object[name] = .object(
                    values.mapValues { value in
                        guard let text = value.string else { return value }
                        return text.hasPrefix(digestPrefix) ? value : .string(digestPrefix + digest(Array(text.utf8)))
                    })
            }
            return object
        }
    }

    /// What every digest in a cached object begins with: neither base64 nor likely in a ConfigMap.
    public static let digestPrefix = "digest:"

    /// This projection after another.
    public func after(_ other: Projection) -> Projection { Projection { self(other($0)) } }
}

/// Whether a change of an object is worth a reconcile.
public struct Significance: Sendable {
    private let isSignificant: @Sendable (_ old: JSONValue, _ new: JSONValue) -> Bool

    public init(_ isSignificant: @escaping @Sendable (_ old: JSONValue, _ new: JSONValue) -> Bool) { self.isSignificant = isSignificant }

    public func callAsFunction(_ old: JSONValue, _ new: JSONValue) -> Bool { isSignificant(old, new) }

    /// Any change of what is cached, but for the object's version and generation.
    public static let any = Significance.except([])

    /// Any change but those of some fields (each given by its path of keys), such as the `renewTime` of a lease.
    public static func except(_ paths: [[String]]) -> Significance {
        Significance { old, new in
            var old = old
            var new = new
            for path in [["metadata", "resourceVersion"], ["metadata", "generation"], ["metadata", "managedFields"]] + paths {
                old.remove(path[...])
                new.remove(path[...])
            }
            return old != new
        }
    }

    /// Only what this function makes of an object counts.
    public static func of(_ essence: @escaping @Sendable (JSONValue) -> JSONValue) -> Significance {
        Significance { essence($0) != essence($1) }
    }
}

/// How objects of one kind are cached.
public struct CachePolicy: Sendable {
    public let type: ResourceType
    public var projection: Projection
    public var significance: Significance

    /// - Parameters:
    ///   - projection: what is kept of each object.
    ///   - significance: which changes lead to a reconcile; the others are cached silently.
    public init(_ kind: any KubernetesObject.Type, projection: Projection = .whole, significance: Significance = .any) {
        type = kind.resourceType
        self.projection = projection
        self.significance = significance
    }
}

extension JSONValue {
    /// Removes a field, and the objects around it that have nothing else.
    mutating func remove(_ path: ArraySlice<String>) {
        guard let key = path.first, var child = self[key] else { return }
        if path.count > 1 { child.remove(path.dropFirst()) }
        let isGone = path.count == 1 || child == .emptyObject
        self[key] = isGone ? JSONValue?.none : child  // plain nil would be JSON's null
    }
}
