import ArgumentParser

/// `egret pg`: what a person does with a PostgreSQL cluster.
struct PostgresCommand: AsyncParsableCommand {
    static let configuration = described(as: "pg")

    static func described(as name: String) -> CommandConfiguration {
        CommandConfiguration(
            commandName: name, abstract: "Look at PostgreSQL clusters, back them up, restore them, and connect to them.",
            discussion: """
                Needs nothing but a kubeconfig: KUBECONFIG, --kubeconfig, --context and -n work as with kubectl. A cluster need not be named where a \
                namespace has only one.

                Exit status: 0 done; 1 failed, standard error says why; 2 the command line is wrong, nothing was done; 3 there, but not ready, or not \
                done in time. psql passes on its own.
                """,
            subcommands: [
                ClusterStatusCommand.self, BackupCommand.self, BackupsCommand.self, RestoreCommand.self, DrillCommand.self, PsqlCommand.self,
                LogsCommand.self, ConnectCommand.self,
            ])
    }
}

extension PostgresCommand {
    /// Options that say which Kubernetes is meant may stand before the command, too, as people are used to from kubectl: they are moved behind it.
    static func withOptionsBehindCommand(_ arguments: [String]) -> [String] {
        let names = ["-n", "--namespace", "--context", "--kubeconfig", "--request-timeout"]
        var rest = arguments[...]
        while let word = rest.first {
            if names.contains(word), rest.count > 1 {
                rest = rest.dropFirst(2)
            } else if names.contains(where: { word.hasPrefix("\($0)=") }) {
                rest = rest.dropFirst()
            } else {
                break
            }
        }
        guard let command = rest.first, !command.hasPrefix("-") else { return arguments }
        return [command] + arguments[..<rest.startIndex] + rest.dropFirst()
    }
}

/// `kubectl pg`: the same, under the name by which kubectl finds it.
struct KubectlPlugin: AsyncParsableCommand {
    static let configuration = PostgresCommand.described(as: "kubectl pg")
}
