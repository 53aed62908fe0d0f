import KubernetesModel

/// Defaults of the kinds that make pods.
enum WorkloadDefaults {
    static func deployment(_ object: inout JSONValue) {
        spec(&object) { spec in
            spec.setDefault("replicas", 1)
            spec.setDefault("strategy", .emptyObject)
            spec.update("strategy") { strategy in
                strategy.setDefaultText("type", "RollingUpdate")
                guard strategy.text("type") == "RollingUpdate" else { return }
                strategy.setDefault("rollingUpdate", .emptyObject)
                strategy.update("rollingUpdate") {
                    $0.setDefault("maxUnavailable", "25%")
                    $0.setDefault("maxSurge", "25%")
                }
            }
            spec.setDefault("revisionHistoryLimit", 10)
            spec.setDefault("progressDeadlineSeconds", 600)
        }
    }

    static func replicationController(_ object: inout JSONValue) {
        labelsOfTemplate(&object)
        spec(&object) { $0.setDefault("replicas", 1) }
    }

    static func replicaSet(_ object: inout JSONValue) {
        spec(&object) { $0.setDefault("replicas", 1) }
    }

    static func daemonSet(_ object: inout JSONValue) {
        spec(&object) { spec in
            spec.setDefault("updateStrategy", .emptyObject)
            spec.update("updateStrategy") { strategy in
                strategy.setDefaultText("type", "RollingUpdate")
                guard strategy.text("type") == "RollingUpdate" else { return }
                strategy.setDefault("rollingUpdate", .emptyObject)
                strategy.update("rollingUpdate") {
                    $0.setDefault("maxUnavailable", 1)
                    $0.setDefault("maxSurge", 0)
                }
            }
            spec.setDefault("revisionHistoryLimit", 10)
        }
    }

    static func statefulSet(_ object: inout JSONValue) {
        spec(&object) { spec in
            spec.setDefaultText("podManagementPolicy", "OrderedReady")
            spec.setDefault("updateStrategy", .emptyObject)
            spec.update("updateStrategy") { strategy in
                strategy.setDefaultText("type", "RollingUpdate")
                guard strategy.text("type") == "RollingUpdate" else { return }
                strategy.setDefault("rollingUpdate", .emptyObject)
                strategy.update("rollingUpdate") { $0.setDefault("partition", 0) }
            }
            spec.setDefault("replicas", 1)
            spec.setDefault("revisionHistoryLimit", 10)
            spec.setDefault("persistentVolumeClaimRetentionPolicy", .emptyObject)
            spec.update("persistentVolumeClaimRetentionPolicy") {
                $0.setDefaultText("whenDeleted", "Retain")
                $0.setDefaultText("whenScaled", "Retain")
            }
            spec.updateEach("volumeClaimTemplates") { claim in
                claim["apiVersion"] = "v1"
                claim["kind"] = "PersistentVolumeClaim"
                StorageDefaults.claim(&claim)
            }
        }
    }

    static func job(_ object: inout JSONValue) {
        labelsOfTemplate(&object)
        spec(&object, jobSpec)
    }

    private static func jobSpec(_ spec: inout JSONValue) {
        if !spec.has("completions"), !spec.has("parallelism") { spec["completions"] = 1 }
        spec.setDefault("parallelism", 1)
        let limit: JSONValue = spec.has("backoffLimitPerIndex") ? .integer(Int64(Int32.max)) : 6
        spec.setDefault("backoffLimit", limit)
        spec.setDefaultText("completionMode", "NonIndexed")
        spec.setDefault("suspend", false)
        let replacement: JSONValue = spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed"
        spec.setDefault("podReplacementPolicy", replacement)
        spec.setDefault("manualSelector", false)
        spec.update("podFailurePolicy") { policy in
            policy.updateEach("rules") { rule in rule.updateEach("onPodConditions") { $0.setDefaultText("status", "True") } }
        }
    }

    static func cronJob(_ object: inout JSONValue) {
        object.setDefault("spec", .emptyObject)
        object.update("spec") { spec in
            spec.setDefaultText("concurrencyPolicy", "Allow")
            spec.setDefault("suspend", false)
            spec.setDefault("successfulJobsHistoryLimit", 3)
            spec.setDefault("failedJobsHistoryLimit", 1)
            spec.setDefault("jobTemplate", .emptyObject)
            spec.update("jobTemplate") { template in
                template.setDefault("metadata", .emptyObject)
                template.setDefault("spec", .emptyObject)
                template.update("spec") { job in
                    job.setDefault("template", .emptyObject)
                    job.update("template", PodDefaults.template)
                }
            }
        }
    }

    static func horizontalPodAutoscaler(_ object: inout JSONValue) {
        let isFirst = object["apiVersion"]?.string == AutoscalerConversion.v1
        // Metrics that the first version has no field for may be in an annotation: then nothing is missing.
        let hasOthers = object[path: "metadata", "annotations", "autoscaling.alpha.kubernetes.io/metrics"] != nil
        object.update("spec") { spec in
            spec.setDefault("minReplicas", 1)
            if isFirst {
                if !hasOthers { spec.setDefault("targetCPUUtilizationPercentage", .integer(AutoscalerConversion.defaultUtilization)) }
            } else if spec.list("metrics").isEmpty {
                spec["metrics"] = [
                    [
                        "type": "Resource",
                        "resource": [
                            "name": "cpu",
                            "target": ["type": "Utilization", "averageUtilization": .integer(AutoscalerConversion.defaultUtilization)],
                        ],
                    ]
                ]
            }
        }
    }

    /// A workload without labels gets those of its template.
    private static func labelsOfTemplate(_ object: inout JSONValue) {
        guard object[path: "metadata", "labels"]?.object?.isEmpty ?? true,
            let labels = object[path: "spec", "template", "metadata", "labels"], labels.object?.isEmpty == false
        else { return }
        object[path: "metadata", "labels"] = labels
    }

    private static func spec(_ object: inout JSONValue, _ change: (inout JSONValue) -> Void) {
        object.setDefault("spec", .emptyObject)
        object.update("spec") { spec in
            spec.setDefault("template", .emptyObject)
            spec.update("template", PodDefaults.template)
            change(&spec)
        }
    }
}
