import KubernetesClient
import KubernetesModel

/// Reads logs, and gives their lines with the name of their source.
struct LogReader: Sendable {
    let client: KubernetesClient
    /// Without the container: that is the source's.
    let options: LogOptions
    let receive: @Sendable (LogSource, String) async throws -> Void

    /// How long to wait before looking again for a container that is about to start.
    private static let pause = Duration.seconds(1)

    /// Reads all: one after the other, or with `follow` at the same time, until the Pods are gone.
    ///
    /// - Returns: what could not be read, and why.
    func read(_ sources: [LogSource]) async throws -> [String] {
        guard options.follow else {
            var problems: [String] = []
            for source in sources {
                do {
                    try await readOnce(source, tail: options.tailLines)
                } catch let error as KubernetesError {
                    problems.append("\(error)")
                }
            }
            return problems
        }
        return try await withThrowingTaskGroup(of: String?.self) { group in
            for source in sources { group.addTask { try await follow(source) } }
            var problems: [String] = []
            for try await problem in group { if let problem { problems.append(problem) } }
            return problems
        }
    }

    private func readOnce(_ source: LogSource, tail: Int?) async throws {
        var wanted = options
        wanted.container = source.container
        wanted.tailLines = tail
        for try await line in try await client.logs(of: source.pod, wanted) { try await receive(source, line) }
    }

    /// Goes on with the next container when one has ended, as long as there is the Pod.
    ///
    /// - Returns: why it could not go on; nil if the Pod has ended.
    private func follow(_ source: LogSource) async throws -> String? {
        var seen: String?
        while true {
            do {
                guard let pod = try await client.find(Pod.self, source.pod) else { return nil }
                let status = ((pod.status?.initContainerStatuses ?? []) + (pod.status?.containerStatuses ?? [])).first { $0.name == source.container }
                if let identifier = status?.containerID, !identifier.isEmpty, identifier != seen {
                    // All of a successor, whatever was wanted of the first.
                    try await readOnce(source, tail: seen == nil ? options.tailLines : nil)
                    seen = identifier
                }
                if ["Succeeded", "Failed"].contains(pod.status?.phase) { return nil }
            } catch let error as KubernetesError {
                guard [.connection, .badRequest, .timeout, .server].contains(error.code) else { return "\(error)" }
            }
            try await Task.sleep(for: Self.pause)
        }
    }
}
