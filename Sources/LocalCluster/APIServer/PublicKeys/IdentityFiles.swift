import Crypto
import Foundation
import SwiftASN1
import X509

/// Reads and writes keys and certificates as PEM files of one directory.
struct IdentityFiles {
    let directory: URL

    /// The identity of a name if its files exist and the certificate passes a test.
    ///
    /// - Throws: an error that names the file if it exists and cannot be read.
    func identity(_ name: String, where isUsable: (Certificate) -> Bool) throws -> Identity? {
        guard let key = try key(name), let text = try text("\(name).crt") else { return nil }
        let certificate = try Certificate(pemEncoded: text)
        return isUsable(certificate) ? Identity(key: key, certificate: certificate) : nil
    }

    func key(_ name: String) throws -> P256.Signing.PrivateKey? {
        try text("\(name).key").map { try P256.Signing.PrivateKey(pemRepresentation: $0) }
    }

    func keep(_ name: String, _ identity: Identity) throws -> Identity {
        _ = try keep(name, identity.key)
        try write("\(name).crt", identity.certificatePEM, permissions: 0o644)
        return identity
    }

    func keep(_ name: String, _ key: P256.Signing.PrivateKey) throws -> P256.Signing.PrivateKey {
        try write("\(name).key", key.pemRepresentation + "\n", permissions: 0o600)
        return key
    }

    /// A file's text; nil if there is none.
    func text(_ file: String) throws -> String? {
        let url = directory.appendingPathComponent(file)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        return try String(contentsOf: url, encoding: .utf8)
    }

    /// Writes a file whole or not at all, never readable by others before its permissions are set.
    func write(_ file: String, _ text: String, permissions: Int) throws {
        let url = directory.appendingPathComponent(file)
        let draft = directory.appendingPathComponent(".\(file).new")
        try? FileManager.default.removeItem(at: draft)
        guard FileManager.default.createFile(atPath: draft.path, contents: nil, attributes: [.posixPermissions: permissions]) else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: draft.path])
        }
        let handle = try FileHandle(forWritingTo: draft)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.synchronize()
        try handle.close()
        guard rename(draft.path, url.path) == 0 else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: url.path]) }
    }
}
