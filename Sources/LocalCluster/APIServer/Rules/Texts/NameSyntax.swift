/// The syntax of names, labels and keys, with the texts that say what is wrong.
///
/// - Source: Kubernetes API machinery, "util/validation".
enum NameSyntax {
    static let subdomainError =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
    static let labelError =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric "
        + "character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
    static let label1035Error =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an "
        + "alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
    static let qualifiedError =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or "
        + "'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
    static let labelValueError =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
        + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
    static let configKeyError =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', "
        + "regex used for validation is '[-._a-zA-Z0-9]+')"
    static let environmentNameError =
        "a valid environment variable name must consist only of printable ASCII characters other than '='"
    static let addressError = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"
    static let networkError = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"

    private static func isLower(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte }
    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
    private static func isLetter(_ byte: UInt8) -> Bool { isLower(byte) || 0x41...0x5A ~= byte }

    static func isLabel(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last else { return false }
        return (isLower(first) || isDigit(first)) && (isLower(last) || isDigit(last))
            && bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == 0x2D }
    }

    private static func isQualifiedPart(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last else { return false }
        return (isLetter(first) || isDigit(first)) && (isLetter(last) || isDigit(last))
            && bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }
    }

    static func tooLong(_ maximum: Int) -> String { "must be no more than \(maximum) bytes" }

    static func subdomain(_ text: String) -> [String] {
        var errors: [String] = []
        if text.utf8.count > 253 { errors.append(tooLong(253)) }
        if !text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ isLabel($0) }) { errors.append(subdomainError) }
        return errors
    }

    static func label(_ text: String) -> [String] {
        var errors: [String] = []
        if text.utf8.count > 63 { errors.append(tooLong(63)) }
        if !isLabel(text) { errors.append(labelError) }
        return errors
    }

    static func label1035(_ text: String) -> [String] {
        var errors: [String] = []
        if text.utf8.count > 63 { errors.append(tooLong(63)) }
        if !isLabel(text) || !(text.utf8.first.map(isLower) ?? false) { errors.append(label1035Error) }
        return errors
    }

    /// A name that is a segment of a path and nothing else, as roles have.
    static func pathSegment(_ text: String) -> [String] {
        if text == "." || text == ".." { return ["may not be '\(text)'"] }
        return ["/", "%"].filter { text.contains($0) }.map { "may not contain '\($0)'" }
    }

    static func qualifiedName(_ text: String) -> [String] {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var errors: [String] = []
        let name: String
        switch parts.count {
        case 1: name = parts[0]
        case 2:
            name = parts[1]
            if parts[0].isEmpty {
                errors.append("prefix part must be non-empty")
            } else {
                errors += subdomain(parts[0]).map { "prefix part \($0)" }
            }
        default:
            return ["a qualified name \(qualifiedError) with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"]
        }
        if name.isEmpty {
            errors.append("name part must be non-empty")
        } else if name.utf8.count > 63 {
            errors.append("name part \(tooLong(63))")
        }
        if !isQualifiedPart(name) { errors.append("name part \(qualifiedError)") }
        return errors
    }

    static func labelValue(_ text: String) -> [String] {
        var errors: [String] = []
        if text.utf8.count > 63 { errors.append(tooLong(63)) }
        if !text.isEmpty, !isQualifiedPart(text) { errors.append(labelValueError) }
        return errors
    }

    static func configKey(_ text: String) -> [String] {
        var errors: [String] = []
        if text.utf8.count > 253 { errors.append(tooLong(253)) }
        if text.isEmpty || !text.utf8.allSatisfy({ isLetter($0) || isDigit($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }) {
            errors.append(configKeyError)
        }
        if text == "." { errors.append("must not be '.'") }
        if text == ".." { errors.append("must not be '..'") } else if text.hasPrefix("..") { errors.append("must not start with '..'") }
        return errors
    }

    static func environmentName(_ text: String) -> [String] {
        text.isEmpty || !text.utf8.allSatisfy({ 0x20...0x7E ~= $0 && $0 != 0x3D }) ? [environmentNameError] : []
    }

    /// A port name: an IANA service name of at most 15 characters.
    static func portName(_ text: String) -> [String] {
        var errors: [String] = []
        let bytes = Array(text.utf8)
        if bytes.count > 15 { errors.append("must be no more than 15 characters") }
        if !bytes.allSatisfy({ isLower($0) || isDigit($0) || $0 == 0x2D }) {
            errors.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        }
        if !bytes.contains(where: isLower) { errors.append("must contain at least one letter (a-z)") }
        if text.contains("--") { errors.append("must not contain consecutive hyphens") }
        if text.hasPrefix("-") || text.hasSuffix("-") { errors.append("must not begin or end with a hyphen") }
        return errors
    }

    static func portNumber(_ number: Int64) -> [String] { 1...65535 ~= number ? [] : ["must be between 1 and 65535, inclusive"] }
}
