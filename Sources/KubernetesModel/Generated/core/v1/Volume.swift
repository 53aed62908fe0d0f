// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Volume` of core/v1.
public struct Volume: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        awsElasticBlockStore: AWSElasticBlockStoreVolumeSource? = nil,
        azureDisk: AzureDiskVolumeSource? = nil,
        azureFile: AzureFileVolumeSource? = nil,
        cephfs: CephFSVolumeSource? = nil,
        cinder: CinderVolumeSource? = nil,
        configMap: ConfigMapVolumeSource? = nil,
        csi: CSIVolumeSource? = nil,
        downwardAPI: DownwardAPIVolumeSource? = nil,
        emptyDir: EmptyDirVolumeSource? = nil,
        ephemeral: EphemeralVolumeSource? = nil,
        fc: FCVolumeSource? = nil,
        flexVolume: FlexVolumeSource? = nil,
        flocker: FlockerVolumeSource? = nil,
        gcePersistentDisk: GCEPersistentDiskVolumeSource? = nil,
        gitRepo: GitRepoVolumeSource? = nil,
        glusterfs: GlusterfsVolumeSource? = nil,
        hostPath: HostPathVolumeSource? = nil,
        image: ImageVolumeSource? = nil,
        iscsi: ISCSIVolumeSource? = nil,
        name: String? = nil,
        nfs: NFSVolumeSource? = nil,
        persistentVolumeClaim: PersistentVolumeClaimVolumeSource? = nil,
        photonPersistentDisk: PhotonPersistentDiskVolumeSource? = nil,
        portworxVolume: PortworxVolumeSource? = nil,
        projected: ProjectedVolumeSource? = nil,
        quobyte: QuobyteVolumeSource? = nil,
        rbd: RBDVolumeSource? = nil,
        scaleIO: ScaleIOVolumeSource? = nil,
        secret: SecretVolumeSource? = nil,
        storageos: StorageOSVolumeSource? = nil,
        vsphereVolume: VsphereVirtualDiskVolumeSource? = nil
    ) {
        json = .emptyObject
        json.write(awsElasticBlockStore, at: "awsElasticBlockStore")
        json.write(azureDisk, at: "azureDisk")
        json.write(azureFile, at: "azureFile")
        json.write(cephfs, at: "cephfs")
        json.write(cinder, at: "cinder")
        json.write(configMap, at: "configMap")
        json.write(csi, at: "csi")
        json.write(downwardAPI, at: "downwardAPI")
        json.write(emptyDir, at: "emptyDir")
        json.write(ephemeral, at: "ephemeral")
        json.write(fc, at: "fc")
        json.write(flexVolume, at: "flexVolume")
        json.write(flocker, at: "flocker")
        json.write(gcePersistentDisk, at: "gcePersistentDisk")
        json.write(gitRepo, at: "gitRepo")
        json.write(glusterfs, at: "glusterfs")
        json.write(hostPath, at: "hostPath")
        json.write(image, at: "image")
        json.write(iscsi, at: "iscsi")
        json.write(name, at: "name")
        json.write(nfs, at: "nfs")
        json.write(persistentVolumeClaim, at: "persistentVolumeClaim")
        json.write(photonPersistentDisk, at: "photonPersistentDisk")
        json.write(portworxVolume, at: "portworxVolume")
        json.write(projected, at: "projected")
        json.write(quobyte, at: "quobyte")
        json.write(rbd, at: "rbd")
        json.write(scaleIO, at: "scaleIO")
        json.write(secret, at: "secret")
        json.write(storageos, at: "storageos")
        json.write(vsphereVolume, at: "vsphereVolume")
    }
    public var awsElasticBlockStore: AWSElasticBlockStoreVolumeSource? {
        get { json.read("awsElasticBlockStore") }
        set { json.write(newValue, at: "awsElasticBlockStore") }
    }
    public var azureDisk: AzureDiskVolumeSource? {
        get { json.read("azureDisk") }
        set { json.write(newValue, at: "azureDisk") }
    }
    public var azureFile: AzureFileVolumeSource? {
        get { json.read("azureFile") }
        set { json.write(newValue, at: "azureFile") }
    }
    public var cephfs: CephFSVolumeSource? {
        get { json.read("cephfs") }
        set { json.write(newValue, at: "cephfs") }
    }
    public var cinder: CinderVolumeSource? {
        get { json.read("cinder") }
        set { json.write(newValue, at: "cinder") }
    }
    public var configMap: ConfigMapVolumeSource? {
        get { json.read("configMap") }
        set { json.write(newValue, at: "configMap") }
    }
    public var csi: CSIVolumeSource? {
        get { json.read("csi") }
        set { json.write(newValue, at: "csi") }
    }
    public var downwardAPI: DownwardAPIVolumeSource? {
        get { json.read("downwardAPI") }
        set { json.write(newValue, at: "downwardAPI") }
    }
    public var emptyDir: EmptyDirVolumeSource? {
        get { json.read("emptyDir") }
        set { json.write(newValue, at: "emptyDir") }
    }
    public var ephemeral: EphemeralVolumeSource? {
        get { json.read("ephemeral") }
        set { json.write(newValue, at: "ephemeral") }
    }
    public var fc: FCVolumeSource? {
        get { json.read("fc") }
        set { json.write(newValue, at: "fc") }
    }
    public var flexVolume: FlexVolumeSource? {
        get { json.read("flexVolume") }
        set { json.write(newValue, at: "flexVolume") }
    }
    public var flocker: FlockerVolumeSource? {
        get { json.read("flocker") }
        set { json.write(newValue, at: "flocker") }
    }
    public var gcePersistentDisk: GCEPersistentDiskVolumeSource? {
        get { json.read("gcePersistentDisk") }
        set { json.write(newValue, at: "gcePersistentDisk") }
    }
    public var gitRepo: GitRepoVolumeSource? {
        get { json.read("gitRepo") }
        set { json.write(newValue, at: "gitRepo") }
    }
    public var glusterfs: GlusterfsVolumeSource? {
        get { json.read("glusterfs") }
        set { json.write(newValue, at: "glusterfs") }
    }
    public var hostPath: HostPathVolumeSource? {
        get { json.read("hostPath") }
        set { json.write(newValue, at: "hostPath") }
    }
    public var image: ImageVolumeSource? {
        get { json.read("image") }
        set { json.write(newValue, at: "image") }
    }
    public var iscsi: ISCSIVolumeSource? {
        get { json.read("iscsi") }
        set { json.write(newValue, at: "iscsi") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var nfs: NFSVolumeSource? {
        get { json.read("nfs") }
        set { json.write(newValue, at: "nfs") }
    }
    public var persistentVolumeClaim: PersistentVolumeClaimVolumeSource? {
        get { json.read("persistentVolumeClaim") }
        set { json.write(newValue, at: "persistentVolumeClaim") }
    }
    public var photonPersistentDisk: PhotonPersistentDiskVolumeSource? {
        get { json.read("photonPersistentDisk") }
        set { json.write(newValue, at: "photonPersistentDisk") }
    }
    public var portworxVolume: PortworxVolumeSource? {
        get { json.read("portworxVolume") }
        set { json.write(newValue, at: "portworxVolume") }
    }
    public var projected: ProjectedVolumeSource? {
        get { json.read("projected") }
        set { json.write(newValue, at: "projected") }
    }
    public var quobyte: QuobyteVolumeSource? {
        get { json.read("quobyte") }
        set { json.write(newValue, at: "quobyte") }
    }
    public var rbd: RBDVolumeSource? {
        get { json.read("rbd") }
        set { json.write(newValue, at: "rbd") }
    }
    public var scaleIO: ScaleIOVolumeSource? {
        get { json.read("scaleIO") }
        set { json.write(newValue, at: "scaleIO") }
    }
    public var secret: SecretVolumeSource? {
        get { json.read("secret") }
        set { json.write(newValue, at: "secret") }
    }
    public var storageos: StorageOSVolumeSource? {
        get { json.read("storageos") }
        set { json.write(newValue, at: "storageos") }
    }
    public var vsphereVolume: VsphereVirtualDiskVolumeSource? {
        get { json.read("vsphereVolume") }
        set { json.write(newValue, at: "vsphereVolume") }
    }
}
