import Foundation
import KubernetesClient
import KubernetesModel
import Yams

extension KubeconfigSection {
    /// Reads a file of YAML.
    ///
    /// - Throws: ``KubernetesError`` with code `configuration`. The message has line and column, and nothing of the content.
    init(readingFile file: String) throws(KubernetesError) {
        let unread = KubeconfigSection(file: file, path: "", value: .emptyObject)
        guard let bytes = FileManager.default.contents(atPath: file) else { throw unread.error(nil, "cannot be read") }
        guard let text = String(bytes: bytes, encoding: .utf8) else { throw unread.error(nil, "must be a text in UTF-8") }
        let value: JSONValue
        do {
            value = try Yams.compose(yaml: text).map { try Self.json($0) } ?? .emptyObject
        } catch let error as KubernetesError {
            throw error
        } catch {
            throw unread.error(nil, Self.explain(error))
        }
        guard value.object != nil || value.isNull else { throw unread.error(nil, "must be a map of fields, as `kubectl config view` prints it") }
        self.init(file: file, path: "", value: value.isNull ? .emptyObject : value)
    }

    /// A tree whose scalars are the texts of the file.
    private static func json(_ node: Yams.Node) throws -> JSONValue {
        switch node {
        case .scalar(let scalar):
            let isNull = scalar.style == .any || scalar.style == .plain ? ["", "~", "null", "Null", "NULL"].contains(scalar.string) : false
            return isNull ? .null : .string(scalar.string)
        case .sequence(let sequence): return .array(try sequence.map { try json($0) })
        case .mapping(let mapping):
            var members: [String: JSONValue] = [:]
            for (key, value) in mapping { members[key.string ?? ""] = try json(value) }
            return .object(members)
        case .alias: return .null
        }
    }

    private static func explain(_ error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            "is no YAML: line \(mark.line), column \(mark.column): \(problem)"
        case .duplicatedKeysInMapping: "is no YAML: a key occurs twice in one map"
        default: "is no YAML"
        }
    }
}
