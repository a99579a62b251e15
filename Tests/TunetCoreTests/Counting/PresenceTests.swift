import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Presence and openings of a place")
struct PresenceTests {
    static let noon = PlaceMachineTests.noon
    static let bin = noon / 900

    /// Lines: 0 the motion sensor `hall`, 1 the door contact `shed`.
    static func run() -> PlaceRun {
        PlaceRun(
            utc: noon,
            configuration: SmallPlace.configuration(doors: [SmallPlace.hall, SmallPlace.shed], panels: []))
    }

    @Test("Presences and openings are counted in their bins, and nobody is a visitor for it")
    func counted() {
        var run = Self.run()
        for start in [10.0, 100, 2000] {
            run.change(0, true, at: start)
            run.change(1, true, at: start + 1)
            run.change(1, false, at: start + 2)
            run.change(0, false, at: start + 30)
        }
        run.advance(to: PlaceRun.at(3000))
        #expect(run.machine.today.doors.map(\.presences) == [3, 0])
        #expect(run.machine.today.doors.map(\.swings) == [0, 3])
        #expect(run.machine.today.visits == 0 && run.machine.today.visitBounds == 0...0)
        #expect(run.machine.occupancy.raw == 0 && run.machine.today.hours.allSatisfy { $0 == 0 })
        #expect(run.machine.presence(door: 0, at: PlaceRun.at(3000)) == .seconds(90))
        run.commit(at: PlaceRun.at(3000))
        #expect(run.disk["\(Self.bin) hall presence"] == 2)
        #expect(run.disk["\(Self.bin + 2) hall presence"] == 1)
        #expect(run.disk["\(Self.bin) shed swings"] == 2)
        #expect(run.disk["\(Self.bin + 2) shed swings"] == 1)
        let other = run.disk.keys.filter { !$0.hasSuffix(" presence") && !$0.hasSuffix(" swings") }
        #expect(other.allSatisfy { $0.hasSuffix(" observed") }, "\(other)")
    }

    @Test("A presence is on the disk soon after it began, its time only when the bin is over")
    func commits() throws {
        var run = Self.run()
        run.change(0, true, at: 10)
        run.machine.advance(to: PlaceRun.at(10.1))
        let due = try #require(run.machine.commitDue)
        #expect(due <= PlaceRun.at(10.52))
        let first = run.machine.takeIncrements(at: due)
        #expect(first.rows.map(\.counter) == [.presences])
        run.change(0, false, at: 899)
        run.machine.advance(to: PlaceRun.at(899.5))
        #expect(run.machine.takeIncrements(at: PlaceRun.at(899.5)).isEmpty)
    }

    @Test("What is stored of a presence's time does not date its beginning more finely than a bin")
    func steps() {
        var run = Self.run()
        // From 10 minutes into the first bin until 5 minutes into the fifth: 55 minutes.
        run.change(0, true, at: 600)
        run.change(0, false, at: 3900)
        run.advance(to: PlaceRun.at(7200))
        #expect(run.machine.presence(door: 0, at: PlaceRun.at(7200)) == .seconds(3300))
        run.commit(at: PlaceRun.at(7200))
        let rows = run.disk.filter { $0.key.hasSuffix("presence_ms") }
        #expect(rows.values.allSatisfy { $0 == 900_000 })
        #expect(
            rows.keys.sorted() == (1...3).map { "\(Self.bin + Int64($0)) hall presence_ms" },
            "55 minutes are three whole bins, and 10 minutes are carried on")
    }

    @Test(
        "However presence falls, each row is whole bins, and the sum is right to a bin",
        arguments: 0..<20 as Range<UInt64>)
    func sums(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var run = Self.run()
        var exact: Int64 = 0
        var now: Int64 = 5
        for _ in 0..<60 {
            let end = now + Int64.random(in: 1...2000, using: &random)
            run.change(0, true, at: Double(now))
            run.change(0, false, at: Double(end))
            exact += end - now
            now = end + Int64.random(in: 1...1500, using: &random)
            guard Bool.random(using: &random) else { continue }
            run.advance(to: PlaceRun.at(Double(now) - 0.5))
            run.add(run.machine.takeIncrements(at: PlaceRun.at(Double(now) - 0.5)))
        }
        run.advance(to: PlaceRun.at(Double(now + 5)))
        run.commit(at: PlaceRun.at(Double(now + 5)))
        for (key, amount) in run.disk where key.hasSuffix("presence_ms") {
            #expect(amount > 0 && amount.isMultiple(of: 900_000), "seed \(seed): \(key) \(amount)")
        }
        let stored = run.total("hall", "presence_ms") / 1000
        #expect(stored <= exact && exact - stored < 900, "seed \(seed): \(stored) of \(exact)")
    }

    @Test("A presence whose length is unknown has none")
    func lost() {
        var run = Self.run()
        run.change(0, true, at: 10)
        run.change(0, false, at: 30)
        run.change(0, true, at: 100)
        run.machine.synchronise(levels: [0: false, 1: false], at: PlaceRun.at(400), because: .lostEdges)
        run.advance(to: PlaceRun.at(1000))
        #expect(run.machine.presence(door: 0, at: PlaceRun.at(1000)) == .seconds(20))
        #expect(run.machine.today.doors[0].presences == 2)
        #expect(run.machine.today.doors[0].noted[.lostEdges] == 1)
    }

    @Test("A stuck motion sensor is not observed from its block time on")
    func stuck() {
        var run = Self.run()
        run.change(0, true, at: 100)
        run.advance(to: PlaceRun.at(5400))
        run.commit(at: PlaceRun.at(5400))
        #expect(run.machine.health.entries.map(\.kind) == [.blocked])
        #expect(run.machine.presence(door: 0, at: PlaceRun.at(5400)) == .seconds(3600))
        #expect(run.total("hall", "observed") == 3_600_000)
        #expect(run.total("shed", "observed") == 5_400_000)
        run.change(0, false, at: 5500)
        run.advance(to: PlaceRun.at(5501))
        #expect(run.machine.health.entries.isEmpty)
    }
}
