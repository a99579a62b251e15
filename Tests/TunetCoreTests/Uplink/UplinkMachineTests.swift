import Testing

@testable import TunetCore

@Suite("Uplink")
struct UplinkMachineTests {
    static func at(_ seconds: Int64) -> MonotonicInstant { MonotonicInstant(nanoseconds: seconds * 1_000_000_000) }

    static func parcels(_ sizes: [Int]) -> [UplinkMachine.Parcel] {
        sizes.enumerated().map {
            UplinkMachine.Parcel(epoch: "e", first: Int64($0 * 10), last: Int64($0 * 10 + 9), size: $1)
        }
    }

    /// Delivers everything that is asked for, and returns the first sequence numbers in their order.
    static func deliverAll(_ parcels: [UplinkMachine.Parcel]) -> [Int64] {
        var machine = UplinkMachine()
        var order: [Int64] = []
        var action = machine.prepared(parcels)
        while case .send(let parcel) = action {
            #expect(machine.state == .sending(parcel))
            order.append(parcel.first)
            action = machine.delivered(parcel)
        }
        #expect(action == .none && machine.state == .resting)
        return order
    }

    @Test("A window asks to prepare once, at its time")
    func window() {
        var machine = UplinkMachine()
        #expect(machine.deadline == nil)
        #expect(machine.advance(to: Self.at(1_000_000)) == .none)
        machine.setWindow(Self.at(100))
        #expect(machine.deadline == Self.at(100))
        #expect(machine.advance(to: Self.at(99)) == .none)
        #expect(machine.advance(to: Self.at(100)) == .prepare)
        #expect(machine.state == .preparing && machine.deadline == nil)
        #expect(machine.advance(to: Self.at(200)) == .none)
        #expect(machine.prepared([]) == .none)
        #expect(machine.state == .resting && machine.deadline == nil)
    }

    @Test("The newest batch goes first, then the backlog from its oldest")
    func order() {
        #expect(Self.deliverAll(Self.parcels([1, 1, 1, 1])) == [30, 0, 10, 20])
        #expect(Self.deliverAll(Self.parcels([5])) == [0])
    }

    @Test(
        "The backlog of one window keeps to the byte budget, after the newest batch",
        arguments: [
            // The last size is that of the newest batch.
            ([100, 100, UplinkMachine.byteBudget * 2], [20, 0, 10]),
            ([UplinkMachine.byteBudget, 1, 7], [20, 0]),
            ([UplinkMachine.byteBudget - 1, 1, 1, 7], [30, 0, 10]),
            ([UplinkMachine.byteBudget - 1, 2, 7], [20, 0]),
            // One that is larger than the budget goes alone instead of never.
            ([UplinkMachine.byteBudget * 3, 1, 7], [20, 0]),
        ])
    func budget(sizes: [Int], expected: [Int64]) {
        #expect(Self.deliverAll(Self.parcels(sizes)) == expected)
    }

    @Test("The delay after each failure is anywhere up to its limit, and retries never end")
    func jitter() {
        for failures in [0, 1, 2, 3, 5, 6, 7, 8, 20, 63, 64, 1000] {
            let limit: Int64 = min(3600, failures < 30 ? 30 << Int64(failures) : 3600) * 1_000_000_000
            var delays: [Int64] = []
            for seed: UInt64 in 0..<200 {
                var random = SeededGenerator(seed: seed * 31 + UInt64(failures))
                var machine = UplinkMachine()
                let parcel = Self.parcels([1])[0]
                #expect(machine.prepared([parcel]) == .send(parcel))
                for _ in 0..<failures {
                    machine.failed(retryAfter: nil, at: Self.at(0), using: &random)
                    #expect(machine.advance(to: Self.at(3600)) == .send(parcel))
                }
                machine.failed(retryAfter: nil, at: Self.at(50), using: &random)
                guard case .backingOff(let until) = machine.state else {
                    Issue.record("\(machine.state)")
                    return
                }
                delays.append(until.nanoseconds - Self.at(50).nanoseconds)
                #expect(machine.failures == failures + 1)
            }
            #expect(delays.allSatisfy { (0...limit).contains($0) }, "after \(failures)")
            // Full jitter: both ends are used.
            #expect(delays.contains { $0 < limit / 10 } && delays.contains { $0 > limit / 10 * 9 }, "after \(failures)")
        }
    }

    @Test("A success forgets the failures, and the next batch follows at once")
    func success() {
        var random = SeededGenerator(seed: 1)
        var machine = UplinkMachine()
        let parcels = Self.parcels([1, 1])
        #expect(machine.prepared(parcels) == .send(parcels[1]))
        for _ in 0..<5 {
            machine.failed(retryAfter: nil, at: Self.at(0), using: &random)
            guard case .backingOff(let until) = machine.state else { return }
            #expect(machine.deadline == until)
            #expect(machine.advance(to: MonotonicInstant(nanoseconds: until.nanoseconds - 1)) == .none)
            #expect(machine.advance(to: until) == .send(parcels[1]))
        }
        #expect(machine.delivered(parcels[1]) == .send(parcels[0]))
        #expect(machine.failures == 0)
        #expect(machine.delivered(parcels[0]) == .none)
        #expect(machine.needsWindow)
    }

    @Test("A batch in conflict is set aside, and the others go on")
    func conflict() {
        var machine = UplinkMachine()
        let parcels = Self.parcels([1, 1, 1])
        #expect(machine.prepared(parcels) == .send(parcels[2]))
        #expect(machine.setAside(parcels[2]) == .send(parcels[0]))
        #expect(machine.delivered(parcels[0]) == .send(parcels[1]))
        #expect(machine.setAside(parcels[1]) == .none)
        #expect(machine.state == .resting && machine.failures == 0)
        #expect(machine.prepared(parcels) == .send(parcels[2]))
    }

    @Test("A window that comes while the collector is away still prepares, and what waits is sent again")
    func windowWhileBackingOff() {
        var random = SeededGenerator(seed: 2)
        var machine = UplinkMachine()
        #expect(machine.prepared(Self.parcels([1])) == .send(Self.parcels([1])[0]))
        machine.failed(retryAfter: .seconds(3600), at: Self.at(0), using: &random)
        #expect(machine.needsWindow)
        machine.setWindow(Self.at(60))
        #expect(!machine.needsWindow && machine.deadline == Self.at(60))
        #expect(machine.advance(to: Self.at(59)) == .none)
        #expect(machine.advance(to: Self.at(60)) == .prepare)
        let parcels = Self.parcels([1, 1])
        #expect(machine.prepared(parcels) == .send(parcels[1]))
        #expect(machine.failures == 1)
    }

    @Test(
        "Retry-After is waited for, up to a day",
        arguments: [
            (120, 120), (0, 0), (-5, 0), (86_400, 86_400), (1_000_000, 86_400), (Int64.max, 86_400),
        ] as [(Int64, Int64)])
    func retryAfter(asked: Int64, atLeast: Int64) {
        for seed: UInt64 in 0..<50 {
            var random = SeededGenerator(seed: seed)
            var machine = UplinkMachine()
            _ = machine.prepared(Self.parcels([1]))
            machine.failed(retryAfter: .seconds(asked), at: Self.at(7), using: &random)
            guard case .backingOff(let until) = machine.state else {
                Issue.record("\(machine.state)")
                return
            }
            #expect(until >= Self.at(7 + atLeast) && until <= Self.at(7 + atLeast + 30), "seed \(seed)")
        }
    }
}

@Suite("Upload times")
struct UplinkScheduleTests {
    static let oslo = TimeZoneRulesTests.oslo

    /// The next window in Oslo, as seconds of UTC. The anchor makes boot time 1000 s the instant `now`.
    static func next(after now: Int64, uploadMinute: Int, missed: Bool = false) -> Int64? {
        let anchor = Anchor(
            monotonic: UplinkMachineTests.at(1000), utc: UTCInstant(seconds: now), quality: .synchronised)
        let timeline = Timeline(zone: oslo, boot: 1, anchor: anchor)
        return UplinkSchedule(uploadMinute: uploadMinute)
            .nextWindow(after: UplinkMachineTests.at(1000), missed: missed, timeline: timeline)
            .map { $0.nanoseconds / 1_000_000_000 - 1000 + now }
    }

    static func local(_ day: String, _ minute: Int) -> Int64 {
        guard let day = CivilDate(day) else { fatalError("\(day) is no day") }
        return oslo.instant(of: day, minute: minute).seconds
    }

    @Test("While the boot is not dated, the windows are the full hours of its own time")
    func undated() {
        let timeline = Timeline(zone: Self.oslo, boot: 1)
        for missed in [false, true] {
            let schedule = UplinkSchedule(uploadMinute: 195)
            #expect(
                schedule.nextWindow(after: .zero, missed: missed, timeline: timeline) == UplinkMachineTests.at(3600))
            #expect(
                schedule.nextWindow(after: UplinkMachineTests.at(3600), missed: missed, timeline: timeline)
                    == UplinkMachineTests.at(7200))
        }
    }

    @Test(
        "A window is at the same local time every day",
        arguments: [
            ("2026-11-02", 0, "2026-11-02"), ("2026-11-02", 194, "2026-11-02"), ("2026-11-02", 195, "2026-11-03"),
            ("2026-11-02", 1439, "2026-11-03"),
            // Over both changes of the clocks.
            ("2026-03-28", 600, "2026-03-29"), ("2026-03-29", 600, "2026-03-30"), ("2026-10-24", 600, "2026-10-25"),
            ("2026-10-25", 600, "2026-10-26"), ("2026-12-31", 600, "2027-01-01"),
        ])
    func daily(day: String, minute: Int, expected: String) {
        #expect(Self.next(after: Self.local(day, minute), uploadMinute: 195) == Self.local(expected, 195))
    }

    @Test("A time that the clocks skip is the end of the gap, one that comes twice is the earlier")
    func changes() {
        #expect(Self.next(after: Self.local("2026-03-29", 0), uploadMinute: 150) == 1_774_746_000)
        #expect(Self.next(after: 1_774_746_000, uploadMinute: 150) == Self.local("2026-03-30", 150))
        let first: Int64 = 1_792_890_000 - 1800
        #expect(Self.next(after: Self.local("2026-10-25", 0), uploadMinute: 150) == first)
        #expect(Self.next(after: first, uploadMinute: 150) == Self.local("2026-10-26", 150))
    }

    @Test(
        "A missed window comes at the same minute of the next hour",
        arguments: [
            ("2026-11-02", 600, "2026-11-02", 615), ("2026-11-02", 614, "2026-11-02", 615),
            ("2026-11-02", 615, "2026-11-02", 675), ("2026-11-02", 1435, "2026-11-03", 15),
            ("2026-11-02", 1396, "2026-11-03", 15),
        ])
    func missed(day: String, minute: Int, expected: String, expectedMinute: Int) {
        let next = Self.next(after: Self.local(day, minute), uploadMinute: 195, missed: true)
        #expect(next == Self.local(expected, expectedMinute))
    }

    @Test("Windows are fixed by the clock: they do not depend on when one asks", arguments: 0..<20 as Range<UInt64>)
    func fixed(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let uploadMinute = Int.random(in: 0..<1440, using: &random)
        let now = Int64.random(in: 1_774_000_000...1_794_000_000, using: &random)
        let window = try #require(Self.next(after: now, uploadMinute: uploadMinute))
        #expect(window > now && window - now <= 25 * 3600, "seed \(seed)")
        for _ in 0..<20 {
            let other = Int64.random(in: now..<window, using: &random)
            #expect(Self.next(after: other, uploadMinute: uploadMinute) == window, "seed \(seed)")
        }
        let soon = try #require(Self.next(after: now, uploadMinute: uploadMinute, missed: true))
        #expect(soon > now && soon - now <= 2 * 3600, "seed \(seed)")
    }
}
