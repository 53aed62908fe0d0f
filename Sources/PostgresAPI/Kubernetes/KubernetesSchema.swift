import KubernetesModel

/// The schemas of Kubernetes' own types, such as `Affinity`, that fields of the custom resources have.
///
/// - Source: the OpenAPI documents of Kubernetes 1.36.
package enum KubernetesSchema {
    /// The schemas by name. A `$ref` holds the name of another, or `Quantity` or `IntOrString`.
    static let all: [String: JSONValue] = {
        var all = (try? JSONValue(parsing: text))?.object ?? [:]
        // `Volume` requires nothing but its name.
        all["VolumeSource"] = all["Volume"]
        all["VolumeSource"]?["required"] = nil
        return all
    }()

    /// What stays of a type in a CRD is closed down to here: below, these types are open objects, so that each CRD is small enough for
    /// `kubectl apply`. Values below are still checked by ``problems(in:of:at:unknownFields:)``.
    package static let opened: [String: Set<String>] = [
        "VolumeSource": openedVolume,
        "Affinity": ["PreferredSchedulingTerm", "NodeSelector", "PodAffinityTerm", "WeightedPodAffinityTerm"],
        "Container": ["EnvVarSource", "Lifecycle", "Probe", "SecurityContext", "ContainerRestartRule"],
        "Volume": openedVolume,
        "VolumeProjection": ["ClusterTrustBundleProjection", "DownwardAPIProjection", "PodCertificateProjection"],
    ]

    private static let openedVolume: Set<String> = [
        "AWSElasticBlockStoreVolumeSource", "AzureDiskVolumeSource", "AzureFileVolumeSource", "CephFSVolumeSource", "CinderVolumeSource",
        "CSIVolumeSource", "DownwardAPIVolumeSource", "EphemeralVolumeSource", "FCVolumeSource", "FlexVolumeSource", "FlockerVolumeSource",
        "GCEPersistentDiskVolumeSource", "GitRepoVolumeSource", "GlusterfsVolumeSource", "ISCSIVolumeSource", "ImageVolumeSource",
        "PhotonPersistentDiskVolumeSource", "PortworxVolumeSource", "QuobyteVolumeSource", "RBDVolumeSource", "ScaleIOVolumeSource",
        "StorageOSVolumeSource", "VsphereVirtualDiskVolumeSource", "VolumeProjection",
    ]

    /// The schema of a type as a CRD takes it: without references.
    static func structural(_ name: String) -> JSONValue {
        structural(["$ref": .string(name)], opened: opened[name] ?? [])
    }

    private static func structural(_ schema: JSONValue, opened: Set<String>) -> JSONValue {
        if let name = schema["$ref"]?.string {
            if name == "Quantity" { return SchemaWriter.quantity }
            if name == "IntOrString" { return SchemaWriter.integerOrText }
            if opened.contains(name) { return SchemaWriter.open }
            return structural(all[name] ?? SchemaWriter.open, opened: opened)
        }
        guard var members = schema.object else { return schema }
        members["enum"] = nil  // a newer Kubernetes may know more values
        if let properties = members["properties"]?.object {
            members["properties"] = .object(properties.mapValues { structural($0, opened: opened) })
        }
        for key in ["items", "additionalProperties"] {
            if let inner = members[key] { members[key] = structural(inner, opened: opened) }
        }
        return .object(members)
    }

    /// Everything that is wrong with a value of one of Kubernetes' types. Values are not shown: some of them are secrets.
    static func problems(in json: JSONValue, of name: String, at path: FieldPath, unknownFields: UnknownFields) -> [Problem] {
        var check = KubernetesCheck(unknownFields: unknownFields)
        check.value(json, ["$ref": .string(name)], at: path)
        return check.problems
    }
}

/// Walks through a value along the schema of its type.
private struct KubernetesCheck {
    let unknownFields: UnknownFields
    var problems: [Problem] = []

    mutating func value(_ json: JSONValue, _ schema: JSONValue, at path: FieldPath) {
        switch schema["$ref"]?.string {
        case "Quantity"?: if Quantity(json: json)?.isValid != true { wrongType(json, "a quantity such as 500m or 1Gi", at: path) }
        case "IntOrString"?: if json.string == nil && json.integer == nil { wrongType(json, "a number or a text", at: path) }
        case let name?: if let schema = KubernetesSchema.all[name] { value(json, schema, at: path) }
        case nil: self.plain(json, schema, at: path)
        }
    }

    private mutating func plain(_ json: JSONValue, _ schema: JSONValue, at path: FieldPath) {
        switch schema["type"]?.string {
        case "boolean"?: if json.bool == nil { wrongType(json, "true or false", at: path) }
        case "integer"?: if json.integer == nil { wrongType(json, "a whole number", at: path) }
        case "number"?: if json.number == nil { wrongType(json, "a number", at: path) }
        case "string"?:
            guard let text = json.string else { return wrongType(json, "a text", at: path) }
            let choices = schema["enum"]?.array?.compactMap(\.string) ?? []
            if !choices.isEmpty, !choices.contains(text) {
                let meant = Suggestion.nearest(to: text, among: choices).map { "did you mean \($0)?" }
                problems.append(Problem(.outOfBounds, at: path, "must be one of \(choices.joined(separator: ", "))", remedy: meant))
            }
        case "array"?:
            guard let elements = json.array else { return wrongType(json, "a list", at: path) }
            for (position, element) in elements.enumerated() { value(element, schema["items"] ?? .emptyObject, at: path.index(position)) }
        case "object"?: object(json, schema, at: path)
        default: return
        }
    }

    private mutating func object(_ json: JSONValue, _ schema: JSONValue, at path: FieldPath) {
        guard let members = json.object else { return wrongType(json, "an object", at: path) }
        if let inner = schema["additionalProperties"] {
            for key in members.keys.sorted() { value(members[key] ?? .null, inner, at: path.key(key)) }
            return
        }
        guard let properties = schema["properties"]?.object else { return }
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] where members[name]?.isNull ?? true {
            problems.append(Problem(.missing, at: path.key(name), "is required"))
        }
        for key in members.keys.sorted() {
            guard let member = members[key], !member.isNull else { continue }
            if let inner = properties[key] {
                value(member, inner, at: path.key(key))
            } else if unknownFields == .refused {
                let meant = Suggestion.nearest(to: key, among: properties.keys.sorted()).map { "; did you mean \(path.key($0))?" }
                problems.append(Problem(.unknownField, at: path.key(key), "unknown field" + (meant ?? "")))
            }
        }
    }

    private mutating func wrongType(_ json: JSONValue, _ expected: String, at path: FieldPath) {
        let found =
            switch json {
            case .null: "null"
            case .bool: "a truth value"
            case .integer, .number: "a number"
            case .string: "a text"
            case .array: "a list"
            case .object: "an object"
            }
        // A text that is no quantity is a text, which would explain nothing.
        let explains = json.string == nil || !expected.hasPrefix("a quantity")
        let isBare = json.bool != nil || json.number != nil
        let remedy = expected.hasSuffix("a text") && isBare ? "put it in quotes" : nil
        problems.append(Problem(.wrongType, at: path, "must be \(expected)" + (explains ? ", is \(found)" : ""), remedy: remedy))
    }
}
