import Foundation
import KubernetesClient
import KubernetesModel

/// A part of a kubeconfig, with the place that it came from: `users[alice].user` of one file.
///
/// Scalars are kept as the text that stands in the file, so a token of digits is a token.
struct KubeconfigSection: Sendable {
    /// Path of the file that it stands in.
    let file: String
    /// Fields from the top, for messages; empty for the whole file.
    let path: String
    let value: JSONValue

    /// An error that names file and field.
    func error(_ field: String? = nil, _ problem: String) -> KubernetesError {
        let place = [path, field ?? ""].filter { !$0.isEmpty }.joined(separator: ".")
        return KubernetesError(.configuration, request: "kubeconfig \(file)", hint: place.isEmpty ? problem : "\(place): \(problem)")
    }

    /// A text, nil if the field is missing, null or empty.
    func text(_ field: String) throws(KubernetesError) -> String? {
        guard let value = value[field], !value.isNull else { return nil }
        guard let text = value.string else { throw error(field, "must be a text") }
        return text.isEmpty ? nil : text
    }

    /// A text that must be there.
    func requiredText(_ field: String, like example: String) throws(KubernetesError) -> String {
        guard let text = try text(field) else { throw error(field, "is missing; it should be \(example)") }
        return text
    }

    func flag(_ field: String) throws(KubernetesError) -> Bool {
        switch try text(field) {
        case nil, "false"?: return false
        case "true"?: return true
        case let other?: throw error(field, "must be true or false, is \"\(other)\"")
        }
    }

    func texts(_ field: String) throws(KubernetesError) -> [String] {
        guard let value = value[field], !value.isNull else { return [] }
        guard let texts = value.array?.map(\.string), !texts.contains(nil) else { throw error(field, "must be a list of texts") }
        return texts.compactMap(\.self)
    }

    func section(_ field: String) throws(KubernetesError) -> KubeconfigSection? {
        guard let value = value[field], !value.isNull else { return nil }
        guard value.object != nil else { throw error(field, "must be a map of fields") }
        return KubeconfigSection(file: file, path: path.isEmpty ? field : "\(path).\(field)", value: value)
    }

    func sections(_ field: String) throws(KubernetesError) -> [KubeconfigSection] {
        guard let value = value[field], !value.isNull else { return [] }
        guard let elements = value.array else { throw error(field, "must be a list") }
        var sections: [KubeconfigSection] = []
        for (index, element) in elements.enumerated() {
            let place = "\(path.isEmpty ? "" : path + ".")\(field)[\(element["name"]?.string ?? String(index))]"
            guard element.object != nil else { throw error("\(field)[\(index)]", "must be a map of fields") }
            sections.append(KubeconfigSection(file: file, path: place, value: element))
        }
        return sections
    }

    /// What `field-data` holds in base64, or the file that `field` names, relative to the directory of the kubeconfig.
    func material(_ field: String) throws(KubernetesError) -> Material? {
        if let data = try text("\(field)-data") {
            guard let bytes = Data(base64Encoded: data, options: .ignoreUnknownCharacters), !bytes.isEmpty else {
                throw error("\(field)-data", "must be base64")
            }
            return .bytes([UInt8](bytes))
        }
        return try filePath(field).map { .file($0) }
    }

    /// A path of a file that can be read, relative to the directory of the kubeconfig.
    func filePath(_ field: String) throws(KubernetesError) -> String? {
        guard let text = try text(field) else { return nil }
        let path = absolute(text)
        guard FileManager.default.isReadableFile(atPath: path) else { throw error(field, "cannot read the file \(path)") }
        return path
    }

    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(path).standardizedFileURL.path
    }
}
