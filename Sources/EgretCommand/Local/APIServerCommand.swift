import ArgumentParser
import Foundation
import LocalAPIServer
import LocalCluster
import Logging

/// `egret local apiserver`: the API server alone, in the foreground.
struct APIServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apiserver", abstract: "Run the API server alone, in the foreground.",
        discussion: "Prints the path of the administrator's kubeconfig when it answers. Ends on SIGINT or SIGTERM.")

    @Option(help: "Directory of the server's state; it is created if need be.")
    var data: String

    @Option(help: "Port to listen on; 0 for any that is free.")
    var port = 6_443

    @Option(help: "Address to listen on; repeat for several.")
    var address: [String] = ["127.0.0.1"]

    @Option(name: .customLong("service-cidr"), help: "IPv4 range of the addresses of services.")
    var serviceCIDR = "10.96.0.0/16"

    @Flag(help: "Run the controllers beside it. There is no node: no pod ever runs.")
    var controllers = false

    @Flag(help: "Log every request that breaks off.")
    var verbose = false

    func run() async throws {
        var configuration = LocalAPIServer.Configuration(dataDirectory: data)
        configuration.addresses = address
        configuration.port = port
        configuration.serviceCIDR = serviceCIDR
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "egret.apiserver")
        logger.logLevel = verbose ? .debug : .info
        let kubeconfig = configuration.kubeconfigPath
        let started: @Sendable (Int) -> Void = { _ in
            print(kubeconfig)
            fflush(nil)
        }
        if controllers { return try await ControlPlane(configuration: configuration, logger: logger, started: started).run() }
        let server = LocalAPIServer(configuration: configuration, logger: logger, started: started)
        let serving = Task { try await server.run() }
        let signals = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { serving.cancel() }
            source.resume()
            return source
        }
        defer { for source in signals { source.cancel() } }
        try await serving.value
    }
}
