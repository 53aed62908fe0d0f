import KubernetesModel
import Testing

@testable import EgretCommand

@Suite("Manifests of the operator") struct InstallationFileTests {
    @Test(arguments: OperatorInstallation().files().map(\.name)) func areInDeploy(_ name: String) throws {
        let text = try #require(OperatorInstallation().files().first { $0.name == name }?.text)
        try expectRecorded(text, at: "deploy/\(name)")
    }

    @Test("the bundle holds definitions, access and Deployment, each object once")
    func bundle() throws {
        let text = try #require(OperatorInstallation().files().first { $0.name == "bundle.yaml" }?.text)
        let kinds = text.split(separator: "\n").filter { $0.hasPrefix("kind: ") }.map { $0.dropFirst(6) }
        #expect(
            kinds == [
                "CustomResourceDefinition", "CustomResourceDefinition", "CustomResourceDefinition", "CustomResourceDefinition", "ServiceAccount",
                "Role",
                "RoleBinding", "Deployment",
            ])
        #expect(text.split(separator: "\n").filter { $0 == "---" }.count == kinds.count - 1)
    }

    @Test("differ between the two reaches in what says so only")
    func reaches() throws {
        let files = Dictionary(uniqueKeysWithValues: OperatorInstallation().files().map { ($0.name, $0.text) })
        let own = try #require(files["operator.yaml"]).split(separator: "\n")
        let wide = try #require(files["cw-operator.yaml"]).split(separator: "\n")
        let changes = wide.difference(from: own)
        #expect(changes.insertions.count == 1 && changes.removals.count == 3)
        let rules = try ["rbac.yaml", "cw-rbac.yaml"].map { name in
            try #require(files[name]?.split(separator: "---\n").dropFirst().first?.split(separator: "rules:\n").last)
        }
        #expect(rules[0] == rules[1])
    }

    @Test("images take another prefix everywhere")
    func prefix() {
        let installation = OperatorInstallation(imagePrefix: "registry.example.com/db/")
        let text = installation.files().map(\.text).joined()
        #expect(!text.contains("localhost/egret"))
        for image in installation.images { #expect(text.contains(image)) }
    }
}
