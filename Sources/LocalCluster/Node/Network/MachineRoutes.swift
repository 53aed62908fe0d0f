/// A range of addresses of the cluster that this machine uses for something else already.
public struct AddressesTaken: Error, Sendable, Hashable, CustomStringConvertible {
    public let range: String
    /// The other use: a destination and its device.
    public let other: String
    public var description: String { "the addresses \(range) overlap with \(other) on this machine: choose another range" }
}

/// The routes of this machine, as `ip -4 route show table all` prints them.
struct MachineRoutes {
    let text: String

    /// - Throws: ``AddressesTaken`` if a route of a device that is not the cluster's own leads into the range; the default route does not count.
    func check(_ range: AddressRange, isOurs: (String) -> Bool) throws(AddressesTaken) {
        for line in text.split(separator: "\n") {
            var words = line.split(separator: " ").map(String.init)
            if let first = words.first, ["local", "broadcast", "unreachable", "blackhole"].contains(first) { words.removeFirst() }
            guard let destination = words.first, let (first, length) = prefix(destination), length > 0 else { continue }
            let device = words.firstIndex(of: "dev").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil } ?? ""
            guard !isOurs(device) else { continue }
            let shared = UInt32.max << UInt32(32 - min(length, range.prefixLength))
            if (first.bits ^ range.first.bits) & shared == 0 {
                throw AddressesTaken(range: range.description, other: "\(destination) (\(device.isEmpty ? "no device" : device))")
            }
        }
    }

    private func prefix(_ text: String) -> (IPv4Address, Int)? {
        let parts = text.split(separator: "/")
        guard let first = parts.first.flatMap({ IPv4Address(String($0)) }) else { return nil }
        return (first, parts.count > 1 ? Int(parts[1]) ?? 32 : 32)
    }
}
