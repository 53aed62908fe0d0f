import KubernetesModel

/// Checks that many kinds share, with the words of the API server.
enum CommonChecks {
    static let negative = "must be greater than or equal to 0"
    static let immutable = "field is immutable"

    static func nonNegative(_ object: JSONValue, _ name: String, _ path: FieldPath) -> [FieldError] {
        guard let value = object[name]?.integer, value < 0 else { return [] }
        return [.invalid(path.child(name), object[name], negative)]
    }

    static func immutable(_ new: JSONValue?, _ old: JSONValue?, _ path: FieldPath) -> [FieldError] {
        (new ?? .null) == (old ?? .null) ? [] : [.invalid(path, new ?? .null, immutable)]
    }

    /// A text out of a few; an empty one is left to defaults.
    static func oneOf(_ object: JSONValue, _ name: String, _ supported: [String], _ path: FieldPath, required: Bool = false) -> [FieldError] {
        let text = object.text(name)
        if text.isEmpty { return required ? [.required(path.child(name))] : [] }
        return supported.contains(text) ? [] : [.notSupported(path.child(name), .string(text), supported)]
    }

    static func name(_ text: String, _ path: FieldPath, _ check: NameCheck) -> [FieldError] {
        text.isEmpty ? [.required(path)] : check(text).map { .invalid(path, .string(text), $0) }
    }

    /// A label selector's keys, operators and values.
    static func selector(_ selector: JSONValue?, _ path: FieldPath) -> [FieldError] {
        guard let selector, !selector.isNull else { return [] }
        var errors = ObjectMetadata.labels(selector.texts("matchLabels"), path.child("matchLabels"))
        for (index, requirement) in selector.list("matchExpressions").enumerated() {
            let item = path.child("matchExpressions").index(index)
            let values = requirement.list("values")
            switch requirement.text("operator") {
            case "In", "NotIn":
                if values.isEmpty { errors.append(.required(item.child("values"), "must be specified when `operator` is 'In' or 'NotIn'")) }
            case "Exists", "DoesNotExist":
                if !values.isEmpty {
                    errors.append(.forbidden(item.child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
                }
            default: errors.append(.invalid(item.child("operator"), requirement["operator"] ?? "", "not a valid selector operator"))
            }
            errors += NameSyntax.qualifiedName(requirement.text("key")).map { .invalid(item.child("key"), .string(requirement.text("key")), $0) }
            for (position, value) in values.enumerated() {
                errors += NameSyntax.labelValue(value.string ?? "").map { .invalid(item.child("values").index(position), value, $0) }
            }
        }
        return errors
    }

    static func selectorText(_ selector: JSONValue) -> String { GoText.object(selector, keys: ["matchLabels", "matchExpressions"]) }

    static func isEmpty(selector: JSONValue) -> Bool { selector.list("matchExpressions").isEmpty && selector.texts("matchLabels").isEmpty }

    /// Whether labels fulfil a label selector.
    static func matches(_ selector: JSONValue, _ labels: [String: String]) -> Bool {
        selector.texts("matchLabels").allSatisfy { labels[$0.key] == $0.value }
            && selector.list("matchExpressions").allSatisfy { requirement in
                let value = labels[requirement.text("key")]
                let values = requirement.list("values").compactMap(\.string)
                return switch requirement.text("operator") {
                case "In": value.map(values.contains) ?? false
                case "NotIn": !(value.map(values.contains) ?? false)
                case "Exists": value != nil
                case "DoesNotExist": value == nil
                default: false
                }
            }
    }

    static func isAddress(_ text: String) -> Bool { AddressText.isIPv4(text) || AddressText.isIPv6(text) }

    static func address(_ value: JSONValue?, _ path: FieldPath) -> [FieldError] {
        isAddress(value?.string ?? "") ? [] : [.invalid(path, value ?? "", NameSyntax.addressError)]
    }

    static func network(_ value: JSONValue?, _ path: FieldPath) -> [FieldError] {
        AddressText.isNetwork(value?.string ?? "") ? [] : [.invalid(path, value ?? "", NameSyntax.networkError)]
    }

    /// A number of pods or a percentage.
    static func countOrPercentage(_ value: JSONValue?, _ path: FieldPath) -> [FieldError] {
        switch value {
        case .integer(let count)?: return count < 0 ? [.invalid(path, value, negative)] : []
        case .string(let text)?:
            let isPercentage = text.hasSuffix("%") && text.count > 1 && text.dropLast().allSatisfy { $0.isASCII && $0.isNumber }
            let help =
                "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"
            return isPercentage ? [] : [.invalid(path, value, help)]
        default: return []
        }
    }

    /// The number that a count or percentage stands for, `0%` and `0` alike; nil where it is neither.
    static func number(_ value: JSONValue?) -> Int64? {
        switch value {
        case .integer(let count)?: count
        case .string(let text)? where text.hasSuffix("%"): Int64(text.dropLast())
        default: nil
        }
    }
}

/// The syntax of addresses and networks.
enum AddressText {
    static func isIPv4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                !part.isEmpty && part.count <= 3 && part.utf8.allSatisfy { 0x30...0x39 ~= $0 } && (part.count == 1 || part.first != "0")
                    && (Int(part) ?? 256) < 256
            }
    }

    static func isIPv6(_ text: String) -> Bool {
        guard text.contains(":"), !text.contains(":::") else { return false }
        let halves = text.components(separatedByDoubleColon: ())
        guard halves.count <= 2 else { return false }
        var groups = 0
        for half in halves where !half.isEmpty {
            for (index, group) in half.split(separator: ":", omittingEmptySubsequences: false).enumerated() {
                if group.contains(".") {
                    guard isIPv4(String(group)), index == half.split(separator: ":", omittingEmptySubsequences: false).count - 1 else { return false }
                    groups += 2
                } else {
                    guard 1...4 ~= group.count, group.allSatisfy(\.isHexDigit) else { return false }
                    groups += 1
                }
            }
        }
        return halves.count == 2 ? groups < 8 : groups == 8
    }

    static func isNetwork(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let length = Int(parts[1]), length >= 0, String(length) == parts[1] else { return false }
        return isIPv4(parts[0]) ? length <= 32 : isIPv6(parts[0]) && length <= 128
    }
}

extension String {
    /// The parts around `::`.
    fileprivate func components(separatedByDoubleColon: Void) -> [String] {
        var parts: [String] = []
        var rest = Substring(self)
        while let range = rest.firstRange(of: "::") {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
