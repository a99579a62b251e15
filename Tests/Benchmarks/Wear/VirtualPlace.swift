import Logging
import TunetCore
import TunetNode
import TunetStore
import TunetTestSupport
import TunetUplink
import TunetWire

/// A whole device on virtual time: the engine and the store of the service, with walks and presses instead of lines. Time
/// passes as fast as the store writes.
final class VirtualPlace {
    /// Who answers for the collector.
    enum Collector {
        case none
        /// Takes every batch and confirms it.
        case willing
    }

    let configuration: PlaceConfiguration
    let zone: TimeZoneRules
    let disk: WatchedDisk
    let firstDay: CivilDate
    private(set) var now = MonotonicInstant.zero
    private let collector: Collector
    private let engine: NodeEngine
    private let start: UTCInstant
    private var random: SeededGenerator

    /// - Parameter firstDay: the local day whose midnight is boot time 0.
    init(
        configuration: PlaceConfiguration, firstDay: CivilDate, collector: Collector, disk: WatchedDisk,
        seed: UInt64 = 1
    ) async throws {
        self.configuration = configuration
        self.collector = collector
        self.disk = disk
        self.firstDay = firstDay
        zone = try TimeZoneFile.rules(named: configuration.place.timeZone)
        start = zone.start(of: firstDay)
        random = SeededGenerator(seed: seed)
        let store = try Store(configuration: configuration, zone: zone)
        for finding in store.findings { complain(finding) }
        engine = try await NodeEngine(
            configuration: configuration, zone: zone, store: store, kernelID: "benchmark", at: .zero,
            surroundings: NodeEngine.Surroundings(
                setOutput: { _, _ in }, log: { if $0.level >= .error { complain($0.text) } }))
        await engine.offer(Anchor(monotonic: .zero, utc: start, quality: .synchronised), at: .zero)
        await engine.begin(levels: [:], at: .zero)
        disk.note(.startAndEnd)
    }

    func time(day: Int, minute: Double) -> MonotonicInstant {
        let midnight = zone.start(of: firstDay.adding(days: day)).seconds - start.seconds
        return MonotonicInstant(nanoseconds: midnight * 1_000_000_000 + Int64(minute * 60_000_000_000))
    }

    /// Reaches every deadline up to `time`, as the service does, and what the kernel would write of its own accord.
    func run(to time: MonotonicInstant, as purpose: WatchedDisk.Purpose = .betweenEvents) async {
        while true {
            while let dispatch = await engine.takeDispatch() {
                await engine.finish(await answer(to: dispatch), of: dispatch, at: now)
            }
            let due = min(await engine.deadline, time)
            disk.writeBack(by: due)
            now = max(now, due)
            await engine.advance(to: now)
            disk.note(purpose, at: now)
            if due >= time { return }
        }
    }

    private func answer(to dispatch: NodeEngine.Dispatch) async -> CollectorClient.Outcome {
        switch collector {
        case .none: return .unreachable(message: "there is no network here")
        case .willing:
            guard let header = try? SealedBatch(parsing: dispatch.bytes).header else {
                return .unreachable(message: "the batch can't be read")
            }
            return .delivered(
                Receipt(
                    place: header.place, epoch: header.epoch, watermark: header.last,
                    time: start.seconds + now.nanoseconds / 1_000_000_000))
        }
    }

    /// One passage through a door, in or out, or one press of a button, and the second in which it is committed.
    func happen(at time: MonotonicInstant) async {
        await run(to: time)
        let steps: [(Int, Bool)]
        if random.chance(0.1) {
            let buttons = configuration.panels.reduce(0) { $0 + $1.buttons.count }
            let line = 2 * configuration.doors.count + random.whole(0...buttons - 1)
            steps = [(line, true), (line, false)]
        } else {
            let outer = 2 * random.whole(0...configuration.doors.count - 1)
            let (first, second) = random.chance(0.5) ? (outer, outer + 1) : (outer + 1, outer)
            steps = [(first, true), (second, true), (first, false), (second, false)]
        }
        for (number, step) in steps.enumerated() {
            let instant = time.advanced(by: .milliseconds(200 * number))
            await run(to: instant, as: .event)
            await engine.receive([.edge(Edge(time: instant, line: step.0, level: step.1))], at: instant)
            disk.note(.event, at: instant)
        }
        await run(to: time.advanced(by: .seconds(3)), as: .event)
    }

    /// A day with `events` passages and presses between nine and four. On Sundays nobody comes.
    func runDay(_ day: Int, events: Int) async {
        let isOpen = firstDay.adding(days: day).weekday != 7
        let pace = 420 / Double(max(1, events))
        for number in 0..<(isOpen ? events : 0) {
            await happen(at: time(day: day, minute: 540 + (Double(number) + 0.4 * random.unit()) * pace))
        }
        await run(to: time(day: day + 1, minute: 0))
    }

    func end() async throws {
        try await engine.end(at: now)
    }
}
