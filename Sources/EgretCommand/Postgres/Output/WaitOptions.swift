import ArgumentParser

/// Whether a command that asks for something waits until it is done.
struct WaitOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Wait until it is done.")
    var wait = false

    @Option(help: "Seconds that --wait may take (default: as long as it takes).")
    var timeout: Int?

    /// How long it waits; nil: as long as it takes.
    var limit: Duration? { timeout.map { .seconds($0) } }
}
