import KubernetesModel

/// A resource in one version, as requests see it.
struct ServedResource: Sendable {
    let definition: ResourceDefinition
    let rules: any ResourceRules
    /// Where its objects are stored; versions of a resource share it.
    let storage: GroupResource
    /// The state of the CustomResourceDefinition that made it; nil for built-in resources.
    let identity: String?

    init(builtIn definition: ResourceDefinition) {
        self.definition = definition
        rules = BuiltInRules.rules(for: definition)
        // Events have two groups and one storage.
        storage =
            definition.group == "events.k8s.io" ? GroupResource("", "events") : GroupResource(definition.group, definition.plural)
        identity = nil
    }

    init(custom rules: CustomResourceRules, identity: String) {
        definition = rules.definition
        self.rules = rules
        storage = GroupResource(definition.group, definition.plural)
        self.identity = identity
    }

    func key(namespace: String, name: String) -> StorageKey {
        StorageKey(storage, namespace: definition.namespaced ? namespace : "", name: name)
    }

    /// A stored object as this version reads it: custom resources with the defaults of the present schema and without what it does not
    /// know, events and autoscalers in the form of their group and version.
    func read(_ object: StoredObject) -> StoredObject {
        if let identity {
            return object.read(under: "\(identity)/\(definition.version)") { value in
                var value = value
                value["apiVersion"] = .string(definition.apiVersion)
                return (try? rules.decode(value)) ?? value
            }
        }
        if definition.plural == "events", object.value["apiVersion"]?.string != definition.apiVersion {
            return object.read(under: definition.apiVersion) { EventConversion.convert($0, to: definition.apiVersion) }
        }
        if definition.qualifiedPlural == "horizontalpodautoscalers.autoscaling", object.value["apiVersion"]?.string != definition.apiVersion {
            return object.read(under: definition.apiVersion) { value in
                let converted = AutoscalerConversion.convert(value, to: definition.apiVersion)
                return (try? rules.decode(converted)) ?? converted
            }
        }
        return object
    }

    /// The bytes that begin an object of this kind.
    var typeBytes: [UInt8] { Array("{\"apiVersion\":\"\(definition.apiVersion)\",\"kind\":\"\(definition.kind)\",".utf8) }

    /// The `details` of an answer about an object.
    func notFound(_ name: String) -> StatusError { .notFound(group: definition.group, resource: definition.plural, name: name) }

    /// The sort of answer that a deletion gets: most kinds a status, some the deleted object.
    var returnsDeletedObject: Bool {
        let kinds: Set = [
            "pods", "services", "serviceaccounts", "persistentvolumes", "persistentvolumeclaims", "podtemplates", "resourcequotas",
            "storageclasses.storage.k8s.io",
        ]
        return !definition.isCustom && kinds.contains(definition.qualifiedPlural)
    }

    /// Whether a PUT may create the object.
    var mayCreateOnUpdate: Bool {
        let kinds: Set = [
            "endpoints", "events", "events.events.k8s.io", "limitranges", "services", "leases.coordination.k8s.io",
            "roles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io",
            "clusterrolebindings.rbac.authorization.k8s.io",
        ]
        return !definition.isCustom && kinds.contains(definition.qualifiedPlural)
    }

    /// Whether a PUT may leave out the resourceVersion and so overwrite whatever there is.
    var mayUpdateUnconditionally: Bool {
        let kinds: Set = [
            "leases.coordination.k8s.io", "poddisruptionbudgets.policy", "customresourcedefinitions.apiextensions.k8s.io",
        ]
        return !definition.isCustom && !kinds.contains(definition.qualifiedPlural)
    }
}
