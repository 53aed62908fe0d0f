// Made by scripts/generate-model.py from openapi/: change that instead.

/// `VolumeProjection` of core/v1.
public struct VolumeProjection: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        clusterTrustBundle: ClusterTrustBundleProjection? = nil,
        configMap: ConfigMapProjection? = nil,
        downwardAPI: DownwardAPIProjection? = nil,
        podCertificate: PodCertificateProjection? = nil,
        secret: SecretProjection? = nil,
        serviceAccountToken: ServiceAccountTokenProjection? = nil
    ) {
        json = .emptyObject
        json.write(clusterTrustBundle, at: "clusterTrustBundle")
        json.write(configMap, at: "configMap")
        json.write(downwardAPI, at: "downwardAPI")
        json.write(podCertificate, at: "podCertificate")
        json.write(secret, at: "secret")
        json.write(serviceAccountToken, at: "serviceAccountToken")
    }
    public var clusterTrustBundle: ClusterTrustBundleProjection? {
        get { json.read("clusterTrustBundle") }
        set { json.write(newValue, at: "clusterTrustBundle") }
    }
    public var configMap: ConfigMapProjection? {
        get { json.read("configMap") }
        set { json.write(newValue, at: "configMap") }
    }
    public var downwardAPI: DownwardAPIProjection? {
        get { json.read("downwardAPI") }
        set { json.write(newValue, at: "downwardAPI") }
    }
    public var podCertificate: PodCertificateProjection? {
        get { json.read("podCertificate") }
        set { json.write(newValue, at: "podCertificate") }
    }
    public var secret: SecretProjection? {
        get { json.read("secret") }
        set { json.write(newValue, at: "secret") }
    }
    public var serviceAccountToken: ServiceAccountTokenProjection? {
        get { json.read("serviceAccountToken") }
        set { json.write(newValue, at: "serviceAccountToken") }
    }
}
