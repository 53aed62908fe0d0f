/// Finds what someone meant who wrote something else.
enum Suggestion {
    /// The candidate nearest to a word: the same but for capitals, `_` and `-`, or few letters away; nil where none is near.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let bare = simplified(word)
        if let same = candidates.first(where: { simplified($0) == bare }) { return same }
        // A third of the letters may differ: `replica` and `replcas` mean `replicas`, `port` does not mean `pmm`.
        let limit = max(1, bare.count / 3)
        let near = candidates.map { ($0, distance(bare, simplified($0))) }.filter { $0.1 <= limit }
        return near.min { $0.1 < $1.1 }?.0
    }

    private static func simplified(_ word: String) -> [UInt8] {
        word.lowercased().utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
    }

    /// How many letters must be put in, taken out, changed, or swapped with their neighbour.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var before: [Int] = []
        var previous = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var current = [row + 1]
            for (column, candidate) in other.enumerated() {
                var best = min(previous[column] + (letter == candidate ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == candidate { best = min(best, before[column - 1] + 1) }
                current.append(best)
            }
            before = previous
            previous = current
        }
        return previous[other.count]
    }
}
