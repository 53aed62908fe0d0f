import Foundation
import Glibc
import KubernetesClient
import KubernetesModel

/// The volumes of one pod on this machine.
///
/// All are directories below the pod's own, but claims and hostPath, which are where their PersistentVolume or the pod says.
struct PodVolumes: Sendable {
    /// Directory that holds one directory for each volume.
    let directory: String
    let facts: PodFacts
    let objects: any ObjectSource
    /// Directory that holds one directory for each volume of ``DirectoryVolume``.
    let provisioned: String

    /// Makes the volumes, or finds them made. Safe to repeat.
    ///
    /// - Throws: ``PodProblem`` with reason `FailedMount`.
    func setUp(tokens: [TokenRequestKey: String]) throws(PodProblem) -> [String: VolumeLocation] {
        var result: [String: VolumeLocation] = [:]
        for volume in facts.pod.spec?.volumes ?? [] {
            guard let name = volume.name else { continue }
            do {
                result[name] = try location(of: volume, name, tokens)
            } catch let problem as PodProblem {
                throw problem
            } catch {
                throw self.problem(name, "\(error)")
            }
        }
        return result
    }

    /// The names of the claims that a pod has.
    static func claims(of pod: Pod) -> [String] {
        (pod.spec?.volumes ?? []).compactMap { volume in
            volume.persistentVolumeClaim?.claimName ?? (volume.ephemeral == nil ? nil : "\(pod.name)-\(volume.name ?? "")")
        }
    }

    /// The volumes of its claims that are mounted for the pod, with the names of their objects.
    func sized(except claims: Set<String> = []) -> [(volume: SizedVolume, name: String)] {
        Self.claims(of: facts.pod).filter { !claims.contains($0) }.compactMap { name in
            let key = ObjectKey(namespace: facts.pod.namespace, name: name)
            guard let claim = objects.object(PersistentVolumeClaim.resourceType, key), claim[path: "status", "phase"] == "Bound",
                let volumeName = PersistentVolumeClaim(json: claim).spec?.volumeName,
                let json = objects.object(PersistentVolume.resourceType, ObjectKey(name: volumeName)),
                let sized = SizedVolume(PersistentVolume(json: json))
            else { return nil }
            return (sized, volumeName)
        }
    }

    /// Writes the files of a volume again, if they changed.
    @discardableResult
    func refresh(_ volume: Volume, tokens: [TokenRequestKey: String]) throws -> Bool {
        let files = try VolumeFiles(facts: facts, objects: objects, tokens: tokens).files(of: volume)
        return try AtomicDirectory(path: path(of: volume.name ?? "")).write(files, ownership: ownership(isReadOnly: true))
    }

    private func path(of name: String) -> String { "\(directory)/\(name)" }

    private func ownership(isReadOnly: Bool) -> VolumeOwnership? {
        guard let security = facts.pod.spec?.securityContext, let group = security.fsGroup else { return nil }
        return VolumeOwnership(
            group: group, isReadOnly: isReadOnly, onlyOnRootMismatch: security.fsGroupChangePolicy == "OnRootMismatch" && !isReadOnly)
    }

    private func location(of volume: Volume, _ name: String, _ tokens: [TokenRequestKey: String]) throws -> VolumeLocation {
        if VolumeFiles.areSource(of: volume) {
            try refresh(volume, tokens: tokens)
            return VolumeLocation(path: path(of: name), isReadOnly: true)
        }
        if let emptyDirectory = volume.emptyDir { return try makeEmptyDirectory(emptyDirectory, name) }
        if let hostPath = volume.hostPath { return try find(hostPath, name) }
        if let claim = volume.persistentVolumeClaim {
            return try find(claim: claim.claimName ?? "", isReadOnly: claim.readOnly ?? false, name)
        }
        if volume.ephemeral != nil { return try find(claim: "\(facts.pod.name)-\(name)", isReadOnly: false, name) }
        throw problem(
            name, "this node has no volumes of that kind: emptyDir, configMap, secret, projected, downwardAPI, claims and hostPath are served")
    }

    private func makeEmptyDirectory(_ source: EmptyDirVolumeSource, _ name: String) throws -> VolumeLocation {
        let path = path(of: name)
        let isNew = !FileManager.default.fileExists(atPath: path)
        if isNew {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            chmod(path, 0o777)
        }
        if source.medium == "Memory", !isMountPoint(path) {
            let size = source.sizeLimit.map { ",size=\($0.value)" } ?? ""
            guard mount("tmpfs", path, "tmpfs", UInt(MS_NOSUID | MS_NODEV), "mode=0777\(size)") == 0 else {
                throw SystemError("mount a tmpfs at \(path)")
            }
        }
        if isNew || source.medium == "Memory" { try ownership(isReadOnly: false)?.apply(to: path) }
        return VolumeLocation(path: path)
    }

    private func find(_ source: HostPathVolumeSource, _ name: String) throws -> VolumeLocation {
        let path = source.path ?? "/"
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        switch source.type ?? "" {
        case "DirectoryOrCreate" where !exists:
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        case "FileOrCreate" where !exists: _ = FileManager.default.createFile(atPath: path, contents: nil)
        case "Directory", "DirectoryOrCreate":
            guard exists, isDirectory.boolValue else { throw problem(name, "hostPath type check failed: \(path) is not a directory") }
        case "File", "FileOrCreate":
            guard exists, !isDirectory.boolValue else { throw problem(name, "hostPath type check failed: \(path) is not a file") }
        default:
            guard exists else { throw problem(name, "hostPath \(path) does not exist") }
        }
        return VolumeLocation(path: path)
    }

    private func find(claim claimName: String, isReadOnly: Bool, _ name: String) throws -> VolumeLocation {
        let namespace = facts.pod.namespace
        guard let claim = objects.object(PersistentVolumeClaim.resourceType, ObjectKey(namespace: namespace, name: claimName)) else {
            throw problem(name, "persistentvolumeclaim \"\(claimName)\" not found")
        }
        let volumeName = PersistentVolumeClaim(json: claim).spec?.volumeName ?? ""
        guard !volumeName.isEmpty, claim[path: "status", "phase"] == "Bound" else {
            throw problem(name, "persistentvolumeclaim \"\(claimName)\" is not bound yet")
        }
        guard let json = objects.object(PersistentVolume.resourceType, ObjectKey(name: volumeName)) else {
            throw problem(name, "persistentvolume \"\(volumeName)\" not found")
        }
        let volume = PersistentVolume(json: json)
        if let sized = SizedVolume(volume) {
            let path = sized.path(in: provisioned)
            // Its directory without the file system would take the machine's disk.
            guard isMountPoint(path) else { throw problem(name, "persistentvolume \"\(volumeName)\" is not mounted yet") }
            if !isReadOnly { try ownership(isReadOnly: false)?.apply(to: path) }
            return VolumeLocation(path: path, isReadOnly: isReadOnly)
        }
        let own = DirectoryVolume(volume)?.path(in: provisioned)
        guard let path = own ?? volume.spec?.hostPath?.path ?? volume.spec?.local?.path else {
            throw problem(
                name, "persistentvolume \"\(volumeName)\" is neither hostPath nor local, nor of \(DirectoryVolume.driver) or \(SizedVolume.driver)")
        }
        if !FileManager.default.fileExists(atPath: path) {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            chmod(path, 0o777)
        }
        if !isReadOnly { try ownership(isReadOnly: false)?.apply(to: path) }
        return VolumeLocation(path: path, isReadOnly: isReadOnly)
    }

    private func problem(_ volume: String, _ message: String) -> PodProblem {
        PodProblem(reason: "FailedMount", message: "MountVolume.SetUp failed for volume \"\(volume)\" : \(message)")
    }

    /// Unmounts what was mounted below a directory, and removes it.
    ///
    /// - Throws: if something is in use there for longer than a second.
    static func tearDown(_ directory: String) throws {
        // A process of the engine that is just ending may still write, or mount, there.
        for attempt in 0...10 {
            guard FileManager.default.fileExists(atPath: directory) else { return }
            unmount(below: directory)
            do {
                return try FileManager.default.removeItem(atPath: directory)
            } catch {
                if attempt == 10 { throw error }
                usleep(100_000)
            }
        }
    }

    static func unmount(below directory: String) {
        let mounts = (try? readKernelFile("/proc/self/mounts")) ?? ""
        for line in mounts.split(separator: "\n").reversed() {
            let parts = line.split(separator: " ")
            if parts.count > 1, parts[1].hasPrefix(directory + "/") { umount2(String(parts[1]), Int32(MNT_DETACH)) }
        }
    }
}

private func isMountPoint(_ path: String) -> Bool {
    var own = stat()
    var parent = stat()
    guard lstat(path, &own) == 0, lstat("\(path)/..", &parent) == 0 else { return false }
    return own.st_dev != parent.st_dev
}
