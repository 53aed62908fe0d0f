import KubernetesModel

/// Defaults of pods and pod templates.
enum PodDefaults {
    /// A Pod; unlike a template it gets requests from its limits, and service links.
    static func pod(_ pod: inout JSONValue) {
        pod.setDefault("spec", .emptyObject)
        pod.update("spec") { spec in
            podSpec(&spec)
            spec.setDefault("enableServiceLinks", true)
            for list in ["initContainers", "containers"] { spec.updateEach(list, requestsFromLimits) }
            if spec["hostNetwork"]?.bool == true { hostPorts(&spec) }
        }
        pod.setDefault("status", .emptyObject)
        pod.update("status") { status in
            status.setDefaultText("phase", "Pending")
            addresses(&status)
        }
    }

    /// `spec.template` of a workload.
    static func template(_ template: inout JSONValue) {
        template.setDefault("metadata", .emptyObject)
        template.setDefault("spec", .emptyObject)
        template.update("spec", podSpec)
    }

    static func podSpec(_ spec: inout JSONValue) {
        spec.setDefaultText("dnsPolicy", "ClusterFirst")
        spec.setDefaultText("restartPolicy", "Always")
        spec.setDefault("securityContext", .emptyObject)
        spec.setDefault("terminationGracePeriodSeconds", 30)
        spec.setDefaultText("schedulerName", "default-scheduler")
        // The deprecated name follows the present one, and leads where that is missing.
        let account = spec.text("serviceAccountName").isEmpty ? spec.text("serviceAccount") : spec.text("serviceAccountName")
        if !account.isEmpty {
            spec["serviceAccountName"] = .string(account)
            spec["serviceAccount"] = .string(account)
        }
        for list in ["initContainers", "containers", "ephemeralContainers"] { spec.updateEach(list, container) }
        spec.updateEach("volumes", volume)
    }

    private static func container(_ container: inout JSONValue) {
        let policy = pullPolicy(ofImage: container.text("image"))
        container.setDefaultText("imagePullPolicy", policy)
        container.setDefaultText("terminationMessagePath", "/dev/termination-log")
        container.setDefaultText("terminationMessagePolicy", "File")
        container.updateEach("ports") { $0.setDefaultText("protocol", "TCP") }
        container.updateEach("env") { variable in
            variable.update("valueFrom") { $0.update("fieldRef") { $0.setDefaultText("apiVersion", "v1") } }
        }
        for name in ["livenessProbe", "readinessProbe", "startupProbe"] { container.update(name, probe) }
        container.update("lifecycle") { lifecycle in
            for name in ["postStart", "preStop"] { lifecycle.update(name) { $0.update("httpGet", httpGet) } }
        }
    }

    /// `Always` for the tag `latest` or none, unless a digest pins the image.
    private static func pullPolicy(ofImage image: String) -> String {
        if image.contains("@") { return "IfNotPresent" }
        let name = image.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let colon = name.lastIndex(of: ":") else { return "Always" }
        return name[name.index(after: colon)...] == "latest" ? "Always" : "IfNotPresent"
    }

    private static func probe(_ probe: inout JSONValue) {
        for (name, value) in [("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1), ("failureThreshold", 3)] as [(String, Int64)]
        where (probe[name]?.integer ?? 0) == 0 { probe[name] = .integer(value) }
        probe.update("httpGet", httpGet)
        probe.update("grpc") { $0.setDefault("service", "") }
    }

    private static func httpGet(_ action: inout JSONValue) {
        action.setDefaultText("path", "/")
        action.setDefaultText("scheme", "HTTP")
    }

    private static func requestsFromLimits(_ container: inout JSONValue) {
        guard let limits = container[path: "resources", "limits"]?.object, !limits.isEmpty else { return }
        container.update("resources") { resources in
            resources.setDefault("requests", .emptyObject)
            resources.update("requests") { requests in
                for (name, amount) in limits { requests.setDefault(name, amount) }
            }
        }
    }

    private static func hostPorts(_ spec: inout JSONValue) {
        for list in ["initContainers", "containers"] {
            spec.updateEach(list) { container in
                container.updateEach("ports") { port in
                    let number = port["containerPort"] ?? 0
                    port.setDefault("hostPort", number)
                }
            }
        }
    }

    static func volume(_ volume: inout JSONValue) {
        if (volume.object ?? [:]).keys.allSatisfy({ $0 == "name" }) { volume["emptyDir"] = .emptyObject }
        volume.update("secret") { $0.setDefault("defaultMode", 420) }
        volume.update("configMap") { $0.setDefault("defaultMode", 420) }
        volume.update("downwardAPI") { source in
            source.setDefault("defaultMode", 420)
            source.updateEach("items", downwardFile)
        }
        volume.update("projected") { source in
            source.setDefault("defaultMode", 420)
            source.updateEach("sources") { projection in
                projection.update("serviceAccountToken") { $0.setDefault("expirationSeconds", 3600) }
                projection.update("downwardAPI") { $0.updateEach("items", downwardFile) }
            }
        }
        volume.update("hostPath") { $0.setDefault("type", "") }
        volume.update("ephemeral") { $0.update("volumeClaimTemplate") { $0.update("spec") { $0.setDefault("volumeMode", "Filesystem") } } }
    }

    private static func downwardFile(_ file: inout JSONValue) {
        file.update("fieldRef") { $0.setDefaultText("apiVersion", "v1") }
    }

    /// `podIP` is the first of `podIPs`; where both are given and differ, `podIP` counts.
    private static func addresses(_ status: inout JSONValue) {
        let first = status.text("podIP")
        let list = status.list("podIPs")
        if !first.isEmpty, list.first?.text("ip") != first {
            status["podIPs"] = [["ip": .string(first)]]
        } else if first.isEmpty, let ip = list.first?["ip"] {
            status["podIP"] = ip
        }
    }
}
