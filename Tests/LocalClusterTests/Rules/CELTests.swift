import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite struct CELTests {
    static let variables: [String: CELValue] = [
        "self": CELValue([
            "replicas": 3, "name": "db", "tags": ["a", "b"], "labels": ["x": "1"], "ports": [["name": "pg", "port": 5432]], "size": "1Gi",
            "ratio": 0.5,
            "x-y": 1, "nothing": nil,
        ]),
        "oldSelf": CELValue(["replicas": 2]),
    ]

    static func evaluate(_ text: String) throws -> CELValue { try CELEvaluator(variables: variables).evaluate(CELParser.parse(text)) }

    @Test(arguments: [
        "self.replicas > 2 && self.replicas <= 3", "1 + 2 * 3 == 7", "-(2) == -2", "7 % 4 == 3", "!has(self.none) || false", "has(self.name)",
        "self.replicas == oldSelf.replicas + 1", "self.tags.all(t, t.size() == 1)", "self.tags.exists(t, t == 'b')",
        "self.tags.exists_one(t, t == 'a')",
        "self.tags.map(t, t + '!') == ['a!', 'b!']", "self.tags.filter(t, t != 'a') == ['b']", "'a' in self.tags && !('z' in self.tags)",
        "'x' in self.labels",
        "self.labels.all(k, self.labels[k] == '1')", "self.name.matches('^[a-z]+$')", "self.name.startsWith('d') && self.name.endsWith('b')",
        "size(self.tags) == 2 && 'héé'.size() == 3", "self.ports[0].port == 5432", "self.ports.exists(p, p.name == 'pg')",
        "self.replicas > 2 ? self.name == 'db' : false", "quantity(self.size).isGreaterThan(quantity('1000Mi'))",
        "isQuantity('1Gi') && !isQuantity('x')",
        "quantity('1Gi').compareTo(quantity('1024Mi')) == 0", "self.ratio < 1", "self.x__dash__y == 1", "self.nothing == null",
        "'a,b'.split(',') == ['a', 'b']",
        "['b', 'a'].join('-') == 'b-a'", "'Abc'.lowerAscii() == 'abc'", "'abc'.substring(1, 2) == 'b'", "'aXbX'.replace('X', '') == 'ab'",
        "[1, 2, 3].sum() == 6 && [3, 1].min() == 1", "duration('1h') > duration('59m')",
        "timestamp('2024-01-02T00:00:00Z') > timestamp('2024-01-01T00:00:00Z')",
        "type(1) == int", "int('5') == 5 && string(5) == '5'", "self.?none.orValue('x') == 'x' && self.?name.hasValue()", "1 == 1.0",
        "true || self.none == 1", "self.none == 1 || true", "r'\\d' == '\\\\d'", "{'a': 1}.a == 1", "0x10 == 16", "cel.bind(x, 2, x * x == 4)",
        "'abc'.find('[b-c]+') == 'bc'", "self.tags.indexOf('b') == 1", "'%s-%d'.format(['a', 1]) == 'a-1'",
    ])
    func `A rule that holds is true`(text: String) throws {
        #expect(try Self.evaluate(text) == .bool(true))
    }

    @Test(arguments: [
        ("self.none == 1", "no such key: none"), ("1 / 0 == 1", "division by zero"), ("self.tags[9] == 'a'", "index out of bounds: 9"),
        ("self.name + 1 == 'x'", "no such overload"), ("nothing == 1", "undeclared reference to 'nothing' (in container '')"),
        ("9223372036854775807 + 1 > 0", "integer overflow"),
    ])
    func `A rule that cannot be evaluated says why`(text: String, problem: String) {
        let error = #expect(throws: CELProblem.self) { try Self.evaluate(text) }
        #expect(error?.text == problem)
    }

    @Test(arguments: ["self >", "(1", "a b", "'open", "1 +* 2", "has(x)", "self.", "[1, 2", "for == 1"])
    func `What is not CEL does not parse`(text: String) {
        #expect(throws: CELProblem.self) { try CELParser.parse(text) }
    }

    static let schema = Schema([
        "type": "object",
        "properties": [
            "count": ["type": "integer"], "name": ["type": "string"], "tags": ["type": "array", "items": ["type": "string"]],
            "limit": ["x-kubernetes-int-or-string": true],
        ],
    ])

    @Test(arguments: [
        ("self.nope == 1", false), ("self.count.x == 1", false), ("self.name == 1", false), ("self.count + self.name == 'x'", false),
        ("self.name && true", false), ("unknown(self) == 1", false), ("self.tags.all(t, t == 1)", false), ("size(self.count) > 0", false),
        ("self.count == 1 && self.name == 'a'", true), ("self.tags.all(t, t.startsWith('a'))", true), ("self.limit == 5 || self.limit == '5%'", true),
        ("self == oldSelf", true), ("has(self.name) == has(oldSelf.name)", true), ("self.tags.map(t, size(t)).sum() < 10", true),
    ])
    func `Types are checked before a rule is accepted`(text: String, isGood: Bool) throws {
        let type = CELChecker.StaticType(Self.schema)
        let checker = CELChecker(variables: ["self": type, "oldSelf": type])
        let expression = try CELParser.parse(text)
        #expect(((try? checker.type(of: expression)) != nil) == isGood)
    }
}
