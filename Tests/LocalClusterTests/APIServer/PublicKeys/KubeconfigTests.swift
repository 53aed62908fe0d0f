import Foundation
import Testing

@testable import LocalAPIServer

@Suite("The administrator's kubeconfig") struct KubeconfigTests {
    private let kubeconfig = AdministratorKubeconfig(server: "https://127.0.0.1:6443", authority: "CA", certificate: "CERT", key: "KEY")

    @Test("stays as it is, byte for byte, when nothing has changed")
    func unchanged() throws {
        let present = "# mine\n" + kubeconfig.text.replacing("    user: egret-admin", with: "    user: egret-admin\n    namespace: postgres-operator")
        #expect(present.contains("namespace"))
        #expect(try kubeconfig.text(updating: present) == present)
    }

    @Test("gets new keys and a new address, and keeps the namespace, other clusters and the context that a person chose")
    func updated() throws {
        let present = """
            apiVersion: v1
            kind: Config
            preferences: {}
            clusters:
            - cluster: {server: "https://elsewhere:6443", insecure-skip-tls-verify: true}
              name: theirs
            - cluster:
                certificate-authority-data: b2xk
                server: https://127.0.0.1:1
              name: egret-local
            contexts:
            - context: {cluster: egret-local, namespace: postgres-operator, user: egret-admin}
              name: egret-local
            - context: {cluster: theirs, user: them}
              name: theirs
            current-context: theirs
            users:
            - name: them
              user: {token: "0123"}
            - name: egret-admin
              user:
                client-certificate-data: b2xk
                client-key-data: b2xk
            """
        let text = try kubeconfig.text(updating: present)
        func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
        for wanted in [
            "https://127.0.0.1:6443", base64("CA"), base64("CERT"), base64("KEY"), "namespace: postgres-operator", "current-context: theirs",
            "https://elsewhere:6443", "token: \"0123\"", "insecure-skip-tls-verify: true",
        ] { #expect(text.contains(wanted), "\(wanted) is missing in\n\(text)") }
        for gone in ["b2xk", "https://127.0.0.1:1\n"] { #expect(!text.contains(gone)) }
        #expect(try kubeconfig.text(updating: text) == text)
    }

    @Test("gets back what was taken out of it")
    func incomplete() throws {
        let text = try kubeconfig.text(updating: "apiVersion: v1\nkind: Config\nclusters: null\nusers: []\n")
        #expect(try kubeconfig.text(updating: text) == text)
        for wanted in ["clusters:\n- ", "users:\n- ", "contexts:\n- ", "current-context: egret-local"] { #expect(text.contains(wanted), "\(text)") }
    }

    @Test("is refused when it is no kubeconfig", arguments: ["", "a: b: c", "- one", "clusters: none\n", "clusters: [1]"])
    func unreadable(_ text: String) {
        #expect(throws: AdministratorKubeconfig.Unreadable.self) { try kubeconfig.text(updating: text) }
    }

    @Test("keeps a namespace over restarts of the server, and one that is no kubeconfig is kept beside")
    func restart() async throws {
        let server = try await RunningServer.start()
        defer { server.remove() }
        let path = server.directory.appendingPathComponent("admin.kubeconfig")
        let text = try String(contentsOf: path, encoding: .utf8)
        let chosen = text.replacing("    user: egret-admin", with: "    user: egret-admin\n    namespace: mine")
        try chosen.write(to: path, atomically: true, encoding: .utf8)
        try await server.stop()
        let second = try await RunningServer.start(directory: server.directory)
        let renewed = try String(contentsOf: path, encoding: .utf8)
        #expect(renewed.contains("namespace: mine"))
        #expect(renewed.contains("https://127.0.0.1:\(second.port)"))
        try await second.stop()
        try "not: [a kubeconfig".write(to: path, atomically: true, encoding: .utf8)
        let third = try await RunningServer.start(directory: server.directory)
        #expect(try String(contentsOf: path, encoding: .utf8).contains("https://127.0.0.1:\(third.port)"))
        let kept = server.directory.appendingPathComponent("admin.kubeconfig.unreadable")
        #expect(try String(contentsOf: kept, encoding: .utf8) == "not: [a kubeconfig")
        try await third.stop()
    }

    @Test("an address that is taken is named, with what to do")
    func takenAddress() async throws {
        try await RunningServer.with { server in
            let error = await #expect(throws: AddressUnavailable.self) { _ = try await RunningServer.start(port: server.port) }
            #expect(error?.isInUse == true)
            #expect(error?.description.contains("127.0.0.1:\(server.port) is in use") == true, "\(error?.description ?? "")")
            #expect(throws: AddressUnavailable.self) { try AddressUnavailable.check(host: "127.0.0.1", port: server.port) }
        }
    }
}
