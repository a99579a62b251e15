import Testing
import TunetTestSupport

@testable import TunetCore

/// What the breaks of two beams tell about the bodies that made them. Every case is tried in both directions.
@Suite("Beam pair: the evidence for bodies")
struct BeamPairEvidenceTests {
    private typealias Part = (from: Int64, depth: Int64)
    private static let torso: [Part] = [(0, 250)]

    /// Both as it is and with the beams changed for each other.
    private static func check(
        _ bodies: Bodies, _ passages: String, _ reasons: Set<String>, _ what: Comment,
        location: SourceLocation = #_sourceLocation
    ) {
        let parameters = BeamPairParameters(beamGap: .millimetres(Int(bodies.gap)))
        let found = bodies.verdict(parameters)
        #expect(found.passages == passages && found.noted == reasons, what, sourceLocation: location)
        let mirrored = BeamPairPropertyTests.run(bodies.edges.mirrored, parameters).events.map(\.mirrored)
        #expect(mirrored == BeamPairPropertyTests.run(bodies.edges, parameters).events, what, sourceLocation: location)
    }

    // MARK: - One body

    @Test("One body is one passage, whatever its speed and the distance of the beams")
    func single() {
        for gap: Int64 in [20, 50, 100, 150, 200, 300, 500] {
            for speed: Int64 in [300, 500, 800, 1200, 1800, 2500] {
                for depth: Int64 in [120, 250, 400] {
                    var bodies = Bodies(gap: gap)
                    bodies.add(.in, at: 0, speed: speed, [(0, depth)])
                    let isSeen = depth * 1000 / speed >= 40 && (gap - depth) * 1000 / speed <= 900
                    let passages = isSeen ? "in" : ""
                    let found = bodies.verdict().passages
                    #expect(found == passages, "\(gap) mm, \(speed) mm/s, \(depth) mm")
                }
            }
        }
    }

    @Test(
        "An arm ahead or behind belongs to the body",
        arguments: [
            [(0, 60), (200, 250)], [(0, 90), (300, 250)], [(0, 250), (400, 80)], [(0, 60), (200, 240), (560, 70)],
        ] as [[(from: Int64, depth: Int64)]])
    func arms(parts: [(from: Int64, depth: Int64)]) {
        for gap: Int64 in [50, 100, 150, 200, 300] {
            for speed: Int64 in [700, 1000, 1400] {
                var bodies = Bodies(gap: gap)
                bodies.add(.in, at: 0, speed: speed, parts)
                let found = bodies.verdict(BeamPairParameters(beamGap: .millimetres(Int(gap)))).passages
                #expect(found == "in", "\(gap) mm, \(speed) mm/s, \(parts)")
            }
        }
    }

    @Test("A thin part farther away than an arm reaches is not the body's")
    func farPart() {
        var bodies = Bodies()
        bodies.add(.in, at: 0, [(0, 130), (390, 250)])
        Self.check(bodies, "in in", [], "260 mm")
    }

    @Test(
        "A wheeled walker or a wheelchair is one body, with all that one can see through",
        arguments: [
            // Tube, basket, person.
            [(0, 40), (200, 200), (550, 280)], [(0, 50), (250, 60), (500, 300)],
            [(0, 40), (220, 40), (400, 250), (850, 60)],
            // Feet, knees, back and handles.
            [(0, 150), (300, 500), (950, 60)], [(0, 120), (250, 600), (1000, 80)],
        ] as [[(from: Int64, depth: Int64)]])
    func walkers(parts: [(from: Int64, depth: Int64)]) {
        for gap: Int64 in [50, 100, 150, 200, 300] {
            for speed: Int64 in [350, 500, 700] {
                var bodies = Bodies(gap: gap)
                bodies.add(.in, at: 0, speed: speed, parts)
                let found = bodies.verdict(BeamPairParameters(beamGap: .millimetres(Int(gap)))).passages
                #expect(found == "in", "\(gap) mm, \(speed) mm/s, \(parts)")
            }
        }
    }

    // MARK: - Several bodies

    @Test("People close behind each other are seen on both beams", arguments: [2, 3, 5, 8])
    func tailgating(people: Int) {
        for gap: Int64 in [50, 100, 150, 200, 300] {
            for speed: Int64 in [800, 1000, 1500] {
                // At 30 cm, the next one would be on the first beam as soon as the one before is on the second.
                for room: Int64 in gap < 300 ? [60, 110, 150, 300, 500] : [200, 300, 500] {
                    var bodies = Bodies(gap: gap)
                    for index in 0..<Int64(people) {
                        bodies.add(.in, at: index * (250_000 / speed + room), speed: speed, Self.torso)
                    }
                    let found = bodies.verdict(BeamPairParameters(beamGap: .millimetres(Int(gap)))).passages
                    // Where people follow more closely, some are expected to hide.
                    let hidden = room < 100 ? people / 2 : 0
                    let expected = (people...(people + hidden)).map {
                        Array(repeating: "in", count: $0).joined(separator: " ")
                    }
                    #expect(expected.contains(found), "\(gap) mm, \(speed) mm/s, \(room) ms apart: \(found)")
                }
            }
        }
    }

    @Test("Two who merge on the second beam are two, and it is said to be in doubt")
    func mergedOnSecond() {
        var bodies = Bodies()
        bodies.add(beam: 0, 0...300)
        bodies.add(beam: 0, 400...700)
        bodies.add(beam: 1, 150...850)
        Self.check(bodies, "in in", ["tailgate_suspect"], "merged behind")
    }

    @Test("Two who merge on the first beam are two")
    func mergedOnFirst() {
        var bodies = Bodies()
        bodies.add(beam: 0, 0...700)
        bodies.add(beam: 1, 150...450)
        bodies.add(beam: 1, 550...850)
        Self.check(bodies, "in in", [], "merged before")
    }

    @Test("A merged break that is no longer than one body is one")
    func mergedShort() {
        var bodies = Bodies()
        bodies.add(beam: 0, 0...150)
        bodies.add(beam: 0, 200...350)
        bodies.add(beam: 1, 150...500)
        Self.check(bodies, "in", [], "short")
    }

    @Test("Two who meet: a short break within a short one")
    func meetingWithin() {
        var bodies = Bodies()
        bodies.add(beam: 0, 0...440)
        bodies.add(beam: 1, 120...330)
        Self.check(bodies, "in out", [], "within")
        var longer = Bodies()
        longer.add(beam: 0, 0...460)
        longer.add(beam: 1, 120...330)
        Self.check(longer, "", ["turn_back"], "too long for two at walking pace")
    }

    @Test("Two who meet: the first beam breaks again before one body could have turned")
    func meetingAgain() {
        for (again, passages) in [(300, "in out"), (599, "in out"), (600, "")] as [(Int64, String)] {
            var bodies = Bodies()
            bodies.add(beam: 0, 0...250)
            bodies.add(beam: 0, again...(again + 250))
            bodies.add(beam: 1, 150...(again + 100))
            Self.check(bodies, passages, passages.isEmpty ? ["turn_back"] : [], "\(again) ms")
        }
    }

    @Test("Somebody passes another who stands in the beams")
    func passing() {
        for (guest, passages) in [(900...1100, "in"), (300...500, ""), (2700...2900, "")]
            as [(ClosedRange<Int64>, String)]
        {
            var bodies = Bodies()
            bodies.add(beam: 0, 0...3000)
            bodies.add(beam: 1, guest)
            Self.check(bodies, passages, [passages.isEmpty ? "turn_back" : "half_crossing"], "\(guest)")
        }
    }

    @Test("Who stands in the beams and comes and goes over both is one who turned back, and those who passed count")
    func passingBetween() {
        var bodies = Bodies()
        bodies.add(beam: 0, 0...4000)
        bodies.add(beam: 1, 500...1300)
        bodies.add(beam: 1, 2000...2200)
        bodies.add(beam: 1, 3000...3600)
        Self.check(bodies, "in", ["turn_back"], "between")
    }

    // MARK: - Nobody

    @Test("Turning back is no passage, wherever one turns")
    func turnBack() {
        for (outer, inner) in [
            ([0...1200], [300...900]), ([0...1200], [400...450]), ([0...1200], [200...500, 600...1000]),
            ([0...400, 1000...1500], [200...1300]), ([0...400, 900...1500, 1900...2300], [200...2100]),
        ] as [([ClosedRange<Int64>], [ClosedRange<Int64>])] {
            var bodies = Bodies()
            for one in outer { bodies.add(beam: 0, one) }
            for one in inner { bodies.add(beam: 1, one) }
            let found = bodies.verdict(BeamPairParameters(beamGap: .millimetres(150)))
            #expect(found.passages == "" && found.noted == ["turn_back"], "\(outer), \(inner): \(found)")
        }
    }

    @Test("Half-crossings are none, however many there are")
    func halfCrossings() {
        var bodies = Bodies()
        for index in 0..<20 as Range<Int64> { bodies.add(beam: 0, (index * 400)...(index * 400 + 200)) }
        Self.check(bodies, "", ["half_crossing"], "outer")
    }

    @Test("To and fro is one body that goes on, or none that goes back")
    func hesitation() {
        var bodies = Bodies()
        bodies.add(beam: 0, 0...500)
        bodies.add(beam: 0, 1000...1800)
        bodies.add(beam: 1, 200...800)
        bodies.add(beam: 1, 1300...2200)
        Self.check(bodies, "in", [], "back over the second beam")
        var three = Bodies()
        three.add(beam: 0, 0...2500)
        three.add(beam: 1, 400...900)
        three.add(beam: 1, 1500...2900)
        Self.check(three, "in", [], "never off the first beam")
    }

    @Test("Both beams at the same instants: the end that differs decides; where none does, nothing is counted")
    func diagonals() {
        for (outer, inner, passages) in [
            (0...250, 0...400, "in"), (0...400, 100...400, "in"), (0...400, 0...250, "out"), (0...250, 0...250, ""),
        ] as [(ClosedRange<Int64>, ClosedRange<Int64>, String)] {
            var bodies = Bodies()
            bodies.add(beam: 0, outer)
            bodies.add(beam: 1, inner)
            let mirrored = BeamPairPropertyTests.run(bodies.edges.mirrored).events.map(\.mirrored)
            #expect(bodies.verdict().passages == passages && bodies.verdict().noted == ["diagonal"])
            #expect(mirrored == BeamPairPropertyTests.run(bodies.edges).events)
        }
    }
}
