// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PersistentVolumeSpec` of core/v1.
public struct PersistentVolumeSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        accessModes: [String]? = nil,
        awsElasticBlockStore: AWSElasticBlockStoreVolumeSource? = nil,
        azureDisk: AzureDiskVolumeSource? = nil,
        azureFile: AzureFilePersistentVolumeSource? = nil,
        capacity: [String: Quantity]? = nil,
        cephfs: CephFSPersistentVolumeSource? = nil,
        cinder: CinderPersistentVolumeSource? = nil,
        claimRef: ObjectReference? = nil,
        csi: CSIPersistentVolumeSource? = nil,
        fc: FCVolumeSource? = nil,
        flexVolume: FlexPersistentVolumeSource? = nil,
        flocker: FlockerVolumeSource? = nil,
        gcePersistentDisk: GCEPersistentDiskVolumeSource? = nil,
        glusterfs: GlusterfsPersistentVolumeSource? = nil,
        hostPath: HostPathVolumeSource? = nil,
        iscsi: ISCSIPersistentVolumeSource? = nil,
        local: LocalVolumeSource? = nil,
        mountOptions: [String]? = nil,
        nfs: NFSVolumeSource? = nil,
        nodeAffinity: VolumeNodeAffinity? = nil,
        persistentVolumeReclaimPolicy: String? = nil,
        photonPersistentDisk: PhotonPersistentDiskVolumeSource? = nil,
        portworxVolume: PortworxVolumeSource? = nil,
        quobyte: QuobyteVolumeSource? = nil,
        rbd: RBDPersistentVolumeSource? = nil,
        scaleIO: ScaleIOPersistentVolumeSource? = nil,
        storageClassName: String? = nil,
        storageos: StorageOSPersistentVolumeSource? = nil,
        volumeAttributesClassName: String? = nil,
        volumeMode: String? = nil,
        vsphereVolume: VsphereVirtualDiskVolumeSource? = nil
    ) {
        json = .emptyObject
        json.write(accessModes, at: "accessModes")
        json.write(awsElasticBlockStore, at: "awsElasticBlockStore")
        json.write(azureDisk, at: "azureDisk")
        json.write(azureFile, at: "azureFile")
        json.write(capacity, at: "capacity")
        json.write(cephfs, at: "cephfs")
        json.write(cinder, at: "cinder")
        json.write(claimRef, at: "claimRef")
        json.write(csi, at: "csi")
        json.write(fc, at: "fc")
        json.write(flexVolume, at: "flexVolume")
        json.write(flocker, at: "flocker")
        json.write(gcePersistentDisk, at: "gcePersistentDisk")
        json.write(glusterfs, at: "glusterfs")
        json.write(hostPath, at: "hostPath")
        json.write(iscsi, at: "iscsi")
        json.write(local, at: "local")
        json.write(mountOptions, at: "mountOptions")
        json.write(nfs, at: "nfs")
        json.write(nodeAffinity, at: "nodeAffinity")
        json.write(persistentVolumeReclaimPolicy, at: "persistentVolumeReclaimPolicy")
        json.write(photonPersistentDisk, at: "photonPersistentDisk")
        json.write(portworxVolume, at: "portworxVolume")
        json.write(quobyte, at: "quobyte")
        json.write(rbd, at: "rbd")
        json.write(scaleIO, at: "scaleIO")
        json.write(storageClassName, at: "storageClassName")
        json.write(storageos, at: "storageos")
        json.write(volumeAttributesClassName, at: "volumeAttributesClassName")
        json.write(volumeMode, at: "volumeMode")
        json.write(vsphereVolume, at: "vsphereVolume")
    }
    public var accessModes: [String]? {
        get { json.read("accessModes") }
        set { json.write(newValue, at: "accessModes") }
    }
    public var awsElasticBlockStore: AWSElasticBlockStoreVolumeSource? {
        get { json.read("awsElasticBlockStore") }
        set { json.write(newValue, at: "awsElasticBlockStore") }
    }
    public var azureDisk: AzureDiskVolumeSource? {
        get { json.read("azureDisk") }
        set { json.write(newValue, at: "azureDisk") }
    }
    public var azureFile: AzureFilePersistentVolumeSource? {
        get { json.read("azureFile") }
        set { json.write(newValue, at: "azureFile") }
    }
    public var capacity: [String: Quantity]? {
        get { json.read("capacity") }
        set { json.write(newValue, at: "capacity") }
    }
    public var cephfs: CephFSPersistentVolumeSource? {
        get { json.read("cephfs") }
        set { json.write(newValue, at: "cephfs") }
    }
    public var cinder: CinderPersistentVolumeSource? {
        get { json.read("cinder") }
        set { json.write(newValue, at: "cinder") }
    }
    public var claimRef: ObjectReference? {
        get { json.read("claimRef") }
        set { json.write(newValue, at: "claimRef") }
    }
    public var csi: CSIPersistentVolumeSource? {
        get { json.read("csi") }
        set { json.write(newValue, at: "csi") }
    }
    public var fc: FCVolumeSource? {
        get { json.read("fc") }
        set { json.write(newValue, at: "fc") }
    }
    public var flexVolume: FlexPersistentVolumeSource? {
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
    public var glusterfs: GlusterfsPersistentVolumeSource? {
        get { json.read("glusterfs") }
        set { json.write(newValue, at: "glusterfs") }
    }
    public var hostPath: HostPathVolumeSource? {
        get { json.read("hostPath") }
        set { json.write(newValue, at: "hostPath") }
    }
    public var iscsi: ISCSIPersistentVolumeSource? {
        get { json.read("iscsi") }
        set { json.write(newValue, at: "iscsi") }
    }
    public var local: LocalVolumeSource? {
        get { json.read("local") }
        set { json.write(newValue, at: "local") }
    }
    public var mountOptions: [String]? {
        get { json.read("mountOptions") }
        set { json.write(newValue, at: "mountOptions") }
    }
    public var nfs: NFSVolumeSource? {
        get { json.read("nfs") }
        set { json.write(newValue, at: "nfs") }
    }
    public var nodeAffinity: VolumeNodeAffinity? {
        get { json.read("nodeAffinity") }
        set { json.write(newValue, at: "nodeAffinity") }
    }
    public var persistentVolumeReclaimPolicy: String? {
        get { json.read("persistentVolumeReclaimPolicy") }
        set { json.write(newValue, at: "persistentVolumeReclaimPolicy") }
    }
    public var photonPersistentDisk: PhotonPersistentDiskVolumeSource? {
        get { json.read("photonPersistentDisk") }
        set { json.write(newValue, at: "photonPersistentDisk") }
    }
    public var portworxVolume: PortworxVolumeSource? {
        get { json.read("portworxVolume") }
        set { json.write(newValue, at: "portworxVolume") }
    }
    public var quobyte: QuobyteVolumeSource? {
        get { json.read("quobyte") }
        set { json.write(newValue, at: "quobyte") }
    }
    public var rbd: RBDPersistentVolumeSource? {
        get { json.read("rbd") }
        set { json.write(newValue, at: "rbd") }
    }
    public var scaleIO: ScaleIOPersistentVolumeSource? {
        get { json.read("scaleIO") }
        set { json.write(newValue, at: "scaleIO") }
    }
    public var storageClassName: String? {
        get { json.read("storageClassName") }
        set { json.write(newValue, at: "storageClassName") }
    }
    public var storageos: StorageOSPersistentVolumeSource? {
        get { json.read("storageos") }
        set { json.write(newValue, at: "storageos") }
    }
    public var volumeAttributesClassName: String? {
        get { json.read("volumeAttributesClassName") }
        set { json.write(newValue, at: "volumeAttributesClassName") }
    }
    public var volumeMode: String? {
        get { json.read("volumeMode") }
        set { json.write(newValue, at: "volumeMode") }
    }
    public var vsphereVolume: VsphereVirtualDiskVolumeSource? {
        get { json.read("vsphereVolume") }
        set { json.write(newValue, at: "vsphereVolume") }
    }
}
