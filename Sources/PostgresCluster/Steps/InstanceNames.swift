import KubernetesModel

/// Which instances a set should have.
///
/// Names of new instances follow from the cluster's uid, the set and a number, not from chance: a plan made twice, before its first execution
/// is visible, names the same instances.
public enum InstanceNames {
    /// The instances that a set should have besides the present ones.
    ///
    /// - Parameters:
    ///   - present: names of all instances of the cluster that exist.
    ///   - orphans: instances of this set of which only the data volume is left, in the order in which they are used again.
    ///   - missing: how many are wanted.
    public static func additions(cluster: String, uid: String, set: String, present: Set<String>, orphans: [String], missing: Int) -> [String] {
        guard missing > 0 else { return [] }
        var names = Array(orphans.filter { !present.contains($0) }.prefix(missing))
        var taken = present.union(orphans)
        var number = 0
        while names.count < missing {
            let name = "\(cluster)-\(set)-\(suffix(uid: uid, set: set, number: number))"
            number += 1
            if taken.insert(name).inserted { names.append(name) }
        }
        return names
    }

    /// Four characters that follow from the cluster, what is named, and a number.
    static func suffix(uid: String, set: String, number: Int) -> String {
        var hash = FNV1a.hash("\(uid)/\(set)/\(number)".utf8)
        // The low bits of this hash mix badly for inputs that differ in their last byte only.
        hash ^= hash >> 29
        hash = hash &* 0xbf58_476d_1ce4_e5b9
        hash ^= hash >> 32
        let characters = (0..<NameSuffix.length).map { position in
            NameSuffix.alphabet[Int((hash >> (UInt64(position) * 16)) % UInt64(NameSuffix.alphabet.count))]
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The instances that go when a set has too many: never the leader; those that are not ready first, then the last by name.
    ///
    /// - Parameters:
    ///   - instances: all of the set, with whether each leads and is ready.
    ///   - surplus: how many are too many.
    public static func removals(_ instances: [(name: String, leads: Bool, isReady: Bool)], surplus: Int) -> [String] {
        guard surplus > 0 else { return [] }
        return
            instances
            .filter { !$0.leads }
            .sorted { ($0.isReady ? 1 : 0, $1.name) < ($1.isReady ? 1 : 0, $0.name) }
            .prefix(surplus).map(\.name)
    }
}
