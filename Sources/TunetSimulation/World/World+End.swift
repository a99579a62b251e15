import TunetCore

/// How a world ends: everything has to come to the collector, and to agree.
extension World {
    /// Nothing goes wrong any more: everything has to come to the collector.
    func drain() async throws {
        isDraining = true
        agenda.removeAll()
        setTrouble(nil)
        disk.armCut(after: nil)
        collector.mood = .well
        say("from now on all is well")
        // A boot of its own, which knows the time at once.
        if boot != nil { await goDown(.cut) } else { agenda.add(.powerOn, at: now + 60 * Self.second) }
        for day in 1...100 where result.violations.isEmpty {
            await live(until: now + 24 * Self.hour)
            if day % 2 == 0, try isDelivered() { break }
            if day == 100 { fail("after 100 days not everything is delivered") }
        }
        guard result.violations.isEmpty else { return }
        await goDown(.stop(pause: Self.hour))
        try compareWithCollector()
    }

    /// Whether the collector has all.
    private func isDelivered() throws -> Bool {
        let reading = try totals().reading
        let pending = reading.released.keys.contains { collector.leaves[$0] == nil }
        return !pending && reading.counted.values.allSatisfy { $0 == 0 }
    }

    private func compareWithCollector() throws {
        guard result.violations.isEmpty else { return }
        let onDisk = try collector.onDisk()
        let held = collector.totals
        for problem in ledger.problems(held: held) { fail(problem) }
        // Where no clock was wrong or late, each period has what happened in it.
        if plan.events.isSubset(of: [.restarts, .collector]) { comparePeriods() }
        for (measure, value) in held where onDisk[measure] != value {
            fail("\(measure): the collector has \(onDisk[measure] ?? 0) in its file and has answered for \(value)")
        }
    }

    private func comparePeriods() {
        struct Key: Hashable {
            var measure: String
            var period: String
        }
        var values: [Key: Int64] = [:]
        var uncertain: [String: Int64] = [:]
        for leaf in collector.leaves.values where leaf.measure == "entries" || leaf.measure == "passages" {
            if leaf.session == Leaf.uncertain {
                uncertain[leaf.measure, default: 0] += leaf.value
            } else {
                values[Key(measure: leaf.measure, period: leaf.period), default: 0] += leaf.value
            }
        }
        for (key, value) in values {
            guard let days = Period(key.period)?.days else {
                fail("\(key.period) is no period")
                continue
            }
            let range = ledger.range(of: key.measure, on: days.map(\.dayNumber))
            // Somebody came between the start of a boot and its first time, and the power went again.
            let least = range.lowerBound - uncertain[key.measure, default: 0]
            guard value < least || value > range.upperBound else { continue }
            fail("\(key.measure) in \(key.period): \(value), not \(least) to \(range.upperBound)")
        }
    }
}
