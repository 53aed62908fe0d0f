/// `spec.users[]`: a role that may log in, its databases and its Secret.
public struct UserDefinition: Sendable, Hashable {
    public var name: String
    public var databases: [String]
    /// Options of ALTER ROLE as the user wrote them.
    public var options: String
    public var passwordType: PasswordType
    /// Nil: `{c}-pguser-{name}`.
    public var secretName: String?
    public var grantsPublicSchema: Bool

    public init(
        name: String, databases: [String] = [], options: String = "", passwordType: PasswordType = .ascii, secretName: String? = nil,
        grantsPublicSchema: Bool = false
    ) {
        self.name = name
        self.databases = databases
        self.options = options
        self.passwordType = passwordType
        self.secretName = secretName
        self.grantsPublicSchema = grantsPublicSchema
    }

    /// What a generated password is made of.
    public enum PasswordType: String, Sendable, Hashable {
        case ascii = "ASCII"
        case alphaNumeric = "AlphaNumeric"
    }

    /// Names that the operator keeps for itself.
    public static let reservedNames: Set<String> = ["monitor", "logicalrepl"]
}

extension ClusterDefinition {
    /// The users that the operator makes: those of the custom resource without reserved names, else one named like the cluster, with a
    /// database of that name.
    public var effectiveUsers: [UserDefinition] {
        if users.isEmpty { return Self.canBeUser(name) ? [UserDefinition(name: name, databases: [name])] : [] }
        return users.filter { !UserDefinition.reservedNames.contains($0.name) }
    }

    /// Whether a name may be that of a user: lower case letters, digits, and `-` between them; at most 63 characters.
    public static func canBeUser(_ name: String) -> Bool {
        let isInner = { (byte: UInt8) in (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
        guard let first = name.utf8.first, let last = name.utf8.last, name.utf8.count <= 63 else { return false }
        return isInner(first) && isInner(last) && name.utf8.allSatisfy { isInner($0) || $0 == UInt8(ascii: "-") }
    }
}
