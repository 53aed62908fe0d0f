import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite("A label selector in a query") struct LabelQueryTests {
    @Test(arguments: [
        ("", [:] as [String: String], true), ("a=1", ["a": "1"], true), ("a==1", ["a": "2"], false), ("a!=1", [:], true), ("a", ["a": ""], true),
        ("!a", ["a": "1"], false), ("!a", [:], true), ("a in (1,2)", ["a": "2"], true), ("a in (1,2)", [:], false),
        ("a notin (1, 2)", ["a": "3"], true), ("a notin (1)", [:], true), ("n>1", ["n": "2"], true), ("n>1", ["n": "1"], false),
        ("n<2", [:], false), ("a=", ["a": ""], true), ("a=", [:], false), ("a=1,b in (x),!c", ["a": "1", "b": "x"], true),
        ("in=1", ["in": "1"], true), ("a in (,x)", ["a": ""], true),
    ])
    func selects(_ text: String, _ labels: [String: String], _ isSelected: Bool) throws {
        let object: JSONValue = ["metadata": ["labels": .object(labels.mapValues(JSONValue.string))]]
        #expect(try LabelQuery(parsing: text).matches(object) == isSelected, "\(text) on \(labels)")
    }

    @Test(arguments: [
        ("a in (b", "unable to parse requirement: found '', expected: ',' or ')'"), ("a==b==c", "found '==', expected: ',' or 'end of string'"),
        ("bad key=x", "unable to parse requirement: found 'key', expected: in, notin, =, ==, !=, gt, lt"),
        ("a,", "found '', expected: identifier after ','"), ("a in b", "unable to parse requirement: found 'b' expected: '('"),
    ])
    func refuses(_ text: String, _ message: String) {
        #expect(throws: StatusError.badRequest(message)) { try LabelQuery(parsing: text) }
    }
}

@Suite("A field selector in a query") struct FieldQueryTests {
    @Test func splitsAtCommasThatAreNotEscaped() throws {
        let query = try FieldQuery(parsing: #"metadata.name=a\,b,status.phase!=Running,x==y"#)
        #expect(
            query.requirements == [
                .init(field: "metadata.name", value: "a,b", isNegated: false), .init(field: "status.phase", value: "Running", isNegated: true),
                .init(field: "x", value: "y", isNegated: false),
            ])
        #expect(query.required("metadata.name") == "a,b")
        #expect(query.required("status.phase") == nil)
    }

    @Test func refusesWhatIsNoComparison() {
        #expect(throws: StatusError.badRequest("invalid selector: 'nonsense'; can't understand 'nonsense'")) {
            try FieldQuery(parsing: "nonsense")
        }
    }
}
