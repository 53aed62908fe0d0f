import KubernetesModel

/// What is next for a bound claim that asks for more than it has.
///
/// A directory grows by being said to be larger: the machine's disk is shared. The course is nevertheless that of a resizer, so that what waits for
/// it sees what it would see on Kubernetes: the condition `Resizing`, the larger volume, the capacity in the claim's status. A file system is made
/// larger by the node, which says so in the volume; until then the claim has the condition `FileSystemResizePending`.
struct VolumeGrowth {
    let claim: PersistentVolumeClaim
    let volume: PersistentVolume
    let now: Timestamp

    enum Next {
        case nothing
        /// Says in the claim that it begins.
        case say(PersistentVolumeClaimStatus)
        case grow(Quantity)
        /// Says in the claim that the node has to enlarge the file system.
        case leaveToNode(PersistentVolumeClaimStatus)
        /// Says in the claim that it is done.
        case finish(PersistentVolumeClaimStatus)
        /// Somebody else has to enlarge it.
        case wait
    }

    var next: Next {
        let status = claim.status ?? PersistentVolumeClaimStatus()
        let wanted = claim.wantedSize ?? "0"
        guard volume.isOfNode else {
            return wanted.milli > max(volume.size?.milli ?? 0, status.capacity?["storage"]?.milli ?? 0) ? .wait : .nothing
        }
        let isResizing = status.conditions?.contains { $0.type == "Resizing" || $0.type == "FileSystemResizePending" } ?? false
        if wanted.milli > volume.size?.milli ?? 0 { return isResizing ? .grow(wanted) : .say(beginning(status, wanted)) }
        if volume.isAwaitingNode {
            let isPending = status.conditions?.contains { $0.type == "FileSystemResizePending" } ?? false
            return isPending ? .nothing : .leaveToNode(pending(status))
        }
        let isBehind = (status.capacity?["storage"]?.milli ?? 0) < volume.size?.milli ?? 0
        return isBehind || isResizing ? .finish(end(status)) : .nothing
    }

    private func beginning(_ status: PersistentVolumeClaimStatus, _ wanted: Quantity) -> PersistentVolumeClaimStatus {
        var status = status
        status.allocatedResources = ["storage": wanted]
        status.allocatedResourceStatuses = ["storage": "ControllerResizeInProgress"]
        status.conditions =
            (status.conditions ?? []).filter { $0.type != "Resizing" }
            + [PersistentVolumeClaimCondition(lastTransitionTime: now, status: "True", type: "Resizing")]
        return status
    }

    private func pending(_ status: PersistentVolumeClaimStatus) -> PersistentVolumeClaimStatus {
        var status = status
        status.allocatedResourceStatuses = ["storage": "NodeResizePending"]
        status.conditions =
            (status.conditions ?? []).filter { $0.type != "Resizing" }
            + [
                PersistentVolumeClaimCondition(
                    lastTransitionTime: now, message: "Waiting for the node to resize the file system of the volume", status: "True",
                    type: "FileSystemResizePending")
            ]
        return status
    }

    private func end(_ status: PersistentVolumeClaimStatus) -> PersistentVolumeClaimStatus {
        var status = status
        status.capacity = volume.spec?.capacity
        if status.allocatedResources != nil { status.allocatedResources = volume.spec?.capacity }
        status.allocatedResourceStatuses = nil
        let others = (status.conditions ?? []).filter { !["Resizing", "FileSystemResizePending"].contains($0.type) }
        status.conditions = others.isEmpty ? nil : others
        return status
    }
}
