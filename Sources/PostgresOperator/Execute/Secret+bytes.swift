import FoundationEssentials
import KubernetesModel

extension Secret {
    /// The decoded value of a key; nil where it is missing or no base64.
    func bytes(_ key: String) -> [UInt8]? {
        data?[key].flatMap { Data(base64Encoded: $0) }.map { Array($0) }
    }

    /// All values, decoded.
    var values: [String: [UInt8]] {
        (data ?? [:]).compactMapValues { Data(base64Encoded: $0).map { Array($0) } }
    }
}

extension [UInt8] {
    /// As `data` of a Secret has it.
    var base64: String { Data(self).base64EncodedString() }
}
