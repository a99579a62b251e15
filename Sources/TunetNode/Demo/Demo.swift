import Glibc
import Logging
import NIOPosix
import ServiceLifecycle
import TunetCore
import TunetLocal
import TunetLog
import TunetStore
import TunetUplink
import TunetWire
import UnixSignals

/// The whole path on recorded input: a device and a collector, several weeks of people at a door and a panel, played
/// through the code that runs on a device, only faster.
package struct Demo: Sendable {
    package struct Options: Sendable {
        /// Everything that the demo makes is in here.
        package var folder: String
        /// How many weeks are played, 1 to 52.
        package var weeks: Int
        /// The collector's executable; nil for the one beside this executable.
        package var collector: String?
        /// Ports on 127.0.0.1; 0 for any free one.
        package var collectorPort: Int
        package var pagePort: Int
        package var seed: UInt64
        /// Whether to end after the report instead of waiting for Ctrl-C.
        package var endsAtOnce: Bool

        package init(
            folder: String, weeks: Int, collector: String?, collectorPort: Int, pagePort: Int, seed: UInt64,
            endsAtOnce: Bool
        ) {
            self.folder = folder
            self.weeks = weeks
            self.collector = collector
            self.collectorPort = collectorPort
            self.pagePort = pagePort
            self.seed = seed
            self.endsAtOnce = endsAtOnce
        }
    }

    private let options: Options
    private let folder: String
    private let lock: Int32
    private let logger = Logger(label: "tunet-demo") { _ in JournalLogHandler() }

    /// - Throws: ``NodeError`` for options out of range, and if the folder can't be made.
    package init(_ options: Options) throws(NodeError) {
        guard !options.folder.isEmpty else { throw NodeError("The demo needs the name of a folder.") }
        guard (1...52).contains(options.weeks) else {
            throw NodeError("The demo plays 1 to 52 weeks, not \(options.weeks).")
        }
        for port in [options.collectorPort, options.pagePort] where !(0...65535).contains(port) {
            throw NodeError("A port is a number from 0 to 65535, not \(port).")
        }
        self.options = options
        (folder, lock) = try Self.make(options.folder)
    }

    /// Plays, prints the report, and serves both pages until Ctrl-C.
    package func run() async throws {
        // A signal ends the collector too, whatever the demo is just doing.
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await playAndServe() }
            tasks.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup) { break }
            }
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
    }

    private func playAndServe() async throws {
        let collector = try DemoCollector(path: options.collector, folder: folder)
        let deviceKey = try DataFolder.publicKey(inFolder: folder + "/device")
        let collectorKey = try await collector.register(deviceKey: deviceKey.base64)
        print("Everything that this demo makes is in \(folder)")
        let port = LoopbackPort.free(options.collectorPort)
        try await collector.serve(port: port) { address in
            try await play(collector: address, collectorKey: collectorKey)
        }
    }

    /// Makes the folder anew: a demo begins with empty counters. Only what an earlier demo left is deleted.
    ///
    /// - Returns: the absolute path, and a descriptor that holds the folder's lock as long as the process lives.
    private static func make(_ path: String) throws(NodeError) -> (path: String, lock: Int32) {
        if mkdir(path, 0o755) != 0 {
            guard errno == EEXIST else { throw NodeError("The folder \(path) can't be made: \(systemReason())") }
            guard access(path + "/demo.toml", F_OK) == 0 else {
                throw NodeError("\(path) is there already and was not made by a demo. Name another one with --folder.")
            }
        }
        // Marks the folder as a demo's from the first moment on, and keeps a second demo out of it.
        let marker = open(path + "/demo.toml", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard marker >= 0 else { throw NodeError("The folder \(path) can't be written: \(systemReason())") }
        guard flock(marker, LOCK_EX | LOCK_NB) == 0 else {
            throw NodeError("Another demo uses \(path). End it, or name another folder with --folder.")
        }
        for file in Self.files { unlink("\(path)/\(file)") }
        guard mkdir(path + "/device", 0o700) == 0 || errno == EEXIST, let absolute = realpath(path, nil) else {
            throw NodeError("The folder \(path) can't be written: \(systemReason())")
        }
        defer { free(absolute) }
        return (String(cString: absolute), marker)
    }

    private static let files = [
        "control.sock", "collector.sqlite", "collector.sqlite-wal", "collector.sqlite-shm",
        "collector.sqlite-journal", "collector.log",
        "device/device.key", "device/store.sqlite", "device/store.sqlite-wal",
    ]

    private func configuration(collector: String, collectorKey: String) async throws -> PlaceConfiguration {
        let toml = DemoPlace.toml(
            folder: folder, collector: collector, collectorKey: collectorKey,
            pagePort: LoopbackPort.free(options.pagePort),
            pinHash: await PinHash(pin: DemoPlace.pin, rounds: 1000).description)
        let file = folder + "/demo.toml"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw NodeError("\(file) can't be written: \(systemReason())") }
        defer { close(descriptor) }
        let bytes = Array(toml.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw NodeError("\(file) can't be written: \(systemReason())")
        }
        return try ConfigurationReader.read(contentsOf: file)
    }

    private func play(collector: String, collectorKey: String) async throws {
        let configuration = try await configuration(collector: collector, collectorKey: collectorKey)
        let zone = try TimeZoneFile.rules(named: configuration.place.timeZone)
        let player = try await DemoPlayer(
            configuration: configuration, zone: zone, weeks: options.weeks, seed: options.seed,
            realNow: SystemClock.wall(), logger: logger)
        try await player.play()
        let report = try await HTTPGet.bytes(
            collector + "/report.json", group: MultiThreadedEventLoopGroup.singleton)
        print(DemoText.today(await player.status()))
        print(try DemoText.report(json: report))
        try await serve(player, configuration: configuration, collector: collector)
    }

    /// Keeps the volunteers' page up and the demo's clock going.
    private func serve(_ player: DemoPlayer, configuration: PlaceConfiguration, collector: String) async throws {
        guard !options.endsAtOnce, let port = configuration.device.pagePort else {
            try await player.end()
            return
        }
        var quiet = logger
        quiet.logLevel = .error
        let group = MultiThreadedEventLoopGroup.singleton
        let page = LocalServers.page(
            port: port, site: player.keeper.site, kiosk: player.keeper, group: group, logger: quiet
        ) { bound in
            print(
                DemoText.addresses(
                    volunteers: "http://127.0.0.1:\(bound)/frivillig", pin: DemoPlace.pin, coordinators: "\(collector)/"
                ))
            fflush(nil)
        }
        let control = LocalServers.control(
            path: configuration.device.controlSocket, source: player, keeper: player.keeper, group: group, logger: quiet
        ) {}
        try ControlSocket.prepare(configuration.device.controlSocket)
        defer { unlink(configuration.device.controlSocket) }
        try await ServiceGroup(services: [page, control, player], logger: quiet).run()
    }
}
