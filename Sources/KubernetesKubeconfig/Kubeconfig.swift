public import Foundation
public import KubernetesClient
import KubernetesModel

/// The files in which people keep clusters, users and contexts for kubectl.
///
/// Several files are merged as kubectl does it: of two entries of one name the first one counts, and so does the first `current-context`. Paths
/// in a file are relative to its directory. Entries that no chosen context uses are not looked at.
///
/// - Source: Kubernetes documentation, "Organizing Cluster Access Using kubeconfig Files".
public struct Kubeconfig: Sendable {
    /// The files that were read, in their order.
    public let files: [String]
    /// The context that is meant where none is named.
    public private(set) var currentContext: String?
    private var contexts: [String: KubeconfigSection] = [:]
    private var clusters: [String: KubeconfigSection] = [:]
    private var users: [String: KubeconfigSection] = [:]

    /// Reads files, which must all exist.
    ///
    /// - Throws: ``KubernetesError`` with code `configuration`, which names file and field.
    public init(files: [String]) throws(KubernetesError) {
        self.files = files
        for file in files {
            let top = try KubeconfigSection(readingFile: file)
            if currentContext == nil { currentContext = try top.text("current-context") }
            try merge(top, "contexts", "context", into: &contexts)
            try merge(top, "clusters", "cluster", into: &clusters)
            try merge(top, "users", "user", into: &users)
        }
    }

    /// Reads the files that kubectl would read: those of `KUBECONFIG`, separated by colons, of which some may be missing; else `~/.kube/config`.
    ///
    /// - Throws: ``KubernetesError`` with code `configuration`; also if none of the files exists.
    public static func standard(environment: [String: String] = ProcessInfo.processInfo.environment) throws(KubernetesError) -> Kubeconfig {
        let candidates = standardFiles(environment: environment)
        let present = candidates.filter { FileManager.default.fileExists(atPath: $0) }
        guard !present.isEmpty else {
            throw KubernetesError(
                .configuration, request: "kubeconfig", hint: "there is no file \(candidates.joined(separator: " or ")); set KUBECONFIG to its path")
        }
        return try Kubeconfig(files: present)
    }

    static func standardFiles(environment: [String: String]) -> [String] {
        let named = (environment["KUBECONFIG"] ?? "").split(separator: ":").map(String.init)
        if !named.isEmpty { return named.reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
        return ["\(environment["HOME"] ?? NSHomeDirectory())/.kube/config"]
    }

    /// Names of the contexts, sorted.
    public var contextNames: [String] { contexts.keys.sorted() }

    private func merge(
        _ top: KubeconfigSection, _ list: String, _ field: String, into entries: inout [String: KubeconfigSection]
    ) throws(KubernetesError) {
        for entry in try top.sections(list) {
            let name = try entry.requiredText("name", like: "the name that contexts refer to")
            guard entries[name] == nil else { continue }
            let empty = KubeconfigSection(file: entry.file, path: "\(entry.path).\(field)", value: .emptyObject)
            entries[name] = try entry.section(field) ?? empty
        }
    }

    /// The parts of a context: where, as whom, and which namespace.
    struct Parts {
        let context: KubeconfigSection
        let cluster: KubeconfigSection
        /// Nil for a context without a user.
        let user: KubeconfigSection?
    }

    /// Looks a context up, the current one if none is named.
    func parts(ofContext name: String?) throws(KubernetesError) -> Parts {
        let place = files.joined(separator: ":")
        guard let name = name ?? currentContext else {
            throw KubernetesError(
                .configuration, request: "kubeconfig \(place)",
                hint: "current-context: is not set; name one of the contexts: \(contextNames.joined(separator: ", "))")
        }
        guard let context = contexts[name] else {
            throw KubernetesError(
                .configuration, request: "kubeconfig \(place)",
                hint: "contexts: there is none called \"\(name)\"; there are: \(contextNames.joined(separator: ", "))")
        }
        let clusterName = try context.requiredText("cluster", like: "the name of one of the clusters")
        guard let cluster = clusters[clusterName] else {
            throw context.error(
                "cluster", "there is no cluster called \"\(clusterName)\"; there are: \(clusters.keys.sorted().joined(separator: ", "))")
        }
        guard let userName = try context.text("user") else { return Parts(context: context, cluster: cluster, user: nil) }
        guard let user = users[userName] else {
            throw context.error("user", "there is no user called \"\(userName)\"; there are: \(users.keys.sorted().joined(separator: ", "))")
        }
        return Parts(context: context, cluster: cluster, user: user)
    }
}
