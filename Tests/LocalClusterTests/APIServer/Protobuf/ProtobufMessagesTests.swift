import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite("The table of messages") struct ProtobufMessagesTests {
    @Test("has every built-in kind that can be created or updated")
    func kinds() throws {
        let resources = BuiltInRules.definitions.filter { $0.verbs.contains("create") || $0.verbs.contains("update") }
        #expect(resources.count > 30)
        for resource in resources {
            var envelope = try ProtobufEnvelope(Wire.envelope("v1", "x", []))
            (envelope.apiVersion, envelope.kind) = (resource.apiVersion, resource.kind)
            let name = try #require(envelope.messageName, "\(resource.apiVersion) \(resource.kind)")
            #expect(ProtobufMessages.kubernetes[name] != nil, "\(name)")
        }
    }

    @Test(
        "has what subresources are asked for with",
        arguments: [
            ("policy/v1", "Eviction", "policy.v1.Eviction"), ("v1", "Binding", "core.v1.Binding"),
            ("autoscaling/v1", "Scale", "autoscaling.v1.Scale"),
            ("authentication.k8s.io/v1", "TokenRequest", "authentication.v1.TokenRequest"), ("v1", "DeleteOptions", "meta.v1.DeleteOptions"),
            ("example.com/v3", "DeleteOptions", "meta.v1.DeleteOptions"),
        ])
    func subresources(apiVersion: String, kind: String, name: String) throws {
        let envelope = try ProtobufEnvelope(Wire.envelope(apiVersion, kind, []))
        #expect(envelope.messageName == name)
        #expect(ProtobufMessages.kubernetes[name] != nil)
    }

    /// A field that the schema does not have would be refused as unknown where JSON would have been taken.
    @Test("has only fields that the schemas have, and only messages that are there")
    func schemas() {
        let messages = ProtobufMessages.kubernetes
        var properties: [String: Set<String>] = [:]
        for groupVersion in EmbeddedOpenAPI.groupVersions {
            for (name, node) in SchemaDocument.embedded(groupVersion).definitions {
                properties[name.split(separator: ".").suffix(3).joined(separator: ".")] = Set(node.properties.keys)
            }
        }
        var compared = 0
        for (name, message) in messages.messages {
            for field in message.order {
                if case .message(let other) = field.content { #expect(messages[other] != nil, "\(name): \(other)") }
                guard let known = properties[name], let fieldName = field.name, !message.isChoice else { continue }
                compared += 1
                #expect(known.contains(fieldName), "\(name).\(fieldName)")
            }
        }
        #expect(compared > 1000)
    }
}
