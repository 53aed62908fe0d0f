import KubernetesModel
import NIOHTTP1
import Testing

@testable import LocalAPIServer

@Suite("A path of the API") struct RequestTargetTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var method: HTTPMethod = .GET
        var path: String
        var query = ""
        /// group/version/namespace/resource/name/subresource
        var parts: String
        var verb: String
        var testDescription: String { "\(method) \(path)?\(query)" }
    }

    @Test(arguments: [
        Row(path: "/api/v1/pods", parts: "|v1||pods||", verb: "list"),
        Row(path: "/api/v1/pods", query: "watch=true", parts: "|v1||pods||", verb: "watch"),
        Row(path: "/api/v1/pods", query: "watch=0", parts: "|v1||pods||", verb: "list"),
        Row(path: "/api/v1/watch/namespaces/n/pods/p", parts: "|v1|n|pods|p|", verb: "watch"),
        Row(method: .POST, path: "/apis/apps/v1/namespaces/n/deployments", parts: "apps|v1|n|deployments||", verb: "create"),
        Row(method: .PUT, path: "/apis/apps/v1/namespaces/n/deployments/d/scale", parts: "apps|v1|n|deployments|d|scale", verb: "update"),
        Row(method: .DELETE, path: "/api/v1/namespaces/n/pods", parts: "|v1|n|pods||", verb: "deletecollection"),
        Row(method: .DELETE, path: "/api/v1/namespaces/n", parts: "|v1|n|namespaces|n|", verb: "delete"),
        Row(method: .PUT, path: "/api/v1/namespaces/n/finalize", parts: "|v1|n|namespaces|n|finalize", verb: "update"),
        Row(path: "/api/v1/namespaces", parts: "|v1||namespaces||", verb: "list"),
        Row(path: "/api/v1/namespaces/n/pods/p/proxy/a/b", parts: "|v1|n|pods|p|proxy/a/b", verb: "get"),
    ])
    func reads(_ row: Row) throws {
        let target = try #require(RequestTarget(path: row.path))
        let parts = [target.group, target.version, target.namespace, target.resource, target.name, target.subresource]
        #expect(parts.joined(separator: "|") == row.parts)
        #expect(target.verb(method: row.method, query: QueryItems(parsing: row.query)) == row.verb)
    }

    @Test(arguments: ["/", "/api", "/apis", "/api/v1", "/apis/apps", "/apis/apps/v1", "/version", "/openapi/v3"])
    func denotesNoResource(_ path: String) { #expect(RequestTarget(path: path) == nil) }

    @Test func unescapesQueries() {
        let query = QueryItems(parsing: "labelSelector=a%3Db%2Cc+in+%28d%29&command=ls&command=-l&empty")
        #expect(query["labelSelector"] == "a=b,c in (d)")
        #expect(query.all("command") == ["ls", "-l"])
        #expect(query["empty"] == "")
        #expect(query["none"] == nil)
    }

    @Test(arguments: [
        ("application/json", "json object"), ("*/*", "json object"), ("application/yaml", "yaml object"),
        ("application/vnd.kubernetes.protobuf, application/json", "json object"),
        ("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", "json table"),
        ("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", "json metadata"),
        ("application/json;as=Nonsense;g=meta.k8s.io;v=v1,application/json", "json object"),
    ])
    func negotiates(_ accept: String, _ expected: String) throws {
        let negotiated = try Negotiated(headers: ["Accept": accept])
        #expect("\(negotiated.encoding) \(negotiated.form)" == expected)
    }

    @Test(arguments: ["application/xml", "application/vnd.kubernetes.protobuf", "application/json;as=Nonsense;g=meta.k8s.io;v=v1"])
    func refusesToWrite(_ accept: String) {
        let error = #expect(throws: StatusError.self) { try Negotiated(headers: ["Accept": accept]) }
        #expect(error?.code == 406)
    }

    @Test func goesOnAfterTheLastObject() throws {
        let token = ContinueToken(revision: 1_234, after: ObjectPath(namespace: "n", name: "a"))
        #expect(try ContinueToken(token.text) == token)
        #expect(throws: StatusError.self) { try ContinueToken("nonsense") }
    }
}
