import KubernetesModel
import NIOHTTP1
import Testing

@testable import LocalAPIServer

@Suite("Autoscalers of two versions") struct AutoscalerConversionTests {
    private func second(_ metrics: JSONValue) -> JSONValue {
        [
            "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": ["name": "h"],
            "spec": ["maxReplicas": 3, "metrics": metrics],
        ]
    }

    private static let cpu: JSONValue = [
        "type": "Resource", "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": 70]],
    ]

    @Test func theUseOfCPUHasAFieldInTheFirst() {
        let first = AutoscalerConversion.convert(second([Self.cpu]), to: "autoscaling/v1")
        #expect(first["apiVersion"] == "autoscaling/v1")
        #expect(first["spec"] == ["maxReplicas": 3, "targetCPUUtilizationPercentage": 70])
        #expect(first[path: "metadata", "annotations"] == nil)
    }

    @Test(
        arguments: [
            ["type": "Resource", "resource": ["name": "memory", "target": ["type": "AverageValue", "averageValue": "1Gi"]]],
            [
                "type": "ContainerResource",
                "containerResource": ["name": "cpu", "container": "main", "target": ["type": "Utilization", "averageUtilization": 50]],
            ],
            ["type": "Pods", "pods": ["metric": ["name": "tps"], "target": ["type": "AverageValue", "averageValue": "100"]]],
            [
                "type": "Object",
                "object": [
                    "describedObject": ["kind": "Service", "name": "s"], "metric": ["name": "hits", "selector": ["matchLabels": ["a": "b"]]],
                    "target": ["type": "Value", "value": "10"],
                ],
            ],
            ["type": "External", "external": ["metric": ["name": "queue"], "target": ["type": "Value", "value": "5"]]],
        ] as [JSONValue])
    func everyOtherMetricComesBack(_ metric: JSONValue) {
        var object = second([Self.cpu, metric])
        object[path: "spec", "behavior"] = ["scaleDown": ["stabilizationWindowSeconds": 60]]
        let first = AutoscalerConversion.convert(object, to: "autoscaling/v1")
        #expect(first[path: "spec", "behavior"] == nil)
        #expect(AutoscalerConversion.convert(first, to: "autoscaling/v2")["spec"] == object["spec"])
    }

    @Test func oneMadeInTheFirstIsReadInTheSecond() async throws {
        try await RunningServer.with { server in
            let connection = try await TestConnection(server)
            let path = "/namespaces/default/horizontalpodautoscalers"
            let made = try await connection.request(
                .POST, "/apis/autoscaling/v1\(path)",
                [
                    "apiVersion": "autoscaling/v1", "kind": "HorizontalPodAutoscaler", "metadata": ["name": "h"],
                    "spec": ["maxReplicas": 3, "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web"]],
                ])
            #expect(made.status == 201)
            #expect(made.json[path: "spec", "targetCPUUtilizationPercentage"] == 80)
            #expect(made.json[path: "spec", "metrics"] == nil)
            let read = try await connection.request(.GET, "/apis/autoscaling/v2\(path)/h").json
            #expect(read["apiVersion"] == "autoscaling/v2")
            #expect(read[path: "spec", "metrics"]?[0]?[path: "resource", "target", "averageUtilization"] == 80)
            let list = try await connection.request(.GET, "/apis/autoscaling/v2\(path)").json
            #expect(list["items"]?[0]?[path: "spec", "metrics"] != nil)
            await connection.close()
        }
    }
}
