public import KubernetesModel
import PostgresAPI

/// `spec.dataSource.volumes`: volumes of another cluster that a new one starts with.
public struct VolumeSourcesDefinition: Sendable, Hashable {
    /// Becomes the data volume of the first instance.
    public var data: Source?
    /// Becomes its volume of WAL.
    public var wal: Source?
    /// Becomes the volume of `repo1`.
    public var repository: Source?

    public init(data: Source? = nil, wal: Source? = nil, repository: Source? = nil) {
        self.data = data
        self.wal = wal
        self.repository = repository
    }

    /// One volume.
    public struct Source: Sendable, Hashable {
        /// Name of the claim.
        public var claim: String
        /// Where on the volume it is; empty: where an instance or the repository host of this operator has it.
        public var directory: String
        /// Tolerations of the Job that moves the directory.
        public var tolerations: [Toleration]
        /// Labels and annotations of that Job.
        public var metadata: CustomMetadata

        public init(claim: String, directory: String = "", tolerations: [Toleration] = [], metadata: CustomMetadata = CustomMetadata()) {
            self.claim = claim
            self.directory = directory
            self.tolerations = tolerations
            self.metadata = metadata
        }
    }

    /// Which of an instance's or a repository's volumes one is.
    public enum Part: String, Sendable, Hashable, CaseIterable {
        case data, wal, repository

        /// The field of `spec.dataSource.volumes`.
        var field: String {
            switch self {
            case .data: "pgDataVolume"
            case .wal: "pgWALVolume"
            case .repository: "pgBackRestVolume"
            }
        }
    }

    public subscript(part: Part) -> Source? {
        switch part {
        case .data: data
        case .wal: wal
        case .repository: repository
        }
    }

    /// Those that are given, in a fixed order.
    public var all: [(part: Part, source: Source)] { Part.allCases.compactMap { part in self[part].map { (part, $0) } } }
}

extension VolumeSourcesDefinition {
    /// Nil where no volume is named.
    init?(_ spec: Object<VolumesDataSourceSpec>?) {
        self.init(
            data: spec?.pgDataVolume.map(Source.init), wal: spec?.pgWALVolume.map(Source.init), repository: spec?.pgBackRestVolume.map(Source.init))
        if all.isEmpty { return nil }
    }
}

extension VolumeSourcesDefinition.Source {
    fileprivate init(_ spec: Object<VolumeDataSourceSpec>) {
        self.init(
            claim: spec.pvcName, directory: spec.directory ?? "", tolerations: spec.tolerations,
            metadata: CustomMetadata(labels: spec.labels, annotations: spec.annotations))
    }
}
