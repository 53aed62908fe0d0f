// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodCertificateProjection` of core/v1.
public struct PodCertificateProjection: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        certificateChainPath: String? = nil,
        credentialBundlePath: String? = nil,
        keyPath: String? = nil,
        keyType: String? = nil,
        maxExpirationSeconds: Int? = nil,
        signerName: String? = nil,
        userAnnotations: [String: String]? = nil
    ) {
        json = .emptyObject
        json.write(certificateChainPath, at: "certificateChainPath")
        json.write(credentialBundlePath, at: "credentialBundlePath")
        json.write(keyPath, at: "keyPath")
        json.write(keyType, at: "keyType")
        json.write(maxExpirationSeconds, at: "maxExpirationSeconds")
        json.write(signerName, at: "signerName")
        json.write(userAnnotations, at: "userAnnotations")
    }
    public var certificateChainPath: String? {
        get { json.read("certificateChainPath") }
        set { json.write(newValue, at: "certificateChainPath") }
    }
    public var credentialBundlePath: String? {
        get { json.read("credentialBundlePath") }
        set { json.write(newValue, at: "credentialBundlePath") }
    }
    public var keyPath: String? {
        get { json.read("keyPath") }
        set { json.write(newValue, at: "keyPath") }
    }
    public var keyType: String? {
        get { json.read("keyType") }
        set { json.write(newValue, at: "keyType") }
    }
    public var maxExpirationSeconds: Int? {
        get { json.read("maxExpirationSeconds") }
        set { json.write(newValue, at: "maxExpirationSeconds") }
    }
    public var signerName: String? {
        get { json.read("signerName") }
        set { json.write(newValue, at: "signerName") }
    }
    public var userAnnotations: [String: String]? {
        get { json.read("userAnnotations") }
        set { json.write(newValue, at: "userAnnotations") }
    }
}
