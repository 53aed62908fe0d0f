/// When a reconciled object is to be looked at again, besides whenever something happens to it.
public enum Requeue: Sendable, Hashable {
    /// Only when something happens.
    case never
    /// As soon as the other waiting objects have had their turn.
    case immediately
    /// After a time, for a reason that the log shows.
    case after(Duration, because: String)
}
