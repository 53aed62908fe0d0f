import KubernetesModel
import NIOCore

/// Turns changes into the events of one watch: only what its selectors select, with an object that begins or ceases to be selected
/// appearing as added or deleted.
struct WatchStream: Sendable {
    let served: ServedResource
    let options: ListOptions
    /// Empty for all namespaces.
    let namespace: String
    let representation: Representation
    /// The revision that the client knows everything up to.
    var position: UInt64 = 0
    private var hasSentTable = false

    init(served: ServedResource, options: ListOptions, namespace: String, representation: Representation) {
        self.served = served
        self.options = options
        self.namespace = namespace
        self.representation = representation
    }

    /// Appends an object that was there when the watch began.
    mutating func append(initial object: StoredObject, to buffer: inout ByteBuffer) {
        guard namespace.isEmpty || object.key.namespace == namespace, selects(object) else { return }
        append("ADDED", object, to: &buffer)
    }

    /// Appends the event of a change, if it makes one.
    mutating func append(_ change: Change, to buffer: inout ByteBuffer) {
        position = max(position, change.revision)
        guard namespace.isEmpty || change.key.namespace == namespace else { return }
        let wasSelected = change.previous.map(selects) ?? false
        let isSelected = change.current.map(selects) ?? false
        switch (wasSelected, isSelected) {
        case (false, false): return
        case (false, true): if let current = change.current { append("ADDED", current, to: &buffer) }
        case (true, true): if let current = change.current { append("MODIFIED", current, to: &buffer) }
        case (true, false):
            // The last state that was selected, as of the revision at which that ended.
            let last = change.removed ?? change.previous.map { StoredObject(key: $0.key, revision: change.revision, writing: $0.value) }
            if let last { append("DELETED", last, to: &buffer) }
        }
    }

    mutating func appendBookmark(to buffer: inout ByteBuffer, endsInitialEvents: Bool) {
        let event: JSONValue = [
            "type": "BOOKMARK", "object": representation.bookmark(revision: position, endsInitialEvents: endsInitialEvents),
        ]
        buffer.writeBytes(event.utf8)
        buffer.writeInteger(UInt8(ascii: "\n"))
    }

    static func errorEvent(_ error: StatusError) -> ByteBuffer {
        let event: JSONValue = ["type": "ERROR", "object": error.status]
        return ByteBuffer(bytes: event.utf8 + [UInt8(ascii: "\n")])
    }

    private func selects(_ object: StoredObject) -> Bool { options.selects(served.read(object), rules: served.rules) }

    private mutating func append(_ type: String, _ object: StoredObject, to buffer: inout ByteBuffer) {
        buffer.writeString("{\"type\":\"\(type)\",\"object\":")
        representation.event(object, isFirst: !hasSentTable, to: &buffer)
        buffer.writeString("}\n")
        hasSentTable = true
    }
}
