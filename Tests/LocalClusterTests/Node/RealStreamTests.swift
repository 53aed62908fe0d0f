import Foundation
import KubernetesModel
import NIOCore
import Testing

@testable import LocalNode

@Suite(.enabled(if: NodeFixture.canRun), .serialized)
struct RealStreamTests {
    @Test func `programs run in a container with input, two outputs, a status and a terminal`() async throws {
        try await NodeFixture.with(number: 12) { fixture in
            try await fixture.running { node in
                let key = fixture.create(
                    "box", ["containers": [shell("nc -ll -p 7000 -e cat & exec sleep 1000", ["env": [["name": "A", "value": "b"]]])]])
                try await fixture.wait(for: key, "ready") { $0.isReady }
                let pod = try #require(fixture.api.object(Pod.resourceType, key))

                let plain = Conversation()
                plain.type("typed\n")
                plain.closeInput()
                let request = NodeExecRequest(container: "main", command: ["sh", "-c", "cat; echo $A; echo oops >&2; exit 7"], hasInput: true)
                #expect(try await node.streams.exec(pod: pod, request, session: plain.session) == 7)
                #expect(plain.output == "typed\nb\n")
                #expect(plain.error == "oops\n")

                let missing = Conversation()
                let status = try await node.streams.exec(
                    pod: pod, NodeExecRequest(container: "main", command: ["nothing-here"]), session: missing.session)
                #expect(status != 0)
                #expect(missing.error.contains("nothing-here") || missing.output.contains("nothing-here"))

                let large = Conversation()
                let many = NodeExecRequest(container: "main", command: ["sh", "-c", "yes 0123456789 | head -n 200000"])
                #expect(try await node.streams.exec(pod: pod, many, session: large.session) == 0)
                #expect(large.output.utf8.count == 2_200_000)

                let terminal = Conversation()
                let shellRequest = NodeExecRequest(container: "main", command: ["sh"], hasInput: true, hasTerminal: true)
                terminal.resize(columns: 101, rows: 31)
                async let ending = node.streams.exec(pod: pod, shellRequest, session: terminal.session)
                try await fixture.wait("a prompt") {
                    terminal.output.contains("#")
                } describe: {
                    terminal.output
                }
                terminal.type("stty size; tty; exit 4\n")
                #expect(try await ending == 4)
                #expect(terminal.output.contains("/dev/pts/"), "\(terminal.output)")
                #expect(terminal.output.contains("31 101"), "\(terminal.output)")

                await #expect(throws: NodeStreamError.self) {
                    try await node.streams.exec(pod: pod, NodeExecRequest(container: "other", command: ["id"]), session: plain.session)
                }
            }
        }
    }

    @Test func `a cancelled exec leaves nothing running, and a port on a pod's loopback is reached`() async throws {
        try await NodeFixture.with(number: 13) { fixture in
            try await fixture.running { node in
                let key = fixture.create("box", ["containers": [shell("nc -ll -p 7000 -e cat & exec sleep 1000")]])
                try await fixture.wait(for: key, "ready") { $0.isReady }
                let pod = try #require(fixture.api.object(Pod.resourceType, key))
                let task = Task {
                    let conversation = Conversation()
                    return try await node.streams.exec(
                        pod: pod, NodeExecRequest(container: "main", command: ["sleep", "4321"]), session: conversation.session)
                }
                func runs() async throws -> Bool {
                    let conversation = Conversation()
                    _ = try await node.streams.exec(pod: pod, NodeExecRequest(container: "main", command: ["ps"]), session: conversation.session)
                    return conversation.output.contains("sleep 4321")
                }
                try await fixture.wait("the program runs") { try await runs() }
                task.cancel()
                try await fixture.wait("the program is gone", within: .seconds(3)) { try await !runs() }

                let forward = Conversation()
                async let end: Void = node.streams.portForward(pod: pod, port: 7000, input: forward.allInput) { forward.take($0) }
                forward.type("echo me")
                try await fixture.wait("an echo") { forward.output == "echo me" }
                forward.closeInput()
                try await end
                await #expect(throws: NodeStreamError.self) {
                    try await node.streams.portForward(pod: pod, port: 7001, input: forward.allInput) { _ in }
                }
            }
        }
    }

    @Test func `a log is followed to the end of its container`() async throws {
        try await NodeFixture.with(number: 14) { fixture in
            try await fixture.running { node in
                let key = fixture.create(
                    "talker", ["restartPolicy": "Never", "containers": [shell("for i in 1 2 3 4 5; do echo line $i; sleep 0.2; done; printf end")]])
                try await fixture.wait(for: key, "running") { $0.container("main")?.state?.running != nil }
                let pod = try #require(fixture.api.object(Pod.resourceType, key))
                var request = NodeLogRequest(container: "main")
                request.follows = true
                var text = ""
                for try await bytes in try await node.streams.logs(pod: pod, request) { text += String(buffer: bytes) }
                #expect(text == "line 1\nline 2\nline 3\nline 4\nline 5\nend")
                request.follows = false
                request.tailLines = 2
                request.timestamps = true
                text = ""
                for try await bytes in try await node.streams.logs(pod: pod, request) { text += String(buffer: bytes) }
                #expect(text.split(separator: "\n").count == 2)
                #expect(text.contains("Z line 5\n") && text.hasSuffix("Z end"), "\(text)")
            }
        }
    }

    @Test func `a client attaches to what a container runs`() async throws {
        try await NodeFixture.with(number: 20) { fixture in
            try await fixture.running { node in
                let key = fixture.create(
                    "box", ["restartPolicy": "Never", "containers": [shell("read line; echo got $line; echo bad >&2; exit 3", ["stdin": true])]])
                let tty = fixture.create(
                    "tty",
                    ["restartPolicy": "Never", "containers": [shell("tty; read line; echo got $line; stty size", ["stdin": true, "tty": true])]])
                for key in [key, tty] { try await fixture.wait(for: key, "ready") { $0.isReady } }
                let plain = Conversation()
                async let end: Void = node.streams.attach(
                    pod: try #require(fixture.api.object(Pod.resourceType, key)), container: "main", hasInput: true, session: plain.session)
                plain.type("this\n")
                try await end
                #expect(plain.output == "got this\n")
                #expect(plain.error == "bad\n")
                let terminal = Conversation()
                async let over: Void = node.streams.attach(
                    pod: try #require(fixture.api.object(Pod.resourceType, tty)), container: "main", hasInput: true, session: terminal.session)
                terminal.resize(columns: 99, rows: 22)
                terminal.type("that\n")
                try await over
                #expect(terminal.output.contains("got that\r\n"), "\(terminal.output)")
                try await fixture.wait(for: key, "over") { $0.container("main")?.state?.terminated?.exitCode == 3 }
            }
        }
    }
}
