import KubernetesModel

/// The table of a custom resource, by the printer columns of its definition.
struct CustomResourceTable {
    private let columns: [TableColumn]

    /// - Parameter columns: `additionalPrinterColumns`; without any there is the age.
    init(columns: [JSONValue]) {
        let given: [JSONValue] =
            columns.isEmpty
            ? [
                [
                    "name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp",
                    "description":
                        "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
                ]
            ] : columns
        self.columns =
            [.name]
            + given.map { column in
                let text = column.text("jsonPath")
                let path = JSONPath(text)
                let type = column.text("type")
                let description =
                    column.text("description").isEmpty
                    ? "Custom resource definition column (in JSONPath format): \(text)" : column.text("description")
                return TableColumn(
                    name: column.text("name"), type: type, format: column.text("format"), priority: Int(column["priority"]?.integer ?? 0),
                    description: description
                ) { object, now in Self.cell(path?.values(in: object) ?? [], type, now) }
            }
    }

    private static func cell(_ values: [JSONValue], _ type: String, _ now: Double) -> JSONValue {
        guard let value = values.first, !value.isNull else { return .null }
        switch type {
        case "integer": return value.integer.map(JSONValue.integer) ?? value.string.flatMap { Int64($0) }.map(JSONValue.integer) ?? .null
        case "number": return value.number.map(JSONValue.number) ?? .null
        case "boolean": return value.bool.map(JSONValue.bool) ?? .null
        case "date": return .string(value.string.flatMap(Timestamps.seconds) == nil ? "<invalid>" : Age.text(since: value, now: now))
        default: return .string(values.count > 1 ? "[" + values.map(plain).joined(separator: ",") + "]" : plain(value))
        }
    }

    private static func plain(_ value: JSONValue) -> String { value.string ?? value.text }

    func table(_ objects: [JSONValue], now: Double) -> (columns: JSONValue, rows: [JSONValue]) {
        (.array(columns.map(\.definition)), TableColumn.rows(columns, objects, now: now))
    }
}
