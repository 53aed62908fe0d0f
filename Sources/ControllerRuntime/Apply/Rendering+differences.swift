import KubernetesModel

extension Rendering {
    /// Where a live value does not contain a wanted one, as paths; empty if it does.
    static func differences(of wanted: JSONValue, in live: JSONValue) -> [String] {
        var found: [String] = []
        compare(wanted, live, at: Place(), &found)
        return found
    }

    /// Where in an object a value is.
    private struct Place {
        var path = ""
        /// The name of the field; that of the list for an element.
        var field = ""
        /// The name of the field around it.
        var parent = ""

        func member(_ key: String) -> Place {
            let isPlain = key.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "/") }
            let step = isPlain ? (path.isEmpty ? key : ".\(key)") : "['\(key)']"
            return Place(path: path + step, field: key, parent: field)
        }

        func element(_ identity: String) -> Place { Place(path: "\(path)[\(identity)]", field: field, parent: parent) }

        /// Whether the value is an amount, which the server may write in another way.
        var isQuantity: Bool {
            ["limits", "requests", "capacity", "allocatable", "hard", "overhead"].contains(parent) || ["sizeLimit", "divisor"].contains(field)
        }
    }

    private static func compare(_ wanted: JSONValue, _ live: JSONValue?, at place: Place, _ found: inout [String]) {
        guard let live, !live.isNull else {
            if !isLeftOut(wanted, place) { found.append(place.path) }
            return
        }
        switch (wanted, live) {
        case (.null, _):
            break  // no opinion
        case (.object(let wanted), .object(let live)):
            for (key, value) in wanted.sorted(by: { $0.key < $1.key }) { compare(value, live[key], at: place.member(key), &found) }
        case (.array(let wanted), .array(let live)):
            compare(wanted, live, at: place, &found)
        default:
            if !isSame(wanted, live, place) { found.append(place.path) }
        }
    }

    private static func compare(_ wanted: [JSONValue], _ live: [JSONValue], at place: Place, _ found: inout [String]) {
        if ListKeys.sets.contains(place.field) {
            for value in wanted where !live.contains(value) { found.append(place.element(value.string ?? value.text).path) }
        } else if let keys = ListKeys.keys(of: place.field, elements: wanted), ListKeys.keys(of: place.field, elements: live) == keys {
            let present = Dictionary(live.map { (ListKeys.identity(of: $0, by: keys), $0) }, uniquingKeysWith: { first, _ in first })
            for value in wanted {
                let identity = ListKeys.identity(of: value, by: keys)
                compare(value, present[identity], at: place.element(identity), &found)
            }
        } else if wanted.count != live.count {
            found.append(place.path)
        } else {
            for (index, pair) in zip(wanted, live).enumerated() { compare(pair.0, pair.1, at: place.element(String(index)), &found) }
        }
    }

    private static func isSame(_ wanted: JSONValue, _ live: JSONValue, _ place: Place) -> Bool {
        if wanted == live { return true }
        if let one = wanted.number, let other = live.number { return one == other }
        if place.isQuantity, let one = Quantity(json: wanted), let other = Quantity(json: live) { return one.isSameAmount(as: other) }
        return false
    }

    /// Whether the server stores nothing for a value, so that its absence is no difference.
    private static func isLeftOut(_ wanted: JSONValue, _ place: Place) -> Bool {
        switch wanted {
        case .null: return true
        case .array(let elements): return elements.isEmpty
        // An empty storage class means "none", a missing one "the default".
        case .string(let text): return text.isEmpty && place.field != "storageClassName"
        case .object(let members): return members.isEmpty && emptyMaps.contains(place.field)
        case .bool(false), .integer(0): return zeroes.contains(place.field)
        default: return false
        }
    }

    /// Maps of text, which are left out when empty. An empty object elsewhere (`emptyDir: {}`) says something.
    private static let emptyMaps: Set<String> = [
        "labels", "annotations", "matchLabels", "nodeSelector", "limits", "requests", "data", "stringData", "binaryData", "capacity",
    ]

    /// Fields that are plain values in Kubernetes' Go types and left out when false or zero. Others are pointers: false is not nothing.
    private static let zeroes: Set<String> = [
        "readOnly", "hostNetwork", "hostPID", "hostIPC", "stdin", "stdinOnce", "tty", "publishNotReadyAddresses", "paused", "hostPort",
        "nodePort", "minReadySeconds", "initialDelaySeconds", "healthCheckNodePort",
    ]
}
