// swift-tools-version: 6.2
import PackageDescription

/// Nobody loads the programs as libraries: without the names that a static Swift exports, and with one copy of code that is
/// the same, a program is an eighth smaller.
let leanLinking: [LinkerSetting] = [
    .unsafeFlags(["-Xlinker", "--no-export-dynamic", "-Xlinker", "--icf=safe"], .when(configuration: .release))
]

let package = Package(
    name: "tunet",
    products: [
        .executable(name: "tunet", targets: ["tunet"]),
        .executable(name: "tunet-collector", targets: ["tunet-collector"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-async-algorithms.git", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        // Hummingbird without its default traits: they bring full Foundation, and with it 45 MB of ICU, to the device.
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0", traits: []),
        .package(url: "https://github.com/LebJe/TOMLKit.git", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2"),
    ],
    targets: [
        // MARK: C
        .systemLibrary(
            name: "CLibgpiod", pkgConfig: "libgpiod", providers: [.apt(["libgpiod-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CTunetGPIO", dependencies: ["CLibgpiod"]),
        .target(name: "CTunetProcess"),
        .target(name: "CTunetSQLite", dependencies: ["CSQLite"]),
        // ncursesw is loaded when a terminal is opened, and only its header is needed here.
        .target(name: "CTunetTerminal"),

        // MARK: Modules
        .target(name: "TunetCore"),
        .target(
            name: "TunetWire",
            dependencies: ["TunetCore", "CZlib", .product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "TunetLog", dependencies: [.product(name: "Logging", package: "swift-log")]),
        .target(name: "TunetGPIO", dependencies: ["CTunetGPIO"]),
        .target(name: "TunetSQLite", dependencies: ["CSQLite", "CTunetSQLite"]),
        .target(name: "TunetStore", dependencies: ["TunetCore", "TunetWire", "TunetSQLite"]),
        .target(
            name: "TunetUplink",
            dependencies: [
                "TunetCore", "TunetWire",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .target(
            name: "TunetLocal",
            dependencies: [
                "TunetCore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            resources: [
                .embedInCode("Languages/nb.toml"), .embedInCode("Languages/nn.toml"),
                .embedInCode("Languages/en.toml"),
            ]),
        .target(
            name: "TunetNode",
            dependencies: [
                "CTunetProcess", "CTunetTerminal", "TunetCore", "TunetLog", "TunetWire", "TunetGPIO", "TunetStore",
                "TunetUplink", "TunetLocal",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            exclude: ["Demo/Resources/ATTRIBUTION.md"],
            resources: [.embedInCode("Demo/Resources/door-a.csv")]),
        .target(
            name: "TunetCollector",
            dependencies: [
                "TunetCore", "TunetLog", "TunetWire", "TunetSQLite",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .target(name: "TunetTestSupport", dependencies: ["TunetCore"]),
        .target(
            name: "TunetSimulation",
            dependencies: [
                "TunetCore", "TunetWire", "TunetSQLite", "TunetStore", "TunetUplink", "TunetNode", "TunetCollector",
                "TunetTestSupport", "CSQLite",
            ]),

        // MARK: Executables
        .executableTarget(
            name: "tunet",
            dependencies: [
                "TunetNode", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], linkerSettings: leanLinking),
        .executableTarget(
            name: "tunet-collector",
            dependencies: [
                "TunetCollector", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], linkerSettings: leanLinking),

        // MARK: Benchmarks
        .executableTarget(
            name: "tunet-sensing-benchmark", dependencies: ["TunetCore", "TunetTestSupport"],
            path: "Tests/Benchmarks/Sensing"),
        .executableTarget(
            name: "tunet-noise-benchmark", dependencies: ["TunetCore", "TunetStore"], path: "Tests/Benchmarks/Noise"),
        .executableTarget(
            name: "tunet-wear-benchmark",
            dependencies: [
                "TunetCore", "TunetNode", "TunetSQLite", "TunetStore", "TunetTestSupport", "TunetUplink", "TunetWire",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Benchmarks/Wear", exclude: ["busy-place.toml"]),

        // MARK: Accuracy
        .executableTarget(
            name: "tunet-accuracy", dependencies: ["TunetCore", "TunetTestSupport"], path: "Tests/Accuracy",
            exclude: ["README.md", "run"]),

        // MARK: Simulation
        .executableTarget(
            name: "tunet-simulate",
            dependencies: [
                "TunetSimulation", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Tests/Simulation"),

        // MARK: Tests
        .testTarget(name: "TunetCoreTests", dependencies: ["TunetCore", "TunetTestSupport"]),
        .testTarget(name: "TunetWireTests", dependencies: ["TunetWire", "TunetTestSupport"]),
        .testTarget(name: "TunetGPIOTests", dependencies: ["TunetGPIO"]),
        .testTarget(name: "TunetSQLiteTests", dependencies: ["TunetCore", "TunetSQLite"]),
        .testTarget(
            name: "TunetStoreTests",
            dependencies: ["TunetCore", "TunetWire", "TunetSQLite", "TunetStore", "TunetTestSupport"]),
        .testTarget(
            name: "TunetUplinkTests",
            dependencies: [
                "TunetUplink", "TunetWire", "TunetTestSupport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .testTarget(
            name: "TunetLocalTests",
            dependencies: [
                "TunetCore", "TunetLocal", "TunetTestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "TunetNodeTests",
            dependencies: [
                "TunetCore", "TunetLog", "TunetWire", "TunetSQLite", "TunetStore", "TunetUplink", "TunetLocal",
                "TunetNode",
                "TunetCollector", "TunetSimulation", "TunetTestSupport", "tunet", "tunet-collector",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .testTarget(
            name: "TunetCollectorTests",
            dependencies: [
                "TunetCollector", "TunetTestSupport", "tunet-collector",
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        .testTarget(
            name: "TunetSimulationTests",
            dependencies: [
                "TunetCore", "TunetWire", "TunetSQLite", "TunetStore", "TunetNode", "TunetSimulation",
                "TunetTestSupport", "tunet-simulate",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

let touchesC: Set = ["TunetGPIO", "TunetSQLite", "TunetSimulation", "TunetStore", "TunetWire"]
for target in package.targets where [.regular, .executable, .test].contains(target.type) {
    var settings = target.swiftSettings ?? []
    settings += [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
    if touchesC.contains(target.name) { settings.append(.strictMemorySafety()) }
    if Context.environment["TUNET_STRICT"] != nil { settings.append(.treatAllWarnings(as: .error)) }
    target.swiftSettings = settings
}
