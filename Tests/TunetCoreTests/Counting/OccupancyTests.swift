import Testing
import TunetTestSupport

@testable import TunetCore

/// A place with two doors that tell in from out, and everything that its shell would have on the disk.
private struct OccupancyRun {
    let configuration: PlaceConfiguration
    let timeline: Timeline
    var machine: PlaceMachine
    var rows: [Increments.Row] = []
    var resets = 0

    static func configuration(_ resets: [OccupancyReset]?) -> PlaceConfiguration {
        let line = { InputLine(.name($0)) }
        let doors = ["front", "back"].map { id in
            Door(id: id, name: id, sensor: .beamPair(outer: line(id + "-o"), inner: line(id + "-i"), .init()))
        }
        return PlaceConfiguration(
            place: Place(id: "p", name: "P", timeZone: "Europe/Oslo"), doors: doors, panels: [], sessions: [],
            release: ReleasePolicy(), uplink: nil, device: Device(), occupancyResets: resets)
    }

    init(utc: Int64?, resets: [OccupancyReset]? = nil) {
        configuration = Self.configuration(resets)
        let anchor = utc.map { Anchor(monotonic: .zero, utc: UTCInstant(seconds: $0), quality: .synchronised) }
        timeline = Timeline(zone: TimeZoneRulesTests.oslo, boot: 7, anchor: anchor)
        machine = PlaceMachine(configuration: configuration, timeline: timeline, at: .zero)
        machine.synchronise(levels: Self.resting, at: .zero, because: .unsynchronised)
    }

    private static let resting = [0: false, 1: false, 2: false, 3: false]

    /// A walk of somebody, and the time until it has been decided.
    mutating func walk(door: Int, isIn: Bool, at time: MonotonicInstant) {
        let edges = isIn ? Footsteps.walkIn : Footsteps.walkOut
        for edge in edges(time, 2 * door, 2 * door + 1) { machine.receive(edge) }
        advance(to: time.advanced(by: .seconds(10)))
    }

    mutating func advance(to time: MonotonicInstant) {
        machine.advance(to: time)
        resets += machine.takeActions().count { $0 == .occupancyReset }
    }

    /// What a restart of the service finds on the disk.
    ///
    /// - Returns: the occupancy before the restart.
    @discardableResult
    mutating func restart(at now: MonotonicInstant) -> Occupancy {
        rows += machine.takeIncrements(at: now, observedInStepsOf: .milliseconds(1)).rows
        let before = machine.occupancy
        machine = PlaceMachine(configuration: configuration, timeline: machine.timeline, at: now)
        machine.synchronise(levels: Self.resting, at: now, because: .unsynchronised)
        machine.loadOccupancy(loaded())
        return before
    }

    /// What the store makes of the rows.
    func loaded() -> Occupancy {
        var occupancy = Occupancy(start: machine.occupancyStart, doors: configuration.doors)
        var first: Int64 = 0
        if case .reset(let occurrence) = machine.occupancyStart { first = occurrence.bin }
        for row in rows where row.bin.boot == machine.bin.boot && row.bin.index >= first {
            let door = configuration.doors.firstIndex { $0.id == row.source }
            occupancy.add(
                row.amount, to: row.counter, of: door, at: row.bin.index, now: machine.bin,
                isOpen: OpeningHours(configuration).isOpen(row.bin, in: timeline.zone))
        }
        return occupancy
    }
}

@Suite("Occupancy")
struct OccupancyTests {
    @Test(
        "Random passages, resets and restarts around clock changes: always the value of the last reset and who came since",
        arguments: ["2026-03-27", "2026-10-23", "2026-06-01"], 0..<4 as Range<UInt64>)
    func property(date: String, seed: UInt64) throws {
        var random = SeededGenerator(seed: 500 + seed)
        let resets = OccupancyScheduleTests.resets(using: &random)
        let schedule = OccupancySchedule(resets, zone: TimeZoneRulesTests.oslo)
        let start = TimeZoneRulesTests.oslo.start(of: try #require(CivilDate(date))).seconds
        var run = OccupancyRun(utc: start, resets: resets)
        var events: [(bin: Int64, change: Int)] = []
        var now = MonotonicInstant(nanoseconds: 60_000_000_000)
        let end = MonotonicInstant(nanoseconds: 4 * 86_400_000_000_000)
        while now < end {
            if Int.random(in: 0..<3, using: &random) > 0 {
                // The border of a bin does not come between a walk and its decision.
                let late = now.nanoseconds / 1_000_000_000 % Bin.seconds - (Bin.seconds - 15)
                if late > 0 { now = now.advanced(by: .seconds(16)) }
                run.advance(to: now)
                let isIn = Bool.random(using: &random)
                run.walk(door: Int.random(in: 0...1, using: &random), isIn: isIn, at: now)
                now = now.advanced(by: .seconds(10))
                events.append((run.machine.bin.index, isIn ? 1 : -1))
            }
            now = now.advanced(by: .seconds(Int64.random(in: 20...4000, using: &random)))
            run.advance(to: now)
            if Bool.random(using: &random) {
                let before = run.restart(at: now)
                #expect(run.machine.occupancy == before, "seed \(seed)")
            }
            let held = try #require(schedule.latest(at: run.machine.bin.index))
            let since = events.filter { $0.bin >= held.bin }.reduce(0) { $0 + $1.change }
            #expect(run.machine.occupancy.start == .reset(held), "seed \(seed)")
            #expect(run.machine.occupancy.raw == held.value + since, "seed \(seed)")
            #expect(run.machine.occupancy.present == max(0, held.value + since), "seed \(seed)")
            #expect(run.machine.occupancy.bounds.contains(run.machine.occupancy.present), "seed \(seed)")
        }
        let first = try #require(run.timeline.utc(at: .zero))
        let expected = schedule.passed(
            after: Bin.dated(first).index, upTo: run.machine.bin.index, limit: 1000)
        #expect(run.resets == expected.count, "seed \(seed): each comes once, as an event")
    }

    @Test("A place that sleeps over begins with those who slept there, and shows nobody rather than fewer")
    func sleepers() {
        let resets = [OccupancyReset(weekdays: OccupancyReset.everyDay, minute: 240, value: 8)]
        // 2026-11-02 00:00 in Oslo.
        var run = OccupancyRun(utc: PlaceMachineTests.noon - 12 * 3600, resets: resets)
        let hour = { (hours: Double) in PlaceRun.at(hours * 3600) }
        run.advance(to: hour(4))
        #expect(run.machine.occupancy.raw == 8 && run.machine.occupancy.bounds == 8...8)
        for number in 0..<9 { run.walk(door: 0, isIn: false, at: hour(7 + Double(number) / 60)) }
        #expect(run.machine.occupancy.raw == -1)
        #expect(run.machine.occupancy.present == 0)
        run.walk(door: 1, isIn: true, at: hour(9))
        #expect(run.machine.occupancy.raw == 0)
        run.advance(to: hour(23.9))
        let tally = run.machine.today.doors[0]
        #expect(tally.in.count == 0 && tally.out.count == 9, "no count is rewritten")
        run.advance(to: hour(24.1))
        #expect(run.machine.today.doors[0].out.count == 0 && run.machine.occupancy.raw == 0, "midnight is no reset")
        run.advance(to: hour(28))
        #expect(run.machine.occupancy.raw == 8)
        #expect(run.resets == 2)
    }

    @Test("An undated boot counts since the boot, and is not reset")
    func undated() {
        var run = OccupancyRun(utc: nil)
        run.walk(door: 0, isIn: true, at: PlaceRun.at(100))
        run.walk(door: 0, isIn: true, at: PlaceRun.at(5000))
        run.advance(to: PlaceRun.at(3 * 86_400))
        run.walk(door: 1, isIn: false, at: PlaceRun.at(3 * 86_400 + 20))
        #expect(run.machine.occupancy.start == .boot)
        #expect(run.machine.occupancy.raw == 1)
        #expect(run.machine.unobservedQuarters == 0)
        run.restart(at: PlaceRun.at(3 * 86_400 + 60))
        #expect(run.machine.occupancy.start == .boot && run.machine.occupancy.raw == 1)
        #expect(run.resets == 0)
    }

    @Test("What a door did not see since the reset is told in quarters of an hour, of the door that saw least")
    func unobserved() {
        // 04:00 in Oslo.
        var run = OccupancyRun(utc: PlaceMachineTests.noon - 8 * 3600)
        run.advance(to: PlaceRun.at(3600))
        #expect(run.machine.unobservedQuarters == 0)
        run.machine.unplug(lines: [0, 1], at: PlaceRun.at(4000))
        run.machine.synchronise(levels: [0: false, 1: false], at: PlaceRun.at(4000 + 450), because: .unsynchronised)
        run.machine.unplug(lines: [2, 3], at: PlaceRun.at(5000))
        run.machine.synchronise(levels: [2: false, 3: false], at: PlaceRun.at(5000 + 3000), because: .unsynchronised)
        run.advance(to: PlaceRun.at(9 * 900))
        #expect(run.machine.unobservedQuarters == 3)
        run.restart(at: PlaceRun.at(9 * 900 + 100))
        #expect(run.machine.unobservedQuarters == 3)
        run.advance(to: PlaceRun.at(10 * 900))
        #expect(run.machine.occupancy == run.loadedAfterCommit(at: PlaceRun.at(10 * 900)))
    }

    // MARK: - Bounds

    @Test("The bounds hold what doubt and unknown directions allow")
    func bounds() {
        var tally = DoorTally()
        tally.in.count = 20
        tally.out.count = 12
        #expect(Balance(tally) == Balance(entries: 20, exits: 12, over: 0, under: 0))
        tally.in.doubt = Doubt(over: 300, under: 1000)
        tally.out.doubt = Doubt(over: 2000, under: 700)
        let balance = Balance(tally)
        #expect(balance.over == Quantile.poisson(thousandths: 1000))
        #expect(balance.under == Quantile.poisson(thousandths: 3000))
        tally.unknown.count = 3
        #expect(Balance(tally).over == balance.over + 3 && Balance(tally).under == balance.under + 3)
    }

    @Test(
        "Doors that can't tell how many are there",
        arguments: [
            ([.both], nil), ([.in, .out], nil), ([.both, .in], nil), ([.both, .unknown], .undirected(doors: [1])),
            ([.unknown, .in, .unknown], .undirected(doors: [0, 2])), ([.in], .noWayOut), ([.out], .noWayIn), ([], nil),
            ([.both, .motion], nil), ([.motion], nil), ([.in, .motion], .noWayOut),
        ] as [([Way], OccupancyObstacle?)])
    func obstacles(ways: [Way], obstacle: OccupancyObstacle?) {
        var configuration = OccupancyRun.configuration(nil)
        let pair = configuration.doors[0].sensor
        configuration.doors = ways.enumerated().map { number, way in
            func contact(_ direction: ContactParameters.Direction) -> Sensor {
                .contact(InputLine(.name("\(number)")), ContactParameters(kind: .turnstile, direction: direction))
            }
            let sensor: Sensor =
                switch way {
                case .both: pair
                case .in: contact(.in)
                case .out: contact(.out)
                case .unknown: contact(.unknown)
                case .motion: .activity(InputLine(.name("\(number)")), .pir())
                }
            return Door(id: "d\(number)", name: "D", sensor: sensor)
        }
        #expect(configuration.occupancyObstacle == obstacle)
    }

    enum Way: Sendable { case both, `in`, out, unknown, motion }
}

extension OccupancyRun {
    fileprivate mutating func loadedAfterCommit(at now: MonotonicInstant) -> Occupancy {
        rows += machine.takeIncrements(at: now, observedInStepsOf: .milliseconds(1)).rows
        return loaded()
    }
}

extension Balance {
    fileprivate init(entries: Int, exits: Int, over: Int, under: Int) {
        var tally = DoorTally()
        tally.in.count = entries
        tally.out.count = exits
        self.init(tally)
        self.over = over
        self.under = under
    }
}
