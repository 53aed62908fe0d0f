import KubernetesModel
import Testing

@testable import LocalControllers

@Suite("Revisions of a StatefulSet") struct RevisionTests {
    private static func set(image: String, current: String? = nil, collisions: Int? = nil) -> StatefulSet {
        var set = StatefulSet(json: [
            "apiVersion": "apps/v1", "kind": "StatefulSet",
            "metadata": ["name": "db", "namespace": "ns", "uid": "u", "annotations": ["note": "x"]],
            "spec": [
                "selector": ["matchLabels": ["app": "db"]],
                "template": [
                    "metadata": ["labels": ["app": "db", "more": "yes"]],
                    "spec": [
                        "containers": [
                            [
                                "name": "main", "image": .string(image), "resources": [:], "terminationMessagePath": "/dev/termination-log",
                                "terminationMessagePolicy": "File", "imagePullPolicy": "IfNotPresent",
                            ]
                        ], "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst", "securityContext": [:],
                        "schedulerName": "nobody",
                    ],
                ],
            ],
        ])
        if current != nil || collisions != nil { set.status = StatefulSetStatus(collisionCount: collisions, currentRevision: current) }
        return set
    }

    /// Recorded from Kubernetes 1.36: case `statefulset-rolling-update`.
    @Test(arguments: [("example.com/app:1", "745dfb88d"), ("example.com/app:2", "6b6bdf67f7")])
    func isNamedAsKubernetesNamesIt(image: String, hash: String) throws {
        var set = Self.set(image: image)
        set.spec?.template?.metadata?.labels = ["app": "db"]
        let revision = RevisionHistory(set: set, known: []).new(collisions: 0)
        #expect(revision.metadata.name == "db-\(hash)")
        #expect(revision.metadata.labels == ["app": "db", "controller.kubernetes.io/hash": hash])
        #expect(revision.metadata.annotations == ["note": "x"])
        #expect(revision.data?[path: "spec", "template", "$patch"] == "replace")
    }

    @Test func hashesWhatGoEscapes() {
        // FNV-1 of {"a":"\u003ctag\u003e \u0026 \u2028"} and "1", worked out apart from this.
        #expect(RevisionName.hash(of: ["a": "<tag> & \u{2028}"], collisions: 1) == "5776b4797")
    }

    @Test func anotherNameIsTakenAfterACollision() {
        let history = RevisionHistory(set: Self.set(image: "a"), known: [])
        #expect(history.new(collisions: 0).metadata.name != history.new(collisions: 1).metadata.name)
    }

    @Test func aTemplateThatComesBackBecomesTheNewestAgain() throws {
        var first = RevisionHistory(set: Self.set(image: "a"), known: []).new(collisions: 0)
        first.revision = 1
        let second = RevisionHistory(set: Self.set(image: "b"), known: [first]).new(collisions: 0)
        #expect(second.revision == 2)
        let known = [second, first]
        let template = try #require(Self.set(image: "a").spec?.template)
        #expect(
            RevisionHistory(set: Self.set(image: "a"), known: known).update
                == .returning(.init(name: first.metadata.name ?? "", template: template), number: 3))
        guard case .present(let update) = RevisionHistory(set: Self.set(image: "b"), known: known).update else {
            Issue.record("the newest revision is not found")
            return
        }
        #expect(update.name == second.metadata.name)
    }

    @Test func aRevisionIsKnownByItsContentWhateverItsName() {
        // As earlier versions named it: nothing restarts when the program is replaced.
        var old = RevisionHistory(set: Self.set(image: "a"), known: []).new(collisions: 0)
        old.metadata.name = "db-bcdfghjklm"
        old.data?[path: "spec", "template", "$patch"] = nil
        guard case .present(let update) = RevisionHistory(set: Self.set(image: "a"), known: [old]).update else {
            Issue.record("the revision is not found")
            return
        }
        #expect(update.name == "db-bcdfghjklm")
    }

    @Test func theCurrentRevisionIsTheOneOfTheStatus() {
        let first = RevisionHistory(set: Self.set(image: "a"), known: []).new(collisions: 0)
        let history = RevisionHistory(set: Self.set(image: "b", current: first.metadata.name), known: [first])
        let update = RevisionHistory.Revision(name: "db-new", template: PodTemplateSpec())
        #expect(history.current(besides: update).name == first.metadata.name)
        #expect(history.current(besides: update).template == Self.set(image: "a").spec?.template)
    }
}
