import FoundationEssentials
import Glibc
import Logging
import PodPrograms
import PostgresOperator

// What Pods need is in the same executable, told apart by the name that it is called by.
let name = CommandLine.arguments.first ?? ""
if let status = await PodPrograms.run(name: name, arguments: Array(CommandLine.arguments.dropFirst())) { exit(status) }

do {
    let variables = ProcessInfo.processInfo.environment
    let environment = try OperatorEnvironment(environment: variables, serviceAccountNamespace: OperatorEnvironment.namespaceOfServiceAccount)
    LoggingSystem.bootstrap { OperatorLog(label: $0, level: environment.logLevel, isStructured: environment.logsAreStructured) }
    try await OperatorProcess(settings: environment, environment: variables, logger: Logger(label: "operator")).run()
} catch {
    OperatorLog.lastWords("egret-operator: \(error)")
    exit(1)
}
