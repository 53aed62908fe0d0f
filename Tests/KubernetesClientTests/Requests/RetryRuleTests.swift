import Testing

@testable import KubernetesClient

@Suite("The rule for sending again") struct RetryRuleTests {
    @Test(
        arguments: [
            (.notSent, true, [.milliseconds(50), .milliseconds(500), nil]),
            (.notSent, false, [.milliseconds(50), .milliseconds(500), nil]),
            (.broken, true, [.milliseconds(50), .milliseconds(500), nil]),
            (.broken, false, [nil, nil, nil]),
            (.busy(retryAfter: 0), false, [.milliseconds(100), .milliseconds(100), .milliseconds(100)]),
            (.busy(retryAfter: 7), true, [.seconds(7), .seconds(7), .seconds(7)]),
            (.unauthorized, false, [.zero, nil, nil]),
            (.final, true, [nil, nil, nil]),
        ] as [(RetryRule.Failure, Bool, [Duration?])])
    func pauses(_ failure: RetryRule.Failure, isSafe: Bool, pauses: [Duration?]) {
        var rule = RetryRule()
        #expect(pauses.indices.map { _ in rule.pause(after: failure, isSafe: isSafe) } == pauses)
    }

    @Test func givesUpOnAServerThatIsAlwaysBusy() {
        var rule = RetryRule()
        let pauses = (1...10).map { _ in rule.pause(after: .busy(retryAfter: 0), isSafe: true) }
        #expect(pauses.compactMap(\.self).count == 5)
    }
}

@Suite("The address of a server") struct ServerAddressTests {
    @Test(
        arguments: [
            ("https://10.0.0.1:6443", "10.0.0.1", 6443, "", true), ("https://api.example", "api.example", 443, "", true),
            ("http://localhost", "localhost", 80, "", false), ("https://[fd00::1]:6443/", "fd00::1", 6443, "", true),
            ("https://[fd00::1]", "fd00::1", 443, "", true),
            ("HTTPS://rancher.example/k8s/clusters/c-1/", "rancher.example", 443, "/k8s/clusters/c-1", true),
        ])
    func parses(url: String, host: String, port: Int, basePath: String, usesTLS: Bool) {
        #expect(ServerAddress(parsing: url) == ServerAddress(usesTLS: usesTLS, host: host, port: port, basePath: basePath))
    }

    @Test(
        arguments: [
            "", "10.0.0.1:6443", "https://", "https://:6443", "https://a:0", "https://a:65536", "https://a:x", "https://u@a", "https://a?b",
            "ftp://a",
            "https://[fd00::1", "https://[::1]x",
        ])
    func refuses(url: String) { #expect(ServerAddress(parsing: url) == nil) }
}
