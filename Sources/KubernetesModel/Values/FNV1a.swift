/// FNV-1a with 64 bits: the same number on every machine and in every version.
///
/// Enough to notice a change or to spread names; not made against someone who wants two inputs to agree, and it hides nothing.
///
/// - Source: the IETF draft "The FNV Non-Cryptographic Hash Algorithm".
package enum FNV1a {
    package static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    /// The hash as 16 hexadecimal digits.
    package static func digits(_ bytes: some Sequence<UInt8>) -> String {
        let digits = String(hash(bytes), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
