import Foundation
import Synchronization
import TunetCore
import TunetNode
import TunetStore
import TunetTestSupport
import TunetWire

/// A device, its people, its disk, its clock and its collector, in virtual time. One seed decides everything.
///
/// The node is the real one: its engine, its store on real files, its uplink. Time goes from one event to the next; nobody
/// sleeps, and months pass in seconds.
package final class World {
    /// What the engine does to the world, while it happens.
    final class Lights: Sendable {
        let lit = Mutex<[Int]>([])
        let messages = Mutex<[String]>([])
    }

    struct Boot {
        /// Nanoseconds of UTC at boot time 0.
        var zero: Int64
        var number: Int
        /// What the machine's clock says, once it may be believed.
        var clock: ClockChange?
    }

    struct Running {
        var engine: NodeEngine
        var store: Store
        /// Starts of the service so far: what belongs to one of them ends with it.
        var life: Int
    }

    static let second: Int64 = 1_000_000_000
    static let hour = 3600 * second
    /// The kernel hands edges over a little after it has stamped them, and so the service reaches its deadlines late.
    static let lateness: Int64 = 10_000_000

    let plan: SimulationPlan
    let seed: UInt64
    let scratch: ScratchFolder
    let zone: TimeZoneRules
    let configuration: PlaceConfiguration
    let wiring: Wiring
    let firstDay: CivilDate
    let disk: FaultyDisk
    let chance: RandomSource
    let collector: SimulatedCollector
    let deviceKey: VerifyingKey
    let lights = Lights()
    var random: SeededGenerator
    var agenda = Agenda()
    var ledger = Ledger()
    var result: SimulationResult
    /// Nanoseconds of UTC.
    var now: Int64
    var boot: Boot?
    var boots = 0
    var running: Running?
    /// Indices in the ledger of presses that no light has answered, by output.
    var unanswered: [Int: Int] = [:]
    /// Indices in the ledger of who is in a door's beams, and how many edges are left.
    var inside: [Int: (note: Int?, edges: Int)] = [:]
    /// Until when somebody is at a door, or a panel.
    var busy: [String: Int64] = [:]
    var trouble: FaultyDisk.Trouble?
    /// Since when the disk fails, or failed until a moment ago.
    var troubleSince: Int64?
    var troubleEnded: Int64 = .min
    var epoch: String?
    /// A copy of the card, and what was found when it was made.
    var card: (files: [String: [UInt8]], totals: [String: Int64])?
    var wantsCopy = false
    var wantsCardBack = false
    /// True once nothing bad happens any more.
    var isDraining = false
    /// When the service looks at the machine's clock again, as the real one does.
    var clockDue = Int64.max
    var isVerbose = false

    package init(seed: UInt64, plan: SimulationPlan = SimulationPlan()) async throws {
        self.seed = seed
        self.plan = plan
        result = SimulationResult(seed: seed)
        var random = SeededGenerator(seed: seed)
        scratch = try Self.scratchFolder()
        zone = try SmallPlace.oslo()
        configuration = Self.configuration(folder: scratch.file("data"), using: &random)
        wiring = Wiring(configuration)
        // Sometimes just before the clock is put back or forward.
        let begin: [(Int, Int, Int)] = [(2026, 11, 2), (2026, 10, 20), (2027, 3, 22), (2026, 12, 28)]
        let (year, month, day) = begin[random.whole(0...3)]
        firstDay = CivilDate(year: year, month: month, day: day) ?? SmallPlace.monday
        now = zone.instant(of: firstDay, minute: 420).seconds * Self.second
        deviceKey = try Self.makeDevice(configuration.device.dataFolder, scratch: scratch, using: &random)
        disk = FaultyDisk(folder: configuration.device.dataFolder, seed: random.next())
        chance = Self.chance(seed: random.next())
        collector = try await SimulatedCollector(
            path: scratch.file("collector.sqlite"), place: configuration.place.id, key: deviceKey, seed: random.next())
        self.random = random
    }

    /// Lives through all of it.
    package func run(isVerbose: Bool = false) async throws -> SimulationResult {
        self.isVerbose = isVerbose
        defer {
            disk.remove()
            scratch.remove()
        }
        agenda.add(.powerOn, at: now)
        if plan.events.contains(.restored) { drawRestoration() }
        for day in 0..<plan.days where result.violations.isEmpty {
            draw(day: firstDay.adding(days: day))
            await live(until: midnight(after: day))
            result.days += 1
        }
        if result.violations.isEmpty { try await drain() }
        let counts = disk.counts
        result.cuts = counts.cuts
        result.cutsInOperations = counts.cutsInOperations
        result.lostSectors = counts.lostSectors
        result.failedOperations = counts.failures
        result.leaves = collector.leaves.count
        return result
    }

    private func midnight(after day: Int) -> Int64 {
        zone.start(of: firstDay.adding(days: day + 1)).seconds * Self.second
    }

    /// Carries out what is on the agenda, and lets the device do what is due, up to `end`.
    func live(until end: Int64) async {
        while result.violations.isEmpty, let next = agenda.next, next <= end {
            await drive(until: next)
            await noticeCut()
            // Something may have come before it meanwhile: an answer, or a light.
            guard let time = agenda.next, time <= next, let (_, what) = agenda.take() else { continue }
            now = max(now, time)
            await happen(what)
            await noticeCut()
        }
        if result.violations.isEmpty { await drive(until: end) }
        await noticeCut()
        now = max(now, end)
    }

    /// The power has gone in the midst of an operation. Nobody who holds the engine can carry that out: it has to be let go.
    private func noticeCut() async {
        if disk.isOff, boot != nil, result.violations.isEmpty { await goDown(.cut) }
    }

    func happen(_ what: Happening) async {
        switch what {
        case .walk(let walk): begin(walk)
        case .edge(let line, let level, let life): await edge(line, level, life: life)
        case .press(let panel, let button, let isDouble): press(panel: panel, button: button, isDouble: isDouble)
        case .cut: if boot != nil { await goDown(.cut) }
        case .cutInOperation(let number): if running != nil { disk.armCut(after: number) }
        case .stop(let pause): if running != nil { await goDown(.stop(pause: pause)) }
        case .kill(let pause): if running != nil { await goDown(.kill(pause: pause)) }
        case .powerOn: if boot == nil { powerOn() }
        case .start(let number): if running == nil, boot?.number == number { await start() }
        case .trouble(let trouble): setTrouble(trouble)
        case .clock(let change, let number): await clock(change, boot: number)
        case .volunteer(let error, let number): await volunteer(error, boot: number)
        case .answer(let outcome, let dispatch, let life):
            guard let running, running.life == life else { return }
            await running.engine.finish(outcome, of: dispatch, at: monotonic(now))
            await look()
        case .collector(let mood): collector.mood = mood
        case .copyCard: wantsCopy = true
        case .putCardBack: wantsCardBack = true
        }
    }

    // MARK: - Time

    func monotonic(_ time: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: time - (boot?.zero ?? 0))
    }

    /// Reaches every deadline of the device up to `end`, as the service does.
    func drive(until end: Int64) async {
        var steps = 0
        while let running, let zero = boot?.zero, !disk.isOff, result.violations.isEmpty {
            let due = await running.engine.deadline
            let time = max(now, min(clockDue, zero + due.nanoseconds + Self.lateness))
            guard time <= end else { break }
            if let next = agenda.next, next < time { return }
            now = time
            if clockDue <= now {
                await lookAtClock(running.engine)
            } else {
                await running.engine.advance(to: due)
            }
            await look()
            steps += 1
            if steps > 50_000 { fail("the device does not come to rest") }
        }
    }

    /// What the engine has done: lights, batches on their way, and whether the power went.
    func look() async {
        let lit = lights.lit.withLock { lit in
            defer { lit = [] }
            return lit
        }
        for output in lit {
            // A light that blinks says that a press was not taken.
            guard case .light(let panel, let button) = wiring.outputs[output].role,
                await running?.engine.answer(panel: panel) == PanelAnswer(button: button)
            else { continue }
            guard let index = unanswered.removeValue(forKey: output) else {
                fail("a light answered where nobody had pressed")
                return
            }
            ledger.complete(index, at: now)
            result.presses += 1
        }
        guard !disk.isOff, let running, let dispatch = await running.engine.takeDispatch() else { return }
        do {
            let utc = UTCInstant(seconds: now / Self.second)
            let answer = try await collector.answer(dispatch.bytes, now: utc)
            agenda.add(.answer(answer.outcome, dispatch, life: running.life), at: now + answer.after)
        } catch {
            fail("the collector does not understand a batch: \(error)")
        }
    }

    func fail(_ what: String) {
        let local = zone.day(at: UTCInstant(seconds: now / Self.second))
        let minute = zone.minuteOfDay(at: UTCInstant(seconds: now / Self.second))
        result.violations.append("seed \(seed), \(local) \(minute / 60):\(minute % 60), boot \(boots): \(what)")
    }

    func say(_ what: @autoclosure () -> String) {
        guard isVerbose else { return }
        let utc = UTCInstant(seconds: now / Self.second)
        let minute = zone.minuteOfDay(at: utc)
        print("\(zone.day(at: utc)) \(minute / 60):\(minute % 60):\(utc.seconds % 60) \(what())")
    }
}
