import Foundation
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport
import TunetWire

@testable import TunetNode
@testable import TunetStore

/// Two places with the same luck that differ in one passage. Which rows exist, in which order, and what stands beside the
/// values – coverage, names – may not tell them apart.
@Suite("Rows of two neighbouring places")
struct NeighbourRowTests {
    /// Everything that an outsider sees of a life, but the values.
    private func rows(of life: Life) throws -> [ReleasedLeaf] {
        var seen: [Int64: ReleasedLeaf] = [:]
        for var leaf in try life.leaves() {
            leaf.value = 0
            seen[leaf.seq] = leaf
        }
        return seen.values.sorted { $0.seq < $1.seq }
    }

    /// Lives with `edges` until noon of a later day.
    private func rows(
        days: Int, _ configure: (inout PlaceConfiguration) -> Void = { _ in }, _ edges: (Life) -> [Edge]
    ) async throws -> [ReleasedLeaf] {
        let life = try Life(seed: 9) { configuration in
            configuration.release.correctionDays = 0
            configure(&configuration)
        }
        defer { life.scratch.remove() }
        let outside = try await Outside(life)
        let device = try await life.device()
        try await device.play(edges(life)) { try await outside.answer($0) }
        try await device.run(to: life.time(12, days: days)) { try await outside.answer($0) }
        return try rows(of: life)
    }

    /// Others come every hour, so that no silence begins: see ``aSilenceChangesNoRow()``.
    private func others(_ life: Life, days: Range<Int>) -> [Edge] {
        days.flatMap { day in (8..<20).flatMap { Footsteps.walkIn(at: life.time($0, 30, days: day)) } }
    }

    @Test(arguments: [SmallPlace.cafe, nil])
    func onePassageChangesNoRow(session: Session?) async throws {
        let sessions = session.map { [$0] } ?? []
        let nobody = try await rows(days: 4, { $0.sessions = sessions }, { others($0, days: 0..<4) })
        let one = try await rows(
            days: 4, { $0.sessions = sessions },
            { others($0, days: 0..<4) + Footsteps.walkIn(at: $0.time(12, days: 1)) })
        #expect(nobody == one)
        #expect(nobody.count == (session == nil ? 4 : 5))
        #expect(nobody.allSatisfy { $0.observed == $0.scheduled })
    }

    @Test func onePressChangesNoRow() async throws {
        let nobody = try await rows(days: 8) { _ in [] }
        let one = try await rows(days: 8) { Footsteps.press(3, at: $0.time(12, days: 1)) }
        #expect(nobody == one && nobody.count == 11)
    }

    /// Somebody stands in the door, which is a passage too: within a quarter of an hour, and at the end of one, or of two.
    @Test(arguments: [(3, 1), (14, 2), (10, 35)])
    func timeInTheDoorChangesNoRow(minute: Int, minutes: Int) async throws {
        let nobody = try await rows(days: 2) { _ in [] }
        let one = try await rows(days: 2) { life in
            let start = life.time(12, minute)
            return [
                Edge(time: start, line: 0, level: true),
                Edge(time: start.advanced(by: .seconds(60 * minutes)), line: 0, level: false),
            ]
        }
        #expect(nobody == one && nobody.count == 2)
    }

    /// A door through which nobody comes for long cuts coverage, which is published without noise: it tells to the quarter of
    /// an hour when the last one came, and that nobody did afterwards.
    @Test func aSilenceChangesNoRow() async throws {
        func place(_ hours: [Int]) async throws -> [ReleasedLeaf] {
            try await rows(
                days: 9,
                {
                    $0.panels = []
                    $0.openings = [Opening(weekdays: Set(1...7), startMinute: 480, endMinute: 1200)]
                },
                { life in
                    others(life, days: 0..<7) + hours.flatMap { Footsteps.walkIn(at: life.time($0, 30, days: 7)) }
                })
        }
        let (nobody, one) = (try await place([]), try await place([9]))
        #expect(nobody.count == 9 && one.count == 9)
        #expect(nobody == one)
    }

    /// The first day of a place's life has a row if somebody came before the clock was known.
    @Test func theFirstEveningChangesNoRow() async throws {
        func evening(_ isThere: Bool) async throws -> [ReleasedLeaf] {
            let life = try Life(seed: 9) { $0.release.correctionDays = 0 }
            defer { life.scratch.remove() }
            let outside = try await Outside(life)
            let start = life.time(23, 50)
            // A boot of its own, whose time begins now.
            func boot(_ time: MonotonicInstant) -> MonotonicInstant {
                MonotonicInstant(nanoseconds: time.nanoseconds - start.nanoseconds)
            }
            let device = try await life.device(isDated: false)
            if isThere {
                try await device.play(Footsteps.walkIn(at: boot(life.time(23, 55)))) { try await outside.answer($0) }
            }
            let dated = boot(life.time(0, 4, days: 1))
            try await device.run(to: dated) { try await outside.answer($0) }
            let utc = UTCInstant(seconds: life.start.seconds + life.time(0, 4, days: 1).nanoseconds / 1_000_000_000)
            await device.engine.offer(Anchor(monotonic: dated, utc: utc, quality: .synchronised), at: dated)
            try await device.run(to: boot(life.time(12, days: 3))) { try await outside.answer($0) }
            return try rows(of: life)
        }
        let (nobody, one) = (try await evening(false), try await evening(true))
        #expect(nobody == one)
        #expect(!nobody.isEmpty)
    }

    /// A boot that nothing dates, in which somebody stands in the door when a quarter of an hour ends.
    @Test func timeInTheDoorChangesNoRowOfUncertainDate() async throws {
        func rows(_ isThere: Bool) async throws -> [ReleasedLeaf] {
            let life = try Life(seed: 9) { $0.release.correctionDays = 0 }
            defer { life.scratch.remove() }
            let outside = try await Outside(life)
            do {
                let device = try await life.device()
                try await device.run(to: life.time(12)) { try await outside.answer($0) }
                try await device.engine.end(at: life.time(12))
            }
            do {
                let device = try await life.device(at: life.time(13), kernelID: "undated", isDated: false)
                let start = life.time(15, 12)
                let edges = [
                    Edge(time: start, line: 0, level: true),
                    Edge(time: start.advanced(by: .seconds(300)), line: 0, level: false),
                ]
                try await device.play(isThere ? edges : [])
                try await device.run(to: life.time(18))
                try await device.engine.end(at: life.time(18))
            }
            let device = try await life.device(at: life.time(9, days: 1), kernelID: "later")
            try await device.run(to: life.time(12, days: 4)) { try await outside.answer($0) }
            return try self.rows(of: life)
        }
        let (nobody, one) = (try await rows(false), try await rows(true))
        #expect(nobody == one)
        #expect(nobody.contains { $0.session == Leaf.uncertain })
    }

    /// A check of fewer than five people is not kept; its month has rows all the same.
    @Test func theFifthPersonOfACheckChangesNoRow() async throws {
        func check(_ people: Int) async throws -> [ReleasedLeaf] {
            let life = try Life(seed: 9) { $0.release.correctionDays = 0 }
            defer { life.scratch.remove() }
            let outside = try await Outside(life)
            let device = try await life.device()
            let start = life.time(10)
            try await device.run(to: start) { try await outside.answer($0) }
            _ = try await device.engine.startCheck(CountCheckRequest(), at: start)
            let edges = (0..<people).flatMap { Footsteps.walkIn(at: start.advanced(by: .seconds(5 + 10 * $0))) }
            try await device.play(edges) { try await outside.answer($0) }
            let end = life.time(10, 5)
            try await device.run(to: end) { try await outside.answer($0) }
            _ = try await device.engine.stopCheck(CountCheckRequest(in: people, out: 0), at: end)
            try await device.run(to: life.time(12, days: 31)) { try await outside.answer($0) }
            return try rows(of: life)
        }
        let (four, five) = (try await check(4), try await check(5))
        #expect(four == five)
        #expect(four.contains { $0.measure == "checked_by_hand" })
    }
}
