import ArgumentParser
import Foundation
import LocalCluster

extension ClusterOptions {
    /// The cluster that is meant, as it was started, or as it would be.
    var configuration: LocalClusterConfiguration {
        get throws { try LocalClusterConfiguration.reading(dataDirectory: directory(environment: ProcessInfo.processInfo.environment)) }
    }

    /// The cluster that is meant; an error if none was ever started there.
    var existing: LocalClusterConfiguration {
        get throws {
            let configuration = try configuration
            guard configuration.exists else {
                throw CommandFailure("there is no local cluster in \(configuration.dataDirectory): egret local up makes one")
            }
            return configuration
        }
    }
}

/// What kept a command from doing its work, in words for the person who typed it.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
