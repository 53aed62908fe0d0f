import Testing

@testable import EgretCommand

@Suite("What a machine needs") struct RequirementsTests {
    @Test(arguments: [
        ("podman version 4.3.1\n", true), ("podman version 4.10.0", true), ("podman version 5.0.0-rc1", true), ("podman version 4.2.9", false),
        ("podman version 3.4.4", false), ("", false),
    ])
    func podman(_ version: String, isEnough: Bool) {
        let problem = Requirements.podmanProblem(version: version)
        #expect((problem == nil) == isEnough)
        if let problem { #expect(problem.contains("4.3 or later") && problem.contains("Debian package podman")) }
    }
}

@Suite("An image archive") struct ImageArchiveTests {
    static let index = """
        {"schemaVersion": 2, "manifests": [{"digest": "sha256:aa", "annotations": {"org.opencontainers.image.ref.name": "localhost/a:1"}}]}
        """

    @Test("is there if name and digest are")
    func isContained() throws {
        let archive = try #require(ImageArchive(index: Self.index))
        #expect(archive.isContained(in: ["localhost/a:1": "sha256:aa", "localhost/b:1": "sha256:bb"]))
        #expect(!archive.isContained(in: ["localhost/a:1": "sha256:ab"]))
        #expect(!archive.isContained(in: [:]))
    }

    @Test("of another form says nothing", arguments: ["", "{}", #"{"manifests": []}"#, #"{"manifests": [{"digest": "sha256:aa"}]}"#, "no JSON"])
    func otherForms(_ text: String) { #expect(ImageArchive(index: text) == nil) }
}
