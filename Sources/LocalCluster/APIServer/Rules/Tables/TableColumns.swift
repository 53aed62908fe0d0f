import KubernetesModel

/// One column of a table, and how it is filled.
struct TableColumn: Sendable {
    var name: String
    var type = "string"
    var format = ""
    var priority = 0
    var description = ""
    /// The cell of an object at a time, in seconds since 1970.
    var cell: @Sendable (JSONValue, Double) -> JSONValue

    var definition: JSONValue {
        [
            "name": .string(name), "type": .string(type), "format": .string(format), "description": .string(description),
            "priority": .integer(Int64(priority)),
        ]
    }

    static let nameDescription =
        "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the "
        + "generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. "
        + "Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names"

    /// The name of the object, as every table begins.
    static let name = TableColumn(name: "Name", format: "name", description: nameDescription) { object, _ in
        .string(object[path: "metadata", "name"]?.string ?? "")
    }

    /// How long ago the object was created.
    static let age = TableColumn(name: "Age") { object, now in .string(Age.text(since: object[path: "metadata", "creationTimestamp"], now: now)) }

    /// A time as it is.
    static let created = TableColumn(name: "Created At", type: "date") { object, _ in
        object[path: "metadata", "creationTimestamp"] ?? .null
    }

    /// A column of texts.
    static func text(_ name: String, priority: Int = 0, _ cell: @escaping @Sendable (JSONValue) -> String) -> TableColumn {
        TableColumn(name: name, priority: priority) { object, _ in .string(cell(object)) }
    }

    /// A column of the text at a path, or of what stands for none.
    static func path(_ name: String, _ path: [String], none: String = "", priority: Int = 0) -> TableColumn {
        text(name, priority: priority) { object in
            let value = object[path: path]
            return value?.string ?? value.map(\.text) ?? none
        }
    }

    /// A column of the number at a path; 0 where there is none.
    static func number(_ name: String, _ path: [String], type: String = "string", priority: Int = 0) -> TableColumn {
        TableColumn(name: name, type: type, priority: priority) { object, _ in object[path: path] ?? 0 }
    }

    static func rows(_ columns: [TableColumn], _ objects: [JSONValue], now: Double) -> [JSONValue] {
        objects.map { object in ["cells": .array(columns.map { $0.cell(object, now) })] }
    }
}

/// How long ago something was, in the few characters that tables have for it.
enum Age {
    static func text(since time: JSONValue?, now: Double) -> String {
        guard let seconds = time?.string.flatMap(Timestamps.seconds) else { return "<unknown>" }
        return text(now - seconds)
    }

    /// `45s`, `3m20s`, `42m`, `5h12m`, `3d4h`, `120d`, `3y40d`.
    static func text(_ duration: Double) -> String {
        let seconds = Int(duration)
        if seconds < -1 { return "<invalid>" }
        if seconds < 0 { return "0s" }
        if seconds < 120 { return "\(seconds)s" }
        func pair(_ first: Int, _ unit: String, _ second: Int, _ smaller: String) -> String {
            second == 0 ? "\(first)\(unit)" : "\(first)\(unit)\(second)\(smaller)"
        }
        let minutes = seconds / 60
        if minutes < 10 { return pair(minutes, "m", seconds % 60, "s") }
        if minutes < 180 { return "\(minutes)m" }
        let hours = minutes / 60
        if hours < 8 { return pair(hours, "h", minutes % 60, "m") }
        if hours < 48 { return "\(hours)h" }
        let days = hours / 24
        if days < 8 { return pair(days, "d", hours % 24, "h") }
        if days < 365 * 2 { return "\(days)d" }
        if days < 365 * 8 { return pair(days / 365, "y", days % 365, "d") }
        return "\(days / 365)y"
    }
}
