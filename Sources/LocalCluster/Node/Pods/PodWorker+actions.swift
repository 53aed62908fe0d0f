import Foundation
import Glibc
import KubernetesClient
import KubernetesModel
import Logging

extension PodWorker {
    /// Carries out one action and tells the machine how it went.
    func perform(_ action: PodAction) async {
        switch action {
        case .prepare: await prepare()
        case .start(let name, let run): await start(name, run)
        case .startHook(let name, let id): await runStartHook(name, id)
        case .stopHook(let name, let id, let limit): await runStopHook(name, id, limit)
        case .signal(let id, let signal): await send(signal, to: id)
        case .remove(let id):
            do {
                try await tools.podman.remove(id)
            } catch {
                // It goes with the pod.
                logger.debug("A container that ended could not be removed", metadata: ["reason": "\(error)"])
            }
        case .cleanUp: await cleanUp()
        case .deleteObject: await deleteObject()
        case .tell(let event): await tools.tell(event, about: pod)
        }
    }

    var facts: PodFacts {
        PodFacts(
            pod: pod, nodeName: pod.spec?.nodeName ?? "", hostAddress: hostAddress,
            addresses: pod.spec?.hostNetwork == true ? [hostAddress] : [attachment?.address].compactMap { $0 }, allocatable: tools.allocatable)
    }

    // MARK: Sandbox

    private func prepare() async {
        do {
            try directory.make()
            var sandbox = directory.readSandbox() ?? PodDirectory.Sandbox(namespace: pod.namespace, name: pod.name)
            if pod.spec?.hostNetwork != true {
                if let known = sandbox.attachment, tools.network.isIntact(known) {
                    await tools.network.adopt(known)
                } else {
                    sandbox.attachment = try await tools.network.attach(uid: uid)
                }
            }
            if pod.spec?.shareProcessNamespace == true, !(sandbox.processHolder.map(ProcessHolder.isAlive) ?? false) {
                sandbox.processHolder = try await ProcessHolder.start()
            }
            attachment = sandbox.attachment
            processHolder = sandbox.processHolder
            try directory.write(sandbox)
            try directory.writeNetworkFiles(resolverFiles)
            let tokens = try await tokens.tokens(for: pod)
            for (volume, name) in podVolumes.sized() { try await tools.prepare(volume, of: name) }
            volumes = try podVolumes.setUp(tokens: tokens)
            tell(.prepared(addresses: facts.addresses))
        } catch let problem as PodProblem {
            tell(.preparationFailed(problem))
        } catch {
            tell(.preparationFailed(PodProblem(reason: "FailedMount", message: "\(error)")))
        }
    }

    private var podVolumes: PodVolumes {
        PodVolumes(directory: directory.volumes, facts: facts, objects: tools.mirror, provisioned: tools.configuration.volumesDirectory)
    }

    /// Unmounts the volumes that no other pod here has.
    private func releaseVolumes() async throws {
        let others = tools.mirror.objects(Pod.resourceType).filter { json in
            json.uid != uid && json.objectKey.namespace == pod.namespace
                && tools.configuration.nodeNames.contains(json[path: "spec", "nodeName"]?.string ?? "")
        }
        let inUse = Set(others.flatMap { PodVolumes.claims(of: Pod(json: $0)) })
        for (volume, _) in podVolumes.sized(except: inUse) { try await tools.sizedVolumes.release(volume) }
    }

    private var resolverFiles: ResolverFiles {
        ResolverFiles(
            pod: pod, network: tools.configuration.network, address: attachment?.address,
            machineResolver: (try? String(contentsOfFile: "/etc/resolv.conf", encoding: .utf8)) ?? "")
    }

    /// Writes the volumes again that show something which may have changed.
    ///
    /// - Parameter change: nil for what the pod itself shows, and for tokens that are due.
    func refreshVolumes(showing change: (ResourceType, String)?) async {
        guard machine.sandbox == .ready, !machine.isTerminating else { return }
        for volume in pod.spec?.volumes ?? [] where VolumeFiles.areSource(of: volume) {
            if let (type, name) = change, !VolumeFiles.does(volume, show: type, named: name) { continue }
            do {
                let tokens = try await tokens.tokens(for: pod)
                try podVolumes.refresh(volume, tokens: tokens)
            } catch {
                // The files stay as they were, as with a kubelet, which tells the same event.
                await tools.tell(PodEvent(isWarning: true, reason: "FailedMount", message: "\(error)"), about: pod)
            }
        }
    }

    private func cleanUp() async {
        while !Task.isCancelled {
            do {
                let labels = [ContainerLabel.instance: tools.configuration.network.instance, ContainerLabel.podUID: uid]
                for id in try await tools.podman.containers(labels: labels) { try await tools.podman.remove(id) }
                let sandbox = directory.readSandbox()
                if let attachment = attachment ?? sandbox?.attachment { await tools.network.detach(attachment) }
                if let holder = processHolder ?? sandbox?.processHolder { ProcessHolder.end(holder) }
                try PodVolumes.tearDown(directory.path)
                try await releaseVolumes()
                tell(.cleanedUp)
                return
            } catch {
                if Task.isCancelled { return }
                logger.warning("A pod could not be cleaned up and is tried again", metadata: ["reason": "\(error)"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    // MARK: Containers

    private func start(_ name: String, _ run: Int) async {
        guard let container = pod.allContainers.first(where: { $0.name == name })?.container else { return }
        do throws(StartFailure) {
            let image = try await image(of: container)
            let (id, containerRun) = try await launch(container, image, run)
            tell(.started(container: name, containerRun))
            // It may have ended before anyone looked.
            if let report = try? await tools.podman.inspect(id), !report.isRunning { await noteEnd(of: id) }
        } catch {
            tell(.startFailed(container: name, error))
        }
    }

    private func image(of container: Container) async throws(StartFailure) -> ImageReport {
        let name = container.image ?? ""
        let found: ImageReport?
        do {
            found = try await tools.podman.image(name)
        } catch {
            throw .engine(id: nil, message: "\(error)")
        }
        let containerName = container.name ?? ""
        guard let found else {
            if container.imagePullPolicy == "Never" {
                throw .noImage(reason: "ErrImageNeverPull", message: "Container image \"\(name)\" is not present with pull policy of Never")
            }
            throw .noImage(
                reason: "ErrImagePull",
                message: "Failed to pull image \"\(name)\": this node pulls no images; load it with: egret local load ARCHIVE")
        }
        await tools.tell(
            PodEvent(reason: "Pulled", message: "Container image \"\(name)\" already present on machine", container: containerName), about: pod)
        return found
    }

    private func launch(_ container: Container, _ image: ImageReport, _ run: Int) async throws(StartFailure) -> (String, ContainerRun) {
        let specification: ContainerSpecification
        let name = container.name ?? ""
        do {
            try directory.prepareRun(container: name, run: run)
            specification = try ContainerPlan(
                facts: facts, objects: tools.mirror, container: container, image: image, volumes: volumes, place: place(of: container, run)
            ).specification()
        } catch let problem as PodProblem {
            throw .configuration(reason: problem.reason, message: problem.message)
        } catch {
            throw .configuration(reason: "CreateContainerError", message: "\(error)")
        }
        var id: String?
        do {
            // What an interrupted attempt left behind has the same name.
            try await tools.podman.remove(specification.name)
            let created = try await tools.podman.create(specification)
            id = created
            await tools.tell(PodEvent(reason: "Created", message: "Container created", container: name), about: pod)
            let report = try await begin(created)
            return (
                created,
                ContainerRun(
                    id: created, imageID: image.id, image: container.image ?? "", startedAt: report?.startedAt ?? tools.clock(),
                    stopSignal: report?.stopSignal ?? 15, processID: report?.processID ?? 0)
            )
        } catch {
            throw .engine(id: id, message: (error as? PodmanError)?.message ?? "\(error)")
        }
    }

    /// Starts a container.
    ///
    /// Podman now and then reports a failure for one that ran and has ended again already: what it knows of the container is believed.
    private func begin(_ id: String) async throws -> ContainerReport? {
        do {
            try await tools.podman.start(id)
            return try await tools.podman.inspect(id)
        } catch {
            guard let report = try? await tools.podman.inspect(id), report.startedAt != nil, report.status != "created" else { throw error }
            logger.debug("A container has run although its start was reported to fail", metadata: ["reason": "\(error)"])
            return report
        }
    }

    private func place(of container: Container, _ run: Int) -> ContainerPlace {
        let name = container.name ?? ""
        let files = resolverFiles
        var mounts = [
            BindMount(source: directory.networkFile("hosts"), destination: "/etc/hosts", isReadOnly: false),
            BindMount(source: directory.networkFile("resolv.conf"), destination: "/etc/resolv.conf", isReadOnly: false),
            BindMount(
                source: directory.terminationPath(container: name, run: run),
                destination: container.terminationMessagePath ?? "/dev/termination-log", isReadOnly: false),
        ]
        // What the pod mounts itself wins.
        let own = Set((container.volumeMounts ?? []).compactMap(\.mountPath))
        mounts.removeAll { own.contains($0.destination) }
        let processes: NamespaceSource =
            pod.spec?.hostPID == true ? .host : (processHolder ?? target(of: container)).map { .path("/proc/\($0)/ns/pid") } ?? .own
        return ContainerPlace(
            name: "egret-\(tools.configuration.network.instance)-\(uid)-\(name)-\(run)",
            labels: [
                ContainerLabel.instance: tools.configuration.network.instance, ContainerLabel.podUID: uid,
                ContainerLabel.podNamespace: pod.namespace, ContainerLabel.podName: pod.name, ContainerLabel.container: name,
                ContainerLabel.run: String(run), ContainerLabel.image: container.image ?? "",
            ],
            network: attachment.map { .path($0.namespacePath) } ?? .host, processes: processes, hostname: files.hostname, mounts: mounts,
            logPath: directory.logPath(container: name, run: run))
    }

    /// The first process of the container whose processes an ephemeral container wants to see.
    private func target(of container: Container) -> Int32? {
        guard let name = EphemeralContainer(json: container.json).targetContainerName, let run = machine[name].run, run.processID > 0 else {
            return nil
        }
        return run.processID
    }

    /// Looks how a container ended, and tells the machine.
    func noteEnd(of id: String) async {
        guard let report = try? await tools.podman.inspect(id), !report.isRunning else { return }
        noteEnd(report)
    }

    func noteEnd(_ report: ContainerReport) {
        tell(.ended(id: report.id, ContainerExit(report, pod: pod, directory: directory, now: tools.clock())))
    }

    /// Looks for containers whose process is gone without anyone having noticed: their monitor was killed.
    func findLostContainers() async {
        for run in machine.histories.values.compactMap(\.run) where run.processID > 0 && kill(run.processID, 0) != 0 {
            guard let report = try? await tools.podman.inspect(run.id) else { continue }
            guard report.isRunning else {
                noteEnd(report)
                continue
            }
            // A monitor that lives is about to note the end.
            guard report.monitorID == 0 || kill(report.monitorID, 0) != 0 else { continue }
            // The engine believes its monitor, which is no more.
            let now = tools.clock()
            tell(
                .ended(
                    id: run.id,
                    ContainerExit(
                        exitCode: 137, reason: "ContainerStatusUnknown", message: "The container's process and its monitor are gone",
                        startedAt: run.startedAt, finishedAt: now, id: run.id)))
        }
    }

    private func send(_ signal: ContainerSignal, to id: String) async {
        var failure: (any Error)?
        do {
            try await tools.podman.signal(signal.text, to: id)
        } catch {
            failure = error
        }
        // One that has ended already leaves no end to notice.
        if let report = try? await tools.podman.inspect(id), !report.isRunning { return noteEnd(report) }
        // After its time is up it is killed again and again.
        if let failure {
            logger.warning("A container could not be sent a signal", metadata: ["signal": "\(signal.text)", "reason": "\(failure)"])
        }
    }

    // MARK: Hooks

    private func runStartHook(_ name: String, _ id: String) async {
        guard let container = pod.allContainers.first(where: { $0.name == name })?.container, let hook = container.lifecycle?.postStart else {
            return
        }
        // A kubelet sets no limit; one that hangs would hold the container up for ever.
        if let failure = await run(hook, container, id, limit: .seconds(3600)) {
            tell(.startHookFailed(container: name, message: "PostStartHook failed: \(failure)"))
        }
    }

    private func runStopHook(_ name: String, _ id: String, _ limit: Duration) async {
        if let container = pod.allContainers.first(where: { $0.name == name })?.container, let hook = container.lifecycle?.preStop,
            let failure = await run(hook, container, id, limit: limit)
        {
            await tools.tell(
                PodEvent(isWarning: true, reason: "FailedPreStopHook", message: "PreStopHook failed: \(failure)", container: name), about: pod)
        }
        tell(.stopHookFinished(container: name))
    }

    /// Nil if it succeeded.
    private func run(_ hook: LifecycleHandler, _ container: Container, _ id: String, limit: Duration) async -> String? {
        do {
            if let command = hook.exec?.command {
                guard let result = try await tools.exec.run(command, in: id, limit: limit) else { return "it did not end within \(limit)" }
                return result.status == .exited(0) ? nil : "exit status \(result.status.code): \((result.errorText + result.outputText).prefix(500))"
            }
            if let request = hook.httpGet {
                let target = Prober.Target(containerID: id, container: container, address: attachment?.address ?? "127.0.0.1")
                let answer = try await Prober(exec: tools.exec).get(request, target, limit)
                return answer.succeeded ? nil : answer.message
            }
            if let seconds = hook.sleep?.seconds { try await Task.sleep(for: min(.seconds(seconds), limit)) }
            return nil
        } catch {
            return "\(error)"
        }
    }
}
