/// Passwords that the operator makes.
///
/// - Source: Percona operator 3.1.0: characters and lengths.
enum Password {
    /// Length of a user's password.
    static let userLength = 24
    /// Length of the passwords between pooler and server.
    static let poolerLength = 32

    private static let alphaNumeric = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    /// Without quotes, backslash, `$`, `%` and spaces, which shells, connection strings and YAML read otherwise.
    private static let ascii = alphaNumeric + Array("()*+,-./:;<=>?@[]^_{|}")

    static func random(_ type: UserDefinition.PasswordType, length: Int, using generator: inout some RandomNumberGenerator) -> String {
        let alphabet = type == .ascii ? ascii : alphaNumeric
        return String((0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
    }
}
