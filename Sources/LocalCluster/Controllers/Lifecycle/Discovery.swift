import KubernetesClient
import KubernetesModel

/// Which kinds a server has.
struct Discovery: Sendable {
    let api: any KubernetesAPI

    /// All kinds whose objects can be listed, watched and deleted.
    func kinds() async throws(KubernetesError) -> [ResourceType] {
        var kinds = try await kinds(at: "/api/v1", group: "", version: "v1")
        let groups = try await api.send(APIRequest("list API groups", path: "/apis"))
        for group in groups["groups"]?.array ?? [] {
            guard let name = group["name"]?.string, let version = group[path: "preferredVersion", "version"]?.string else { continue }
            kinds += try await self.kinds(at: "/apis/\(name)/\(version)", group: name, version: version)
        }
        return kinds
    }

    /// One kind by what an owner reference says; nil if the server has none.
    func kind(apiVersion: String, kind: String) async throws(KubernetesError) -> ResourceType? {
        let parts = apiVersion.split(separator: "/").map(String.init)
        let (group, version) = parts.count == 2 ? (parts[0], parts[1]) : ("", apiVersion)
        do {
            let path = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
            return try await kinds(at: path, group: group, version: version).first { $0.kind == kind }
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    private func kinds(at path: String, group: String, version: String) async throws(KubernetesError) -> [ResourceType] {
        let list = try await api.send(APIRequest("list API resources of \(path)", path: path))
        return (list["resources"]?.array ?? []).compactMap { resource in
            let verbs = resource["verbs"]?.array ?? []
            guard let name = resource["name"]?.string, !name.contains("/"), let kind = resource["kind"]?.string,
                ["list", "watch", "delete"].allSatisfy({ verbs.contains($0) })
            else { return nil }
            return ResourceType(
                group: group, version: version, kind: kind, plural: name, isNamespaced: resource["namespaced"]?.bool ?? false)
        }
    }
}
