import ControllerRuntime
import KubernetesModel

/// The templates that a StatefulSet had and has, as its ControllerRevisions.
///
/// - Source: Kubernetes documentation, "StatefulSets", and recorded answers of Kubernetes 1.36.
struct RevisionHistory {
    let set: StatefulSet
    /// Those that exist, the oldest first.
    let known: [ControllerRevision]

    /// One recorded template.
    struct Revision: Hashable {
        var name: String
        var template: PodTemplateSpec
    }

    /// What the present template needs.
    enum Update: Hashable {
        /// The newest revision has it.
        case present(Revision)
        /// An older revision has it: it becomes the newest.
        case returning(Revision, number: Int)
        /// No revision has it.
        case missing(ControllerRevision)
    }

    init(set: StatefulSet, known: [ControllerRevision]) {
        self.set = set
        self.known = known.sorted { ($0.revision ?? 0, $0.key) < ($1.revision ?? 0, $1.key) }
    }

    private var template: PodTemplateSpec { self.set.spec?.template ?? PodTemplateSpec() }
    private var nextNumber: Int { (known.last?.revision ?? 0) + 1 }

    var update: Update {
        // By content, whatever the name: earlier versions named revisions differently, and nothing restarts for that.
        guard let same = known.last(where: { $0.template == template }) else { return .missing(new(collisions: set.status?.collisionCount ?? 0)) }
        let revision = Revision(name: same.metadata.name ?? "", template: template)
        return same.key == known.last?.key ? .present(revision) : .returning(revision, number: nextNumber)
    }

    /// A revision of the present template.
    ///
    /// - Parameter collisions: how many names were found to be taken by other templates.
    func new(collisions: Int) -> ControllerRevision {
        var data: JSONValue = ["spec": ["template": template.json]]
        // So a patch with the data brings exactly this template back, which is what `kubectl rollout undo` does.
        data[path: "spec", "template", "$patch"] = "replace"
        let hash = RevisionName.hash(of: data, collisions: collisions)
        return ControllerRevision(
            metadata: ObjectMeta(
                annotations: set.metadata.annotations,
                labels: (template.metadata?.labels ?? [:]).merging(["controller.kubernetes.io/hash": hash]) { $1 },
                name: "\(set.metadata.name?.prefix(223) ?? "")-\(hash)", namespace: set.metadata.namespace,
                ownerReferences: [OwnerReference(controlling: set)]),
            data: data, revision: nextNumber)
    }

    /// The revision that Pods had before the present one; the present one if they all have it.
    func current(besides update: Revision) -> Revision {
        guard let before = set.status?.currentRevision, before != update.name, let old = known.first(where: { $0.metadata.name == before }) else {
            return update
        }
        return Revision(name: before, template: old.template)
    }

    /// Revisions beyond the limit that nothing uses, the oldest first.
    func superfluous(keeping names: Set<String>) -> [ControllerRevision] {
        known.filter { !names.contains($0.metadata.name ?? "") }.dropLast(set.spec?.revisionHistoryLimit ?? 10)
    }
}

extension ControllerRevision {
    /// The template that it records.
    var template: PodTemplateSpec {
        var template = data?[path: "spec", "template"] ?? .emptyObject
        template["$patch"] = nil
        return PodTemplateSpec(json: template)
    }
}
