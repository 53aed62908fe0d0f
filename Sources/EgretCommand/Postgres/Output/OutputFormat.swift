import ArgumentParser
import KubernetesModel

/// `-o`: a form for programs.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case json, yaml

    /// A document in this form, with its last line end.
    func text(_ document: JSONValue) -> String {
        switch self {
        case .json: document.indentedText + "\n"
        case .yaml: document.yaml(firstKeys: ["apiVersion", "kind", "name"])
        }
    }
}

struct OutputOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "Form for programs: json or yaml. Its fields are stable.")
    var output: OutputFormat?
}

extension OutputOptions {
    /// Prints a document of this kind for programs, where one is asked for, else a text for people, which goes to standard error for a failure.
    func show(_ kind: String, _ json: JSONValue, _ text: String, isFailure: Bool) {
        if let form = output {
            print(form.text(OutputDocument.of(kind, json)), terminator: "")
        } else if isFailure {
            printError(text)
        } else {
            print(text)
        }
    }
}

/// Documents that we print have a version: fields may be added to it, none is taken away or changes its meaning.
enum OutputDocument {
    static func of(_ kind: String, _ object: JSONValue) -> JSONValue { of(kind, (object.object ?? [:]).mapValues { Optional($0) }) }

    static func of(_ kind: String, _ members: [String: JSONValue?]) -> JSONValue {
        .members(members.merging(["apiVersion": "egret.dev/v1", "kind": .string(kind)]) { $1 })
    }
}

extension JSONValue {
    /// An object without the members that have no value.
    static func members(_ members: [String: JSONValue?]) -> JSONValue { .object(members.compactMapValues { $0 }) }

    /// As JSON on several lines, two spaces a level, keys sorted.
    var indentedText: String { indented(0) }

    private func indented(_ level: Int) -> String {
        let inner = String(repeating: " ", count: 2 * (level + 1))
        let outer = String(repeating: " ", count: 2 * level)
        switch self {
        case .array(let elements) where !elements.isEmpty:
            return "[\n" + elements.map { inner + $0.indented(level + 1) }.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let members) where !members.isEmpty:
            let lines = members.sorted { $0.key < $1.key }.map { "\(inner)\(JSONValue.string($0.key).text): \($0.value.indented(level + 1))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        default: return text
        }
    }
}
