import KubernetesModel
import Testing
import Yams

/// Reads YAML with a library, as people's tools do.
func read(yaml: String) throws -> JSONValue {
    guard let node = try Yams.compose(yaml: yaml) else { return .null }
    return try json(of: node)
}

private func json(of node: Yams.Node) throws -> JSONValue {
    switch node {
    case .mapping(let mapping):
        var members: [String: JSONValue] = [:]
        for (key, value) in mapping {
            guard let key = key.string else { throw UnexpectedKey(text: "\(key)") }
            members[key] = try json(of: value)
        }
        return .object(members)
    case .sequence(let sequence): return .array(try sequence.map(json))
    case .scalar(let scalar):
        if scalar.style != .plain { return .string(scalar.string) }
        if node.null != nil { return .null }
        if let value = node.bool { return .bool(value) }
        if let value = node.int { return .integer(Int64(value)) }
        if let value = node.float { return .number(value) }
        if node.timestamp != nil { throw UnexpectedKey(text: "a timestamp: \(scalar.string)") }
        return .string(scalar.string)
    case .alias: throw UnexpectedKey(text: "an alias")
    }
}

struct UnexpectedKey: Error { let text: String }

@Suite("JSON written as YAML") struct YAMLTextTests {
    @Test func looksAsKubectlPrintsIt() {
        let value: JSONValue = [
            "metadata": ["name": "hippo", "labels": [:]], "spec": ["list": [["a": 1, "b": [true, nil]], "x", [1, 2], []], "note": "one\ntwo\n"],
        ]
        #expect(
            value.yaml == """
                metadata:
                  labels: {}
                  name: hippo
                spec:
                  list:
                  - a: 1
                    b:
                    - true
                    - null
                  - x
                  - - 1
                    - 2
                  - []
                  note: |
                    one
                    two

                """)
    }

    @Test func putsTheNamedKeysFirst() {
        let value: JSONValue = ["spec": 1, "kind": "Pod", "apiVersion": "v1", "a": 2]
        #expect(value.yaml(firstKeys: ["apiVersion", "kind"]) == "apiVersion: v1\nkind: Pod\na: 2\nspec: 1\n")
    }

    @Test(arguments: [
        ("plain", "plain"), ("1Gi", "1Gi"), ("0 0 * * *", "0 0 * * *"), ("3.1.0", "3.1.0"), ("a:b", "a:b"), ("/var/lib", "/var/lib"),
        ("localhost/egret-postgres:17", "localhost/egret-postgres:17"), ("--type=full", "--type=full"),
        ("", #""""#), ("yes", #""yes""#), ("null", #""null""#), ("~", #""~""#), ("1", #""1""#), ("1_000", #""1_000""#), ("0x1f", #""0x1f""#),
        ("1e3", #""1e3""#), ("12:30", #""12:30""#), ("2024-05-01T00:00:00Z", #""2024-05-01T00:00:00Z""#), ("a: b", #""a: b""#),
        ("a #b", #""a #b""#), ("* * * * *", #""* * * * *""#), ("a:", #""a:""#), ("- a", #""- a""#), (" a", #"" a""#), ("a\tb", #""a\tb""#),
        (".inf", #"".inf""#), ("=", #""=""#), ("<<", #""<<""#), ("---", #""---""#), ("say \"no\"", #"say "no""#), ("é\u{85}", #""é\u0085""#),
    ])
    func quotesOnlyWhatNeedsIt(_ text: String, _ written: String) throws {
        #expect(JSONValue.string(text).yamlScalar == written)
        #expect(try read(yaml: "key: \(written)\n") == ["key": .string(text)])
    }

    @Test(arguments: ["a\nb", "a\n", "a\n\n\n", "\na", "\n\n", " a\nb", "\ta\nb", "a\n  b\n", "a\n\n  \nb", "a\r\nb", "a: b\n# c\n- d", "\n b"])
    func textsOfSeveralLinesComeBack(_ text: String) throws {
        for value: JSONValue in [["k": .string(text), "z": 1], [.string(text), "end"], ["k": [["n": .string(text)], 2]]] {
            #expect(try read(yaml: value.yaml) == value, "\(value.yaml)")
        }
        #expect(try read(yaml: JSONValue.string(text).yaml) == .string(text))
    }

    @Test(arguments: 0..<40) func whatIsWrittenIsReadBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let value = randomValue(&random, depth: 0)
            let text = value.yaml
            let back = try read(yaml: text)
            #expect(back == value, "seed \(seed): \(value.text) became\n\(text)and that was read as \(back.text)")
        }
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = (seed &+ 1) &* 0xD1B5_4A32_D192_ED03 }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

// A byte order mark is not put first: the reader that is used here drops one at the beginning of a text.
private let pieces = [
    "a", "B", "0", "1", "9", " ", "  ", "\n", "\t", ":", "#", "-", "?", "*", "&", "!", "|", ">", "'", "\"", "%", "@", "`", "{", "}", "[", "]", ",",
    "\\", "=", "<", ".", "_", "~", "yes", "No", "null", "true", "e", "E", "+", "x", "é", "🐘", "\u{85}", "\u{2028}", "a\u{FEFF}", "\r", "\u{7}",
    "2024-01-02",
]

private func randomText(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
}

private func randomValue(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
    switch Int.random(in: 0...(depth > 3 ? 5 : 8), using: &random) {
    case 0: .null
    case 1: .bool(.random(using: &random))
    case 2: .integer(.random(in: -1_000_000...1_000_000, using: &random))
    case 3: .number(Double.random(in: -1e30...1e30, using: &random))
    case 4, 5: .string(randomText(&random))
    case 6: .array((0..<Int.random(in: 0...3, using: &random)).map { _ in randomValue(&random, depth: depth + 1) })
    default:
        .object(
            Dictionary(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in (randomText(&random), randomValue(&random, depth: depth + 1)) },
                uniquingKeysWith: { first, _ in first }))
    }
}
