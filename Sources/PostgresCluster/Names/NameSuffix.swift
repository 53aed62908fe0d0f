/// The end of a generated name: characters that make no words and are not mistaken for others.
///
/// - Source: the "safe encoding" of Kubernetes (`k8s.io/apimachinery/pkg/util/rand`) and Percona operator 3.1.0.
public enum NameSuffix {
    static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789".utf8)
    /// Characters in the suffix of an instance or a Job.
    static let length = 4

    /// Four random characters.
    public static func random(using generator: inout some RandomNumberGenerator) -> String {
        String(decoding: (0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] }, as: UTF8.self)
    }

    /// The suffix of an instance that is needed before any exists, for data to be restored or moved to its volume.
    public static func fixed(cluster: String, set: String) -> String {
        String(StableHash.text(of: cluster + set).prefix(length))
    }

    /// Each byte replaced by one character of the alphabet.
    static func safelyEncoded(_ text: String) -> String {
        String(decoding: text.utf8.map { alphabet[Int($0) % alphabet.count] }, as: UTF8.self)
    }
}

/// A short hash that stands in names and status fields: FNV-1 with 32 bits, its decimal text safely encoded.
///
/// It finds changes, and protects nothing.
public enum StableHash {
    /// For example `65bb57b6b5` for the empty text.
    public static func text(of text: String) -> String {
        NameSuffix.safelyEncoded(String(fnv1(text.utf8)))
    }

    static func fnv1(_ bytes: some Sequence<UInt8>) -> UInt32 {
        bytes.reduce(2_166_136_261) { ($0 &* 16_777_619) ^ UInt32($1) }
    }
}
