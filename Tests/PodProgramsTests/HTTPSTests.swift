import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SwiftASN1
import Testing
import X509

@testable import PodPrograms

/// A server as Patroni's: TLS, a status by path, and for changes a client certificate.
private final class Server: Sendable {
    let channel: any Channel
    let port: Int

    init(_ identity: Identity, trusts: Identity?) async throws {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: Array(identity.certificatePEM.utf8), format: .pem))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(identity.keyPEM.utf8), format: .pem)))
        if let trusts {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates([try NIOSSLCertificate(bytes: Array(trusts.certificatePEM.utf8), format: .pem)])
        }
        let context = try NIOSSLContext(configuration: configuration)
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                try channel.pipeline.syncOperations.addHandler(Answering())
            }
        }.bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): self.head = head
            case .body(let part): body += part.readableBytesView
            case .end:
                guard let head, head.uri != "/silent" else { return }
                let status: HTTPResponseStatus =
                    switch head.uri {
                    case "/liveness", "/cluster": .ok
                    case "/reload": .accepted
                    default: .serviceUnavailable
                    }
                let text = head.method == .POST ? String(decoding: body, as: UTF8.self) : #"{"members": []}"#
                context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status))), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}

/// A certificate that signs itself.
private struct Identity {
    let certificatePEM: String
    let keyPEM: String

    init() throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("patroni") }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: Date() - 60, notValidAfter: Date() + 3600,
            issuer: name,
            subject: name, extensions: try Certificate.Extensions { Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil)) },
            issuerPrivateKey: .init(key))
        certificatePEM = try certificate.serializeAsPEM().pemString
        keyPEM = key.pemRepresentation
    }
}

@Suite("Patroni's REST API over TLS") struct HTTPSTests {
    @Test("a probe is healthy only when Patroni answers 200") func probe() async throws {
        let server = try await Server(Identity(), trusts: nil)
        let patroni = PatroniREST(hosts: ["127.0.0.1"], port: server.port)
        let alive = HealthCheck(endpoint: "liveness", file: "/nonexistent", healthyWithFile: true, patroni: patroni)
        #expect(await alive.run().healthy)
        let ready = HealthCheck(endpoint: "readiness", file: "/nonexistent", healthyWithFile: false, patroni: patroni)
        let result = await ready.run()
        #expect(!result.healthy)
        #expect(result.reason == "Patroni answers 503 to /readiness")
        #expect(try await patroni.cluster() == PatroniCluster(members: []))
        try await server.channel.close()
        #expect(await !alive.run().healthy)
    }

    @Test("a file decides without asking") func files() async throws {
        let folder = try TemporaryFolder()
        try folder.file("it")
        let nobody = PatroniREST(hosts: ["127.0.0.1"], port: 1)
        #expect(await HealthCheck(endpoint: "liveness", file: "\(folder.path)/it", healthyWithFile: true, patroni: nobody).run().healthy)
        #expect(await !HealthCheck(endpoint: "readiness", file: "\(folder.path)/it", healthyWithFile: false, patroni: nobody).run().healthy)
    }

    @Test("a change is asked for with the certificate and key of one file, in either order") func reload() async throws {
        let identity = try Identity()
        let server = try await Server(identity, trusts: identity)
        let folder = try TemporaryFolder()
        for content in [identity.keyPEM + "\n" + identity.certificatePEM, identity.certificatePEM + "\n" + identity.keyPEM] {
            try folder.file("crt+key", content)
            try await PatroniREST(hosts: ["127.0.0.1"], port: server.port, identity: "\(folder.path)/crt+key").reload()
        }
        await #expect(throws: (any Error).self) {
            _ = try await HTTPSRequest(hosts: ["127.0.0.1"], port: server.port, method: .POST, path: "/reload", timeout: .seconds(5)).send()
        }
        await #expect(throws: SystemError("open /nonexistent", code: 2)) {
            try await PatroniREST(hosts: ["127.0.0.1"], port: server.port, identity: "/nonexistent").reload()
        }
        try await server.channel.close()
    }

    @Test("the next address is tried when the first one refuses") func addresses() async throws {
        let server = try await Server(Identity(), trusts: nil)
        let answer = try await HTTPSRequest(hosts: ["127.0.0.2", "127.0.0.1"], port: server.port, path: "/liveness", timeout: .seconds(5)).send()
        #expect(answer.status == 200)
        try await server.channel.close()
    }

    @Test("a server that says nothing is given up") func silence() async throws {
        let server = try await Server(Identity(), trusts: nil)
        await #expect(throws: Problem("127.0.0.1:/silent: no answer within 1 s")) {
            _ = try await HTTPSRequest(hosts: ["127.0.0.1"], port: server.port, path: "/silent", timeout: .seconds(1)).send()
        }
        try await server.channel.close()
    }
}
