import Foundation

/// IP addresses as texts.
enum IPAddressText {
    /// The 4 or 16 bytes of an address; nil for anything else.
    static func bytes(_ text: String) -> [UInt8]? {
        for (family, size) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: size)
            if inet_pton(family, text, &bytes) == 1 { return bytes }
        }
        return nil
    }
}
