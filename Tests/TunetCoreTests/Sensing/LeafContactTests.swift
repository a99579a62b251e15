import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Contact on a door leaf")
struct LeafContactTests {
    private typealias At = WitnessedDoor

    private func run(_ edges: [Edge], pace: SensorRun.Pace = .late) -> SensorRun {
        At.run(At.door(reed: true), edges, pace: pace)
    }

    private static let impossible = ["~through_closed_door", "?in 900/0"]

    @Test("Who opens the door and goes through is counted as ever, and the opening with them")
    func ordinary() {
        let run = run(At.edges(3, [20_000, 24_000]) + At.walk(in: 22_000))
        #expect(run.words == ["swing", "in"])
        let alone = At.run(At.door(), At.walk(in: 22_000))
        #expect(run.events.last == alone.events.last)
        #expect(run.events.first?.time == At.at(20_000))
    }

    @Test(
        "Open at any time from 5 s before the passage to 2 s after it is open enough",
        arguments: [
            ([18_000, 19_000], false), ([10_000, 15_000], true), ([10_000, 15_001], false), ([10_000, 14_999], true),
            ([19_000, 60_000], false), ([22_300, 25_000], false), ([22_320, 25_000], true), ([1000, 2000], true),
            ([], true),
        ] as [([Int64], Bool)])
    func throughClosedDoor(swing: [Int64], isImpossible: Bool) {
        for pace in [SensorRun.Pace.late, .onTime, .restless(1)] {
            let run = run(At.walk(in: 20_000) + At.edges(3, swing), pace: pace)
            #expect(run.words.filter { $0 != "swing" } == ["in"] + (isImpossible ? Self.impossible : []), "\(pace)")
            #expect(run.tally.in.count == 1, "counted all the same")
            #expect((run.tally.in.doubt.over >= LeafContact.closedDoubt) == isImpossible)
        }
    }

    @Test("The doubt falls on the direction of the passage")
    func directions() {
        let run = run(At.walk(out: 20_000) + At.walk(in: 20_600) + At.walk(out: 21_200))
        #expect(
            run.words.suffix(5) == [
                "~through_closed_door", "~through_closed_door", "~through_closed_door", "?in 900/0", "?out 1800/0",
            ])
    }

    @Test("Also beside a mat, whose passages have no direction")
    func mat() {
        var door = SmallPlace.gardenDoor
        door.reed = InputLine(.name("REED"))
        let run = At.run(
            door, At.edges(0, [20_000, 20_300]) + At.edges(3, [60_000, 61_000]) + At.edges(0, [60_500, 60_800]))
        #expect(run.words == ["unknown", "~through_closed_door", "?unknown 900/0", "swing", "unknown"])
    }

    @Test("A contact that never opens though so many go through is broken, and is not believed until it opens")
    func failed() {
        let walks = (1...25).flatMap { At.walk(in: 10_000 * $0) }
        let stuck = run(walks)
        #expect(stuck.tally.in.count == 25)
        #expect(stuck.tally.noted[.throughClosedDoor] == LeafContact.passageLimit)
        #expect(stuck.words.count { $0 == "+reed_failed" } == 1)
        let mended = run(walks + At.edges(3, [300_000, 301_000]) + At.walk(in: 400_000))
        #expect(mended.words.suffix(5) == ["swing", "-reed_failed", "in"] + Self.impossible)
        // One opening in between, and it is believed.
        let rare = run(walks + At.edges(3, [152_000, 153_000]))
        #expect(!rare.words.contains("+reed_failed"))
    }

    @Test("A stream of people through a closed door is not kept waiting for long")
    func stream() {
        let walks = (0..<100).flatMap { At.walk(in: 20_000 + 1000 * $0) }
        let run = run(walks)
        #expect(run.tally.in.count == 100)
        #expect(run.tally.noted[.throughClosedDoor] == LeafContact.passageLimit)
        #expect(run.words.firstIndex(of: "+reed_failed").map { $0 < 50 } == true)
    }

    @Test(
        "A half-crossing while the leaf moves is the leaf's",
        arguments: [
            ([19_000, 60_000], "~door_swing"), ([10_000, 60_000], "~half_crossing"), ([10_000, 18_000], "~door_swing"),
            ([20_050, 60_000], "~door_swing"), ([10_000, 20_300], "~door_swing"), ([17_099, 60_000], "~half_crossing"),
            ([17_100, 60_000], "~door_swing"), ([30_000, 60_000], "~half_crossing"), ([], "~half_crossing"),
        ] as [([Int64], String)])
    func halfCrossing(swing: [Int64], said: String) {
        let run = run(EdgeScript("10 00", start: .seconds(20)).edges + At.edges(3, swing))
        #expect(run.words.filter { $0 != "swing" } == [said])
    }

    @Test("A door that shakes in its frame has swung once")
    func swings() {
        let run = run(At.edges(3, [1000, 2000, 2100, 2150, 2900, 2950, 3950, 4000]))
        #expect(run.words == ["swing", "swing"])
        #expect(run.tally.in.count == 0)
    }

    @Test("What is not known of the door doubts nobody: at the start, after lost edges, unplugged")
    func unknown() {
        var run = SensorRun(DoorSensor(At.door(reed: true)))
        run.synchronise(leaf: false, at: At.at(0))
        run.receive(At.walk(in: 4000))
        run.advance(to: At.at(19_000))
        run.synchronise(leaf: false, at: At.at(19_000))
        run.receive(At.walk(in: 20_000))
        run.advance(to: At.at(30_000))
        run.unplugLeaf(at: At.at(31_000))
        run.receive(At.edges(3, [32_000, 33_000]))
        run.receive(At.walk(in: 40_000) + EdgeScript("10 00", start: .seconds(41)).edges)
        run.advance(to: At.at(50_000))
        #expect(run.words == ["in", "in", "in", "~half_crossing"])
        run.synchronise(leaf: true, at: At.at(60_000))
        run.receive(At.walk(in: 70_000))
        run.receive([Edge(time: At.at(72_000), line: 3, level: false)])
        run.receive(At.walk(in: 80_000))
        run.advance(to: At.at(90_000))
        #expect(run.words.suffix(4) == ["in", "in"] + Self.impossible, "open as found, closed for 8 s")
    }

    @Test(
        "In when the leaf opens and out when it closes may both be the leaf, whoever came between; the door beside it is not",
        arguments: [
            // When the leaf opens and closes, and whether the two who pass are doubted.
            ([19_900, 26_400], true), ([18_000, 27_200], true), ([17_900, 26_400], false), ([20_300, 26_400], false),
            ([19_900, 27_400], false), ([19_900, 26_010], true), ([], false),
        ] as [([Int64], Bool)])
    func leaf(swing: [Int64], isDoubted: Bool) {
        let walks = At.walk(in: 20_000) + At.walk(in: 22_000) + At.walk(out: 26_000)
        let run = run(walks + At.edges(3, swing))
        let plain = At.run(At.door(), walks)
        let doubt = isDoubted ? LeafContact.leafDoubt : 0
        guard !swing.isEmpty else { return }
        #expect(run.tally.in.count == 2 && run.tally.out.count == 1)
        #expect(run.tally.in.doubt.over == plain.tally.in.doubt.over + doubt)
        #expect(run.tally.out.doubt.over == plain.tally.out.doubt.over + doubt)
    }

    @Test("Two of the same direction are no leaf, nor is one alone")
    func noLeaf() {
        for walks in [At.walk(in: 20_000) + At.walk(in: 26_000), At.walk(in: 20_000), At.walk(out: 26_000)] {
            let run = run(walks + At.edges(3, [19_900, 26_400]))
            #expect(!run.words.contains { $0.hasPrefix("?") })
        }
    }

    @Test("A contact that floats says nothing of the door until it is quiet")
    func floating() {
        let hum = At.edges(3, (0..<800).map { 30_000 + 10 * $0 })
        let run = run(hum + At.walk(in: 34_000) + EdgeScript("10 00", start: .seconds(36)).edges)
        #expect(run.words == ["+reed_failed", "in", "~half_crossing", "-reed_failed"])
    }

    @Test("Repeated edges of the same level change nothing")
    func repeated() {
        let once = run(At.edges(3, [20_000, 24_000]) + At.walk(in: 22_000))
        let twice = At.edges(3, [20_000, 24_000]).flatMap { edge in
            [0, 30, 300].map { Edge(time: edge.time.advanced(by: .milliseconds($0)), line: 3, level: edge.level) }
        }
        #expect(run(twice + At.walk(in: 22_000)).events == once.events)
    }

    @Test("Whatever comes, no passage is added or taken away", arguments: 0..<30 as Range<UInt64>)
    func noise(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let edges = [Edge].noise(count: 600, using: &random).map { edge in
            let line = Int.random(in: 0...2, using: &random)
            return Edge(time: edge.time, line: line == 2 ? 3 : line, level: edge.level)
        }
        let all = [SensorRun.Pace.late, .onTime, .restless(seed)].map { run(edges, pace: $0) }
        #expect(all[0].events == all[1].events && all[0].events == all[2].events, "seed \(seed)")
        let pair = At.run(At.door(), edges.filter { $0.line < 2 })
        func passages(_ run: SensorRun) -> [SensorEvent] {
            run.events.filter { if case .passage = $0 { true } else { false } }
        }
        #expect(passages(all[0]) == passages(pair), "seed \(seed)")
        let (leaf, plain) = (all[0].tally.noted, pair.tally.noted)
        #expect(leaf[.halfCrossing] + leaf[.doorSwing] == plain[.halfCrossing], "seed \(seed)")
        #expect(leaf[.throughClosedDoor] <= passages(pair).count, "seed \(seed)")
        #expect(all[0].words.count { $0 == "swing" } <= edges.count { $0.line == 3 && $0.level }, "seed \(seed)")
    }
}
