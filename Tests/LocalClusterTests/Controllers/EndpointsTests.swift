import KubernetesModel
import Testing

@testable import LocalControllers

@Suite("What routes are made from") struct EndpointsTests {
    private let service = Service(json: [
        "metadata": ["name": "db", "namespace": "ns", "creationTimestamp": "2026-01-01T00:00:00Z"]
    ])

    private func pod(_ name: String, readySince time: String?) -> Pod {
        var json: JSONValue = ["metadata": ["name": .string(name), "namespace": "ns"]]
        if let time { json[path: "status", "conditions"] = [["type": "Ready", "status": "True", "lastTransitionTime": .string(time)]] }
        return Pod(json: json)
    }

    @Test func theTimeOfAChangeIsThatOfWhatCausedIt() {
        let triggers = TriggerTimes()
        // First the Service itself, whatever its Pods did before.
        #expect(triggers.next(service, [pod("a", readySince: "2025-01-01T00:00:00Z")])?.description == "2026-01-01T00:00:00Z")
        #expect(triggers.next(service, [pod("a", readySince: "2025-01-01T00:00:00Z")]) == nil)
        // A Pod that has become ready, though long ago.
        #expect(
            triggers.next(service, [pod("a", readySince: "2025-01-01T00:00:00Z"), pod("b", readySince: "2024-05-01T00:00:00Z")])?.description
                == "2024-05-01T00:00:00Z")
        // The earliest of several.
        #expect(
            triggers.next(service, [pod("a", readySince: "2026-03-01T00:00:00Z"), pod("b", readySince: "2026-02-01T00:00:00Z")])?.description
                == "2026-02-01T00:00:00Z")
        // A Pod that goes has no time.
        #expect(triggers.next(service, []) == nil)
        triggers.keep([], in: "ns")
        #expect(triggers.next(service, [])?.description == "2026-01-01T00:00:00Z")
    }

    private func endpoints(_ subsets: JSONValue, annotations: JSONValue = [:]) -> Endpoints {
        Endpoints(json: ["metadata": ["name": "db", "namespace": "ns", "labels": ["app": "db"], "annotations": annotations], "subsets": subsets])
    }

    @Test func subsetsOfTheSamePortsAreOneSlice() {
        let ports: JSONValue = [["name": "pg", "port": 5432]]
        let slices = MirroredSlice.all(
            of: endpoints([
                ["addresses": [["ip": "192.0.2.1"]], "notReadyAddresses": [["ip": "192.0.2.2"]], "ports": ports],
                ["addresses": [["ip": "192.0.2.3"], ["ip": "2001:db8::1"]], "ports": ports],
                ["addresses": [["ip": "192.0.2.4"]], "ports": [["name": "rest", "port": 8008]]],
            ]))
        #expect(slices.map(\.addressType) == ["IPv4", "IPv6", "IPv4"])
        #expect(
            slices.map { $0.endpoints.map { $0.addresses?.first ?? "" } } == [
                ["192.0.2.1", "192.0.2.2", "192.0.2.3"], ["2001:db8::1"], ["192.0.2.4"],
            ])
        #expect(slices[0].endpoints.map { $0.conditions?.ready } == [true, false, true])
        #expect(slices[0].ports == [EndpointSlicePort(name: "pg", port: 5432, protocol: "TCP")])
        #expect(slices[2].ports.first?.port == 8008)
    }

    @Test func annotationsAreMirroredButThoseOfTheObjectItself() {
        let mirrored = MirroredSlice.annotations(
            of: endpoints(
                [], annotations: ["leader": "db-0", "kubectl.kubernetes.io/last-applied-configuration": "{}", TriggerTimes.annotation: "x"]))
        #expect(mirrored == ["leader": "db-0"])
        #expect(MirroredSlice.labels(of: endpoints([]))["kubernetes.io/service-name"] == "db")
    }

    @Test func aHeartbeatOfPatroniIsNoReasonToWrite() {
        #expect(!MirroredSlice.differ(["leader": "a", "renewTime": "1", "optime": "2"], ["leader": "a", "renewTime": "5", "optime": "6"]))
        #expect(MirroredSlice.differ(["leader": "a", "renewTime": "1"], ["leader": "b", "renewTime": "1"]))
    }
}
