public import KubernetesModel

/// Makes the world as one kind of object wants it, one object at a time.
///
/// - Flow: an ``Operator`` calls ``reconcile(_:)`` with the key of an object whenever something that belongs to it has changed, and as
///   often as it likes besides.
/// - Guarantees: never for one key twice at a time; for different keys in parallel up to ``concurrency``; not before all that is watched has been
///   read into the cache, nor while another replica leads. A change during a call leads to one more call.
/// - Assumptions: a call does not know what changed and does not care; if it is cut off at any point, the next one carries on.
/// - Errors: an error that is thrown is logged and counted, and the key comes again after a ``Backoff``.
public protocol Reconciler: Sendable {
    /// The name in logs and metrics; by default that of the kind in lower case.
    static var name: String { get }
    static var watches: Watches { get }
    /// How many objects are worked on in parallel.
    var concurrency: Int { get }

    /// Looks at one object. It may be gone.
    func reconcile(_ key: ObjectKey) async throws -> Requeue
}

extension Reconciler {
    public static var name: String { watches.kind.kind.lowercased() }
    public var concurrency: Int { 1 }
}

/// Collects the controllers of an operator.
@resultBuilder public enum ReconcilerBuilder {
    public static func buildExpression(_ reconciler: any Reconciler) -> [any Reconciler] { [reconciler] }
    public static func buildExpression(_ reconcilers: [any Reconciler]) -> [any Reconciler] { reconcilers }
    public static func buildBlock(_ parts: [any Reconciler]...) -> [any Reconciler] { parts.flatMap(\.self) }
    public static func buildOptional(_ part: [any Reconciler]?) -> [any Reconciler] { part ?? [] }
    public static func buildEither(first part: [any Reconciler]) -> [any Reconciler] { part }
    public static func buildEither(second part: [any Reconciler]) -> [any Reconciler] { part }
    public static func buildArray(_ parts: [[any Reconciler]]) -> [any Reconciler] { parts.flatMap(\.self) }
}
