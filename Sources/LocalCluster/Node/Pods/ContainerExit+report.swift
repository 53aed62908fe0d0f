import KubernetesModel

extension ContainerExit {
    /// The end of a container as the engine saw it, with the last words that it left.
    init(_ report: ContainerReport, pod: Pod, directory: PodDirectory, now: Timestamp) {
        let name = report.labels[ContainerLabel.container] ?? ""
        let run = report.labels[ContainerLabel.run].flatMap { Int($0) } ?? 0
        let container = pod.allContainers.first { $0.name == name }?.container
        self.init(
            exitCode: report.exitCode, reason: Self.reason(exitCode: report.exitCode, wasOutOfMemory: report.wasOutOfMemory),
            message: container.flatMap { directory.lastWords(of: $0, run: run, exitCode: report.exitCode) },
            startedAt: report.startedAt ?? now, finishedAt: report.finishedAt ?? now, id: report.id)
    }
}
