import KubernetesModel

/// Tells people when archiving begins to fail, and when it goes on.
///
/// WAL is never dropped to make room: a gap ends point-in-time recovery, a fuller volume can grow. Who prefers a gap sets
/// `archive-push-queue-max` in `spec.backups.pgbackrest.global`.
///
/// - Reads: what the leader says about archiving; the condition `WALArchiving` as it was written last.
/// - Plans: an event for each change.
/// - Never: touches a member.
struct WatchArchiving: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard let state = cluster.archiving else { return }
        let before = cluster.resource.status["conditions"]?.array?.first { $0["type"]?.string == ConditionType.archiving.rawValue }
        let isNews = before?["reason"]?.string != state.reason.rawValue
        switch state.reason {
        case .archivingFails, .archivingLags, .diskAtRisk:
            if isNews { plan.events.append(PlannedEvent(.warning, state)) }
        case .archiving:
            // That a new cluster archives at last is no news.
            guard isNews, before?["status"]?.string == "False", before?["reason"]?.string != Reason.stanzaPending.rawValue else { return }
            plan.events.append(PlannedEvent(.normal, state))
        default: return
        }
    }
}

extension ClusterSnapshot {
    /// How archiving goes; nil where nothing is archived.
    var archiving: Because? {
        guard definition.backups.isEnabled, definition.standby == nil, isBootstrapped, !isGoingDown else { return nil }
        if !hasStanza {
            let failure = knowledge.failures[Knowledge.stanza].map { ": \($0.message)" } ?? ""
            return Because(.stanzaPending, "the stanza is not in every repository yet\(failure)")
        }
        guard let leader else { return Because(.noLeader, "no member leads") }
        guard let report = leader.archive else { return Because(.archivingUnknown, "\(leader.name) has not said yet how archiving goes") }
        guard let trouble = report.trouble else { return Because(.archiving, "every finished file of WAL is in each repository") }
        return Because(trouble.isDiskAtRisk ? .diskAtRisk : trouble.error == nil ? .archivingLags : .archivingFails, trouble.inWords(of: leader.name))
    }
}

extension ArchiveReport.Trouble {
    func inWords(of member: String) -> String {
        var text = waiting == 1 ? "\(oldest) of \(member) waits" : "\(waiting) files of WAL of \(member) wait, the oldest, \(oldest),"
        if let since { text += " since \(since)" }
        if let error {
            text += ": \(error)"
        } else {
            text += ": pgBackRest has not said why\(isReachable ? ", and every repository answers" : "")"
        }
        if let freePercent { text += "; \(freePercent) % of the WAL's volume are free" }
        return text
    }
}
