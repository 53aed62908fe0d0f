package import KubernetesModel

/// A kind of the API group `pgv2.percona.com`, version `v2`.
package protocol CustomResource: KubernetesObject {
    associatedtype Spec: FieldSet
    associatedtype Status: FieldSet
    static var names: CustomResourceNames { get }
    /// What `kubectl get` shows besides the name.
    static var columns: [PrinterColumn] { get }
    /// Whether something acts on resources of the kind already.
    static var support: Support { get }
    /// What the kind is for, in a sentence.
    static var summary: String { get }
}

/// How a kind is called.
package struct CustomResourceNames: Sendable {
    package let kind: String
    package let plural: String
    package let singular: String
    package let short: [String]
}

/// A column of `kubectl get`.
package struct PrinterColumn: Sendable {
    package let name: String
    package let path: String
    package let type: String
    init(_ name: String, _ path: String, _ type: String = "string") { (self.name, self.path, self.type) = (name, path, type) }
    static let age = PrinterColumn("Age", ".metadata.creationTimestamp", "date")
}

/// The group and version of all custom resources.
package enum PostgresAPIGroup {
    package static let name = "pgv2.percona.com"
    package static let version = "v2"
    package static let apiVersion = "pgv2.percona.com/v2"
}

extension CustomResource {
    package static var resourceType: ResourceType {
        ResourceType(group: PostgresAPIGroup.name, version: PostgresAPIGroup.version, kind: names.kind, plural: names.plural, isNamespaced: true)
    }

    /// What the user wants.
    package var spec: Object<Spec> {
        get { Object(unchecked: json["spec"] ?? .emptyObject) }
        set { json["spec"] = newValue.json }
    }

    /// What the operator wrote.
    package var status: Object<Status> {
        get { Object(unchecked: json["status"] ?? .emptyObject) }
        set { json["status"] = newValue.json }
    }

    /// Takes a resource that must be right.
    ///
    /// - Throws: ``InvalidObject`` with everything that is wrong: kind and version, fields of the spec.
    package init(parsing json: JSONValue, unknownFields: UnknownFields = .refused) throws(InvalidObject) {
        let problems = Self.problems(in: json, unknownFields: unknownFields)
        guard problems.isEmpty else { throw InvalidObject(problems: problems) }
        self.init(json: json)
    }

    /// Everything that is wrong with a resource, as far as schema and rules can tell. The status is not looked at: people do not write it.
    package static func problems(in json: JSONValue, unknownFields: UnknownFields = .refused) -> [Problem] {
        guard let members = json.object else { return [Problem(.wrongType, at: "", "must be an object, is \(json.inWords)")] }
        var problems: [Problem] = []
        for (key, wanted) in [("apiVersion", PostgresAPIGroup.apiVersion), ("kind", names.kind)] where json[key]?.string != wanted {
            problems.append(Problem(.outOfBounds, at: FieldPath(key), "must be \(wanted), is \((json[key] ?? .null).inWords)"))
        }
        if unknownFields == .refused {
            let known = ["apiVersion", "kind", "metadata", "spec", "status"]
            for key in members.keys.sorted() where !known.contains(key) {
                let meant = Suggestion.nearest(to: key, among: known).map { "; did you mean \($0)?" }
                problems.append(Problem(.unknownField, at: FieldPath(key), "unknown field" + (meant ?? "")))
            }
        }
        guard let spec = json["spec"], !spec.isNull else {
            return problems + [Problem(.missing, at: "spec", "is required")]
        }
        return problems + Object<Spec>.problems(in: spec, at: "spec", unknownFields: unknownFields)
    }

    /// What is wrong with changing a resource into this one.
    package func problems(changedFrom old: Self) -> [Problem] { spec.problems(changedFrom: old.spec, at: "spec") }
}
