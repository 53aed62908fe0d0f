public import KubernetesModel

/// An object as its maker wants it: the fields that it has an opinion on, and no others.
public struct Rendering: Sendable, Hashable {
    public let type: ResourceType
    /// The fields. Never `status`, nor what the server sets in the metadata.
    public let json: JSONValue

    /// - Parameter object: what is wanted. `stringData` of a Secret becomes `data`, as the server would store it.
    public init(_ object: some KubernetesObject) { self.init(Swift.type(of: object).resourceType, object.json) }

    public init(_ type: ResourceType, _ object: JSONValue) {
        self.type = type
        var json = object
        json["apiVersion"] = .string(type.apiVersion)
        json["kind"] = .string(type.kind)
        json["status"] = nil
        for field in ["managedFields", "resourceVersion", "uid", "creationTimestamp", "generation", "deletionTimestamp", "selfLink"] {
            json[path: ["metadata", field]] = nil
        }
        if type.groupResource == "secrets", let texts = json["stringData"]?.object {
            for (key, text) in texts { json[path: ["data", key]] = text.string.map { .string(Base64.encode(Array($0.utf8))) } }
            json["stringData"] = nil
        }
        self.json = json
    }

    public var key: ObjectKey { json.objectKey }

    /// 16 hexadecimal digits that differ when the rendering does; the same on every machine and in every version.
    ///
    /// It is FNV-1a of the JSON text with sorted keys: enough to notice a change, not made against someone who wants two renderings to
    /// agree, nor does it hide what is hashed from someone who can guess it.
    public var hash: String { FNV1a.digits(json.utf8) }

    /// Whether an object on the server has everything that the rendering asks for; see ``differences(in:)``.
    public func isContained(in live: JSONValue) -> Bool { differences(in: live).isEmpty }

    /// Where an object on the server is not as the rendering asks for, as paths like `spec.template.spec.containers[name=database].image`.
    ///
    /// What the rendering does not mention does not count. Neither does how an amount is written, the order of lists that have keys, and
    /// empty values that the server leaves out.
    ///
    /// - Parameter live: the object, or a projection of it if the rendering is the same projection.
    public func differences(in live: JSONValue) -> [String] { Self.differences(of: json, in: live) }

    /// The rendering as it is seen through a projection.
    func projected(by project: (JSONValue) -> JSONValue) -> Rendering { Rendering(type, project(json)) }
}

/// Base64 of RFC 4648, as Secrets have it.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = 0
            for index in 0..<3 { bits = bits << 8 | (index < group.count ? Int(group[start + index]) : 0) }
            for index in 0..<4 {
                text.append(index <= group.count ? alphabet[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
