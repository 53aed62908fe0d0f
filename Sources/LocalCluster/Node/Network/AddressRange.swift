/// An IPv4 address.
public struct IPv4Address: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let bits: UInt32

    public init(bits: UInt32) { self.bits = bits }

    /// Reads `10.244.0.1`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard part.utf8.count <= 3, part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = UInt8(part) else { return nil }
            bits = bits << 8 | UInt32(number)
        }
        self.bits = bits
    }

    public static func < (one: Self, other: Self) -> Bool { one.bits < other.bits }
    public var description: String { "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)" }
    public func advanced(by count: Int) -> IPv4Address { IPv4Address(bits: bits &+ UInt32(truncatingIfNeeded: count)) }
}

/// A range of IPv4 addresses, such as `10.244.0.0/16`.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    /// The first address.
    public let first: IPv4Address
    /// Bits that all addresses share, 8 to 30.
    public let prefixLength: Int

    /// Reads `10.244.0.0/16`; nil for anything else, and for a range that does not begin at a multiple of its size.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = IPv4Address(String(parts[0])), let length = Int(parts[1]), (8...30).contains(length) else { return nil }
        guard first.bits & ((1 << UInt32(32 - length)) - 1) == 0 else { return nil }
        self.first = first
        prefixLength = length
    }

    public var count: Int { 1 << (32 - prefixLength) }
    public var description: String { "\(first)/\(prefixLength)" }
    public func contains(_ address: IPv4Address) -> Bool { address >= first && Int(address.bits - first.bits) < count }
    /// The address at a position from the first one.
    public subscript(position: Int) -> IPv4Address { first.advanced(by: position) }
    public func overlaps(_ other: AddressRange) -> Bool { contains(other.first) || other.contains(first) }
}

/// Hands out the addresses of a range, the one that has been free for the longest time first.
///
/// A new pod does not get the address of one that just went: connections and caches may still mean the old one.
struct AddressPool: Sendable {
    let range: AddressRange
    /// Addresses at the beginning that are not handed out: the network's, and those of nodes.
    let reserved: Int
    private var next: Int
    private(set) var taken: Set<IPv4Address> = []

    init(range: AddressRange, reserved: Int = 64) {
        self.range = range
        self.reserved = min(reserved, range.count / 2)
        next = self.reserved
    }

    /// Nil if all are taken.
    mutating func take() -> IPv4Address? {
        // The last address of a range is that of a broadcast.
        let usable = reserved..<(range.count - 1)
        for _ in usable {
            let address = range[next]
            next = next + 1 < usable.upperBound ? next + 1 : usable.lowerBound
            if taken.insert(address).inserted { return address }
        }
        return nil
    }

    /// Notes that an address is in use since before.
    mutating func reserve(_ address: IPv4Address) {
        taken.insert(address)
        if range.contains(address) {
            let position = Int(address.bits - range.first.bits)
            if position >= next { next = position + 1 < range.count - 1 ? position + 1 : reserved }
        }
    }

    mutating func release(_ address: IPv4Address) { taken.remove(address) }
}
