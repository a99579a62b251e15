import Glibc
import Logging
import NIOPosix
import ServiceLifecycle
import TunetCore
import TunetLocal
import TunetStore
import TunetUplink
import TunetWire

/// Plays the demo's days into a device's engine, on a clock of its own that later goes on in real time.
actor DemoPlayer: Service, StatusSource {
    /// 13:20: the café is going on, and most are still there.
    private static let lastMinute = 800

    private let engine: NodeEngine
    private let client: CollectorClient
    private let configuration: PlaceConfiguration
    private let zone: TimeZoneRules
    private let days: [CivilDate]
    private let start: UTCInstant
    private var random: SeededGenerator
    /// The machine's monotonic time at the moment that the demo's clock went over to real time.
    private var handover = MonotonicInstant.zero
    private var playedUntil = MonotonicInstant.zero
    /// Hears of what changes on the panels.
    nonisolated private let hub = ChangeHub()

    /// - Parameter realNow: the demo's last day is the last Thursday up to then.
    init(
        configuration: PlaceConfiguration, zone: TimeZoneRules, weeks: Int, seed: UInt64, realNow: UTCInstant,
        logger: Logger
    ) async throws {
        self.configuration = configuration
        self.zone = zone
        guard let uplink = configuration.uplink else { throw NodeError("The demo's place needs an uplink.") }
        client = CollectorClient(
            collectorURL: uplink.collectorURL, key: try VerifyingKey(raw: uplink.collectorKey),
            group: MultiThreadedEventLoopGroup.singleton)
        let today = zone.day(at: realNow)
        let thursday = today.adding(days: -((today.weekday + 3) % 7))
        let monday = thursday.adding(days: -3 - 7 * weeks)
        days = (monday.dayNumber...thursday.dayNumber).map(CivilDate.init(dayNumber:))
        start = zone.start(of: monday)
        random = SeededGenerator(seed: seed)
        var quiet = logger
        // What is wrong is in the report; a demo has no log that anybody keeps.
        quiet.logLevel = .error
        let log = quiet
        engine = try await NodeEngine(
            configuration: configuration, zone: zone,
            store: Store(configuration: configuration, zone: zone), kernelID: "demo \(start.seconds)", at: .zero,
            surroundings: NodeEngine.Surroundings(
                setOutput: { _, _ in }, log: { log.log(level: $0.level, "\($0.text)") },
                panelsChanged: { [hub] in hub.changed() }))
    }

    func status() async -> NodeStatus {
        await engine.status(libgpiod: "none", lossDetectable: true)
    }

    /// The demo's clock looks at the engine once a second anyway.
    nonisolated var keeper: EngineStatus {
        EngineStatus(
            engine: engine, libgpiod: "none", lossDetectable: true, configuration: configuration,
            now: { await self.now() }, wake: {}, hub: hub)
    }

    /// Plays all days up to the last one's afternoon.
    func play() async throws {
        let clips = try DemoClips()
        await engine.offer(Anchor(monotonic: .zero, utc: start, quality: .machine), at: .zero)
        await engine.begin(levels: [:], at: .zero)
        var progress = DemoProgress(total: days.count)
        for (number, day) in days.enumerated() {
            let isLast = number == days.count - 1
            if day.weekday <= 5 {
                let hasSession = configuration.sessions.contains { $0.weekdays.contains(day.weekday) }
                let played = DemoDay(
                    midnight: instant(of: zone.start(of: day)), hasSession: hasSession,
                    endMinute: isLast ? Self.lastMinute : 1200, clips: clips, using: &random)
                for edge in played.edges {
                    try Task.checkCancellation()
                    await advance(to: edge.time)
                    await engine.receive([.edge(edge)], at: edge.time)
                }
            }
            progress.show(day, number: number + 1)
            playedUntil = instant(
                of: isLast ? zone.instant(of: day, minute: Self.lastMinute) : zone.start(of: day.adding(days: 1)))
            await advance(to: playedUntil)
        }
        progress.finish()
        handover = SystemClock.monotonic()
    }

    /// Lets the demo's clock go on in real time until the demo is told to stop.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.advance(to: self.now())
                try? await Task.sleep(for: .seconds(1))
            }
        }
        try await end()
    }

    /// Writes what is left and closes the store.
    func end() async throws {
        try await engine.end(at: now())
    }

    private func now() -> MonotonicInstant {
        playedUntil.advanced(by: SystemClock.monotonic().duration(since: handover))
    }

    /// Reaches every deadline up to `time`, and sends what is to be sent on the way.
    private func advance(to time: MonotonicInstant) async {
        while true {
            while let dispatch = await engine.takeDispatch() {
                let outcome = await client.send(dispatch.bytes, place: configuration.place.id)
                await engine.finish(outcome, of: dispatch, at: await engine.now)
            }
            let due = await engine.deadline
            guard due <= time else { break }
            await engine.advance(to: due)
        }
        await engine.advance(to: time)
    }

    private func instant(of utc: UTCInstant) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: (utc.seconds - start.seconds) * 1_000_000_000)
    }
}

/// One line on standard error that says how far the demo is.
struct DemoProgress {
    private let total: Int
    private let isScreen = isatty(STDERR_FILENO) == 1

    init(total: Int) {
        self.total = total
    }

    mutating func show(_ day: CivilDate, number: Int) {
        let width = 30
        let done = width * number / total
        let bar = String(repeating: "#", count: done) + String(repeating: ".", count: width - done)
        // On a terminal the line is drawn over itself; in a log there is one line a week.
        if isScreen {
            write("\r[\(bar)] \(day) \(number)/\(total) days")
        } else if number % 7 == 0 || number == total {
            write("played \(number) of \(total) days, up to \(day)\n")
        }
    }

    func finish() {
        if isScreen { write("\n") }
    }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
