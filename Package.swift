// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOTLS", package: "swift-nio"),
    .product(name: "NIOWebSocket", package: "swift-nio"),
    .product(name: "NIOFoundationEssentialsCompat", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
]
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let collections: [Target.Dependency] = [
    .product(name: "DequeModule", package: "swift-collections"),
    .product(name: "OrderedCollections", package: "swift-collections"),
    .product(name: "HeapModule", package: "swift-collections"),
]
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let pki: [Target.Dependency] = [
    crypto,
    .product(name: "X509", package: "swift-certificates"),
    .product(name: "SwiftASN1", package: "swift-asn1"),
]
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

/// One layer: a library target in `Sources/<name>` unless a path is given.
func layer(_ name: String, path: String? = nil, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "egret",
    products: [
        .library(name: "KubernetesModel", targets: ["KubernetesModel"]),
        .library(name: "KubernetesClient", targets: ["KubernetesClient", "KubernetesKubeconfig"]),
        .library(name: "ControllerRuntime", targets: ["ControllerRuntime"]),
        .library(name: "ControllerRuntimeTesting", targets: ["ControllerRuntimeTesting"]),
        .executable(name: "egret", targets: ["egret"]),
        .executable(name: "egret-operator", targets: ["egret-operator"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        // 1. Kubernetes' kinds as values.
        layer("KubernetesModel"),
        tests("KubernetesModelTests", ["KubernetesModel"]),

        // 2. Talking to an API server.
        layer(
            "KubernetesClient", ["KubernetesModel", logging, .product(name: "AsyncHTTPClient", package: "async-http-client")] + nio,
            exclude: ["README.md"]),
        layer("KubernetesKubeconfig", ["KubernetesClient", yams]),
        tests("KubernetesClientTests", ["KubernetesClient", "KubernetesKubeconfig", "LocalAPIServer"] + nio + pki + [logging]),

        // 3. What a controller is made of.
        layer("ControllerRuntime", ["KubernetesClient", logging, metrics, lifecycle] + nio + collections, exclude: ["README.md"]),
        layer("ControllerRuntimeTesting", ["ControllerRuntime"] + collections),
        tests("ControllerRuntimeTests", ["ControllerRuntime", "ControllerRuntimeTesting"]),

        // 4. The custom resources.
        layer("PostgresAPI", ["KubernetesModel"], exclude: ["README.md"]),
        tests("PostgresAPITests", ["PostgresAPI", yams], exclude: ["fields.tsv"]),

        // 5. What is known about running PostgreSQL: pure.
        layer("PostgresCluster", ["PostgresAPI"] + pki),
        tests("PostgresClusterTests", ["PostgresCluster", yams], exclude: ["Golden"]),

        // 6. The operator, and the programs that its Pods need.
        layer("PodPrograms", ["KubernetesModel", "KubernetesClient", logging, crypto] + nio),
        tests("PodProgramsTests", ["PodPrograms", "KubernetesClient"] + nio + pki),
        layer(
            "PostgresOperator",
            [
                "PostgresCluster", "ControllerRuntime", crypto, .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ] + nio),
        tests("PostgresOperatorTests", ["PostgresOperator", "ControllerRuntimeTesting"]),

        // 7. One machine without a Kubernetes.
        .systemLibrary(name: "CZlib", path: "Sources/LocalCluster/CZlib", providers: [.apt(["zlib1g-dev"])]),
        layer(
            "LocalAPIServer", path: "Sources/LocalCluster/APIServer",
            ["CZlib", "KubernetesModel", logging, yams, .product(name: "GRDB", package: "GRDB.swift")] + nio + pki + collections),
        layer("LocalControllers", path: "Sources/LocalCluster/Controllers", ["ControllerRuntime", crypto]),
        layer("LocalNode", path: "Sources/LocalCluster/Node", ["ControllerRuntime", logging] + nio),
        layer(
            "LocalCluster", path: "Sources/LocalCluster/Cluster",
            [
                "LocalAPIServer", "LocalControllers", "LocalNode", "KubernetesKubeconfig", lifecycle, logging,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        tests(
            "LocalClusterTests",
            ["LocalCluster", "LocalAPIServer", "LocalControllers", "LocalNode", "ControllerRuntimeTesting", logging] + nio + pki),

        // 8. What people type.
        layer(
            "EgretCommand",
            [
                "LocalCluster", "LocalAPIServer", "LocalNode", "PostgresCluster", "PostgresAPI", "KubernetesKubeconfig", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        tests(
            "EgretCommandTests",
            ["EgretCommand", "PostgresCluster", "ControllerRuntimeTesting", "LocalAPIServer", "KubernetesKubeconfig", logging] + nio,
            exclude: ["Golden"]),
        .executableTarget(name: "egret", dependencies: ["EgretCommand"], swiftSettings: strict),
        .executableTarget(name: "egret-operator", dependencies: ["PostgresOperator", "PodPrograms", logging], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
