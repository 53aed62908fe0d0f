import Foundation
import KubernetesClient
import KubernetesModel
import Logging

/// Gives each pod of this machine its worker, and tells the workers what concerns them.
actor NodeAgent {
    let tools: NodeTools
    private var workers: [String: PodWorker] = [:]
    /// What the engine knew when the node started, by uid of the pod.
    private var found: [String: [FoundContainer]] = [:]
    private var isReady = false
    private var hasLeft = false
    /// Those that want something of a pod before it is known which ones there are.
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private nonisolated let starts: AsyncStream<PodWorker>
    private nonisolated let starting: AsyncStream<PodWorker>.Continuation

    init(tools: NodeTools) {
        self.tools = tools
        (starts, starting) = AsyncStream.makeStream()
    }

    // MARK: Start

    /// Takes stock of what an earlier process left, once all pods are known; removes what belongs to none.
    func begin() async throws {
        let instance = tools.configuration.network.instance
        var reports: [ContainerReport] = []
        for id in try await tools.podman.containers(labels: [ContainerLabel.instance: instance]) {
            if let report = try await tools.podman.inspect(id) { reports.append(report) }
        }
        let byPod = Dictionary(grouping: reports) { $0.labels[ContainerLabel.podUID] ?? "" }
        let directories = (try? FileManager.default.contentsOfDirectory(atPath: tools.configuration.podsDirectory)) ?? []
        for uid in directories {
            if let attachment = directory(uid).readSandbox()?.attachment { await tools.network.adopt(attachment) }
        }
        let known = Set(ownPods.map(\.uid))
        for pod in ownPods {
            // Its network is gone, or a start was interrupted: it is made anew.
            let isIntact = intactSandbox(of: pod) != nil
            for report in byPod[pod.uid] ?? [] where !isIntact || found(report, pod) == nil { try await tools.podman.remove(report.id) }
        }
        for uid in Set(directories).union(byPod.keys) where !known.contains(uid) { try await removeLeftover(uid, byPod[uid] ?? []) }
        // From here to the end nothing is waited for: no change is missed, and none comes between.
        isReady = true
        for volume in tools.mirror.objects(PersistentVolume.resourceType) {
            Task { await grow(PersistentVolume(json: volume)) }  // ends by itself
        }
        for pod in ownPods {
            let sandbox = intactSandbox(of: pod)
            let found = sandbox == nil ? [] : (byPod[pod.uid] ?? []).compactMap { self.found($0, pod) }
            start(PodWorker(pod: pod, tools: tools, found: found, sandbox: sandbox))
        }
        stopWaiting()
    }

    private func stopWaiting() {
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    private var ownPods: [Pod] { tools.mirror.objects(Pod.resourceType).map { Pod(json: $0) }.filter(isOurs) }

    /// Runs workers as pods appear, until the task is cancelled; then leaves the containers running.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await worker in starts {
                group.addTask {
                    await worker.run()
                    await self.forget(worker)
                }
            }
        }
        hasLeft = true
        stopWaiting()
    }

    nonisolated func leave() { starting.finish() }

    private func directory(_ uid: String) -> PodDirectory { PodDirectory(path: tools.configuration.podDirectory(uid)) }

    private func isOurs(_ pod: Pod) -> Bool { tools.configuration.nodeNames.contains(pod.spec?.nodeName ?? "") }

    private func removeLeftover(_ uid: String, _ reports: [ContainerReport]) async throws {
        for report in reports { try await tools.podman.remove(report.id) }
        let directory = directory(uid)
        if let sandbox = directory.readSandbox() {
            if let attachment = sandbox.attachment { await tools.network.detach(attachment) }
            if let holder = sandbox.processHolder { ProcessHolder.end(holder) }
        }
        try PodVolumes.tearDown(directory.path)
    }

    /// A container as the pod's machine takes it over; nil for one that never ran.
    private func found(_ report: ContainerReport, _ pod: Pod) -> FoundContainer? {
        let labels = report.labels
        guard report.status != "created", let started = report.startedAt, let name = labels[ContainerLabel.container],
            let number = labels[ContainerLabel.run].flatMap({ Int($0) })
        else { return nil }
        let run = ContainerRun(
            id: report.id, imageID: report.imageID, image: labels[ContainerLabel.image] ?? "", startedAt: started, stopSignal: report.stopSignal,
            processID: report.processID)
        let exit = ContainerExit(report, pod: pod, directory: directory(pod.uid), now: tools.clock())
        return FoundContainer(name: name, number: number, run: run, state: report.isRunning ? .running : .ended(exit))
    }

    /// What is remembered of a pod, if its namespaces still exist.
    private func intactSandbox(of pod: Pod) -> PodDirectory.Sandbox? {
        guard let sandbox = directory(pod.uid).readSandbox() else { return nil }
        let network = sandbox.attachment.map { tools.network.isIntact($0) } ?? (pod.spec?.hostNetwork == true)
        let processes = pod.spec?.shareProcessNamespace != true || (sandbox.processHolder.map(ProcessHolder.isAlive) ?? false)
        return network && processes ? sandbox : nil
    }

    private func start(_ worker: PodWorker) {
        workers[worker.uid] = worker
        starting.yield(worker)
    }

    private func forget(_ worker: PodWorker) {
        workers[worker.uid] = nil
        // A pod of the same name may have waited for this one to be gone.
        if let json = tools.mirror.object(Pod.resourceType, worker.key), json.uid != worker.uid { consider(Pod(json: json)) }
    }

    // MARK: Changes

    /// Takes in a change of an object that the node mirrors.
    func note(_ change: ObjectMirror.Change) async {
        guard isReady else { return }
        switch change.type {
        case Pod.resourceType: notePod(change)
        case ConfigMap.resourceType, Secret.resourceType:
            for worker in workers.values where worker.key.namespace == change.key.namespace {
                await worker.refreshVolumes(showing: (change.type, change.key.name))
                worker.tell(.sourcesChanged)
            }
        case PersistentVolumeClaim.resourceType, PersistentVolume.resourceType:
            for worker in workers.values where change.key.namespace == nil || worker.key.namespace == change.key.namespace {
                worker.tell(.sourcesChanged)
            }
            if change.type == PersistentVolume.resourceType {
                if let new = change.new {
                    await grow(PersistentVolume(json: new))
                } else if let old = change.old {
                    await removeData(of: PersistentVolume(json: old))
                }
            }
        default: break
        }
    }

    /// Removes the data of a volume whose object was seen to go, unless another volume leads to the same data. What went unseen stays: nothing is
    /// deleted because it is not known.
    private func removeData(of volume: PersistentVolume) async {
        guard volume.spec?.persistentVolumeReclaimPolicy == "Delete" else { return }
        let others = tools.mirror.objects(PersistentVolume.resourceType).map { PersistentVolume(json: $0) }
        if let sized = SizedVolume(volume) {
            if others.contains(where: { SizedVolume($0)?.handle == sized.handle }) { return }
            do {
                return try await tools.sizedVolumes.remove(sized)
            } catch {
                return tools.logger.error("A volume cannot be removed", metadata: ["volume": "\(sized.handle)", "reason": "\(error)"])
            }
        }
        guard let own = DirectoryVolume(volume), !others.contains(where: { DirectoryVolume($0) == own }) else { return }
        let path = own.path(in: tools.configuration.volumesDirectory)
        do {
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        } catch {
            tools.logger.error("The directory of a volume cannot be removed", metadata: ["path": "\(path)", "reason": "\(error)"])
        }
    }

    /// Lets a volume that is in use have the size that it should have by now.
    private func grow(_ volume: PersistentVolume) async {
        guard let sized = SizedVolume(volume), volume.metadata.deletionTimestamp == nil, tools.sizedVolumes.exists(sized) else { return }
        let present = volume.metadata.annotations?[SizedVolume.sizeAnnotation].flatMap { Int64($0) } ?? 0
        guard present < sized.size else { return }
        do {
            try await tools.prepare(sized, of: volume.key.name)
        } catch {
            tools.logger.error("A volume cannot grow", metadata: ["volume": "\(sized.handle)", "reason": "\(error)"])
        }
    }

    private func notePod(_ change: ObjectMirror.Change) {
        let oldUID = change.old?.uid
        if let oldUID, oldUID != change.new?.uid { workers[oldUID]?.tell(.removed) }
        guard let new = change.new else { return }
        consider(Pod(json: new))
        if let old = change.old, let worker = workers[new.uid], VolumeFiles.changes(from: Pod(json: old), to: Pod(json: new)) {
            Task { await worker.refreshVolumes(showing: nil) }  // ends by itself: it writes a few files
        }
    }

    private func consider(_ pod: Pod) {
        guard isOurs(pod) else { return }
        if let worker = workers[pod.uid] {
            worker.tell(.changed(pod))
            return
        }
        // Two pods of one name may have the same volumes: the new one waits until the old one is gone from here.
        guard !workers.values.contains(where: { $0.key == pod.key }) else { return }
        start(PodWorker(pod: pod, tools: tools, found: [], sandbox: nil))
    }

    /// Takes in that a container has ended.
    func noteEnd(of id: String) async {
        guard let report = try? await tools.podman.inspect(id), !report.isRunning, let uid = report.labels[ContainerLabel.podUID] else { return }
        await workers[uid]?.noteEnd(report)
    }

    /// Renews the service account tokens that are due.
    func renewTokens() async {
        let now = tools.clock()
        for worker in workers.values {
            if let time = await worker.tokens.renewAt, time <= now { await worker.refreshVolumes(showing: nil) }
        }
    }

    /// Looks for ends that nobody reported.
    func findLostContainers() async {
        for worker in workers.values { await worker.findLostContainers() }
    }

    /// The worker of a pod; just after the start it waits until those of an earlier process have been taken over.
    func worker(_ uid: String) async -> PodWorker? {
        if !isReady, !hasLeft { await withCheckedContinuation { waiting.append($0) } }
        return workers[uid]
    }
}
