/// One idea of how a cluster is kept: it reads the snapshot and adds to the plan. Pure.
public protocol PlanStep: Sendable {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan)
}
