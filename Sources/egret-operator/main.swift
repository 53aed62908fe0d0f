import Glibc
import PodPrograms

// What Pods need is in the same executable, told apart by the name that it is called by.
let name = CommandLine.arguments.first ?? ""
if let status = await PodPrograms.run(name: name, arguments: Array(CommandLine.arguments.dropFirst())) { exit(status) }
print("egret-operator")
