import KubernetesModel
import NIOCore

/// Turns stored objects into the form that a client asked for.
struct Representation: Sendable {
    /// What the rows of a table carry.
    enum RowObject: String, Sendable { case none = "None", metadata = "Metadata", object = "Object" }

    let served: ServedResource
    let negotiated: Negotiated
    let rowObject: RowObject
    /// Seconds since 1970, for ages.
    let now: Double

    init(served: ServedResource, negotiated: Negotiated, query: QueryItems, now: Timestamp) {
        self.served = served
        self.negotiated = negotiated
        rowObject = query["includeObject"].flatMap(RowObject.init(rawValue:)) ?? .metadata
        self.now = Double(now.secondsSince1970)
    }

    var definition: ResourceDefinition { served.definition }

    /// One object.
    ///
    /// - Throws: a 406 for the form of a list.
    func object(_ stored: StoredObject) throws(StatusError) -> ByteBuffer {
        let object = served.read(stored)
        switch negotiated.form {
        case .object:
            if negotiated.encoding == .yaml { return ByteBuffer(string: typed(object).yaml(firstKeys: ["apiVersion", "kind", "metadata"])) }
            var buffer = ByteBuffer()
            buffer.reserveCapacity(object.body.count + 64)
            append(object, to: &buffer, withType: true)
            return buffer
        case .metadata: return encode(metadata(object))
        case .metadataList:
            throw .notAcceptable("you requested PartialObjectMetadataList, but the requested object is not a list (\(goType))")
        case .table: return encode(table([object], revision: stored.value[path: ["metadata", "resourceVersion"]], withColumns: true))
        }
    }

    /// A list.
    ///
    /// - Parameter metadata: of the list: resourceVersion, continue, remainingItemCount.
    /// - Throws: a 406 for the form of a single object.
    func list(_ stored: [StoredObject], metadata listMetadata: JSONValue) throws(StatusError) -> ByteBuffer {
        let objects = stored.map(served.read)
        var listMetadata = listMetadata
        switch negotiated.form {
        case .object:
            if definition.isCustom, listMetadata["continue"] == nil { listMetadata["continue"] = "" }
            if negotiated.encoding == .yaml {
                let items = objects.map { typed($0) }
                return encode([
                    "apiVersion": .string(definition.apiVersion), "kind": .string(definition.listKind), "metadata": listMetadata,
                    "items": .array(items),
                ])
            }
            var buffer = ByteBuffer()
            buffer.reserveCapacity(objects.reduce(256) { $0 + $1.body.count + 96 })
            buffer.writeString("{\"kind\":\"\(definition.listKind)\",\"apiVersion\":\"\(definition.apiVersion)\",\"metadata\":")
            buffer.writeBytes(listMetadata.utf8)
            buffer.writeString(",\"items\":[")
            for (index, object) in objects.enumerated() {
                if index > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
                append(object, to: &buffer, withType: definition.isCustom)
            }
            buffer.writeString("]}")
            return buffer
        case .metadata:
            throw .notAcceptable("you requested PartialObjectMetadata, but the requested object is a list (\(goListType))")
        case .metadataList:
            return encode([
                "kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1", "metadata": listMetadata,
                "items": .array(objects.map(metadata)),
            ])
        case .table:
            var table = table(objects, revision: nil, withColumns: true)
            table["metadata"] = listMetadata
            return encode(table)
        }
    }

    /// The object of a watch event.
    ///
    /// - Parameter isFirst: only the first table of a watch describes its columns.
    func event(_ stored: StoredObject, isFirst: Bool, to buffer: inout ByteBuffer) {
        let object = served.read(stored)
        switch negotiated.form {
        case .object: append(object, to: &buffer, withType: true)
        case .metadata, .metadataList: buffer.writeBytes(metadata(object).utf8)
        case .table:
            buffer.writeBytes(table([object], revision: object.value[path: ["metadata", "resourceVersion"]], withColumns: isFirst).utf8)
        }
    }

    /// The object of a bookmark.
    func bookmark(revision: UInt64, endsInitialEvents: Bool) -> JSONValue {
        var metadata: JSONValue = ["resourceVersion": .string(String(revision))]
        if endsInitialEvents { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
        switch negotiated.form {
        case .object: return ["kind": .string(definition.kind), "apiVersion": .string(definition.apiVersion), "metadata": metadata]
        case .metadata, .metadataList: return ["kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": metadata]
        case .table:
            return [
                "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": ["resourceVersion": .string(String(revision))],
                "columnDefinitions": .null,
                "rows": [["cells": [], "object": ["kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": metadata]]],
            ]
        }
    }

    // MARK: Parts

    private func append(_ object: StoredObject, to buffer: inout ByteBuffer, withType: Bool) {
        if withType {
            buffer.writeBytes(served.typeBytes)
            buffer.writeBytes(object.body.dropFirst())
        } else {
            buffer.writeBytes(object.body)
        }
    }

    private func typed(_ object: StoredObject) -> JSONValue {
        var value = object.value
        value["apiVersion"] = .string(definition.apiVersion)
        value["kind"] = .string(definition.kind)
        return value
    }

    private func metadata(_ object: StoredObject) -> JSONValue {
        ["kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": object.value["metadata"] ?? .emptyObject]
    }

    private func table(_ objects: [StoredObject], revision: JSONValue?, withColumns: Bool) -> JSONValue {
        let table = served.rules.table(for: objects.map(\.value), now: now)
        let rows = zip(table.rows, objects).map { row, object in
            var row = row
            switch rowObject {
            case .none: row["object"] = .null
            case .metadata: row["object"] = metadata(object)
            case .object: row["object"] = typed(object)
            }
            return row
        }
        var tableMetadata = JSONValue.emptyObject
        if let revision { tableMetadata["resourceVersion"] = revision }
        return [
            "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": tableMetadata, "columnDefinitions": withColumns ? table.columns : .null,
            "rows": .array(rows),
        ]
    }

    private func encode(_ value: JSONValue) -> ByteBuffer {
        ByteBuffer(bytes: negotiated.encoding == .json ? value.utf8 : Array(value.yaml(firstKeys: ["apiVersion", "kind", "metadata"]).utf8))
    }

    /// Messages name Go types, which clients show to people; the internal package of built-in kinds stands for all.
    private var goType: String { definition.isCustom ? "*unstructured.Unstructured" : "*core.\(definition.kind)" }
    private var goListType: String { definition.isCustom ? "*unstructured.UnstructuredList" : "*core.\(definition.kind)List" }
}
