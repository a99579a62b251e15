extension ClusterJudge {
    /// Goes through the breaks of both beams in order of time, and finds for each of them the body that made it.
    mutating func match(_ counter: inout BodyCounter, _ emit: (SensorEvent) -> Void) {
        var outer = 0
        var inner = 0
        while outer < cluster.outer.count, inner < cluster.inner.count {
            let (first, second) = (cluster.outer[outer], cluster.inner[inner])
            switch Match(outer: first, inner: second) {
            case .inward: follow(leaderIsOuter: true, &outer, &inner, &counter, emit)
            case .outward: follow(leaderIsOuter: false, &inner, &outer, &counter, emit)
            case .innerWithin: host(isOuter: true, &outer, &inner, &counter, emit)
            case .outerWithin: host(isOuter: false, &inner, &outer, &counter, emit)
            case .same:
                counter.note(.diagonal, at: first.end, Doubt(under: 500), emit)
                outer += 1
                inner += 1
            }
        }
        for index in outer..<max(outer, cluster.outer.count) {
            counter.note(.halfCrossing, at: cluster.outer[index].end, .none, emit)
        }
        for index in inner..<max(inner, cluster.inner.count) {
            counter.note(.halfCrossing, at: cluster.inner[index].end, .none, emit)
        }
    }

    // MARK: - From beam to beam

    /// Somebody who broke the leading beam first and left the other one last; and whoever came behind them, or the other
    /// way, while the other beam was broken.
    private mutating func follow(
        leaderIsOuter: Bool, _ lead: inout Int, _ rear: inout Int, _ counter: inout BodyCounter,
        _ emit: (SensorEvent) -> Void
    ) {
        let direction: Direction = leaderIsOuter ? .in : .out
        let (first, host) = (cluster[leaderIsOuter, lead], cluster[!leaderIsOuter, rear])
        let leads = cluster.count(leaderIsOuter)
        // Somebody else came between: this one only looked in.
        let isOvertaken =
            first.end < host.start && lead + 1 < leads && cluster[leaderIsOuter, lead + 1].start < host.start
        if isOvertaken || host.start - first.end > limits.gapTime {
            counter.note(.halfCrossing, at: first.end, .none, emit)
            lead += 1
            return
        }
        // Those who broke the leading beam and had left it before the other one was clear.
        var next = lead + 1
        var merged = 0
        while next < leads, cluster[leaderIsOuter, next].end <= host.end {
            if isPassing(cluster[leaderIsOuter, next]) { merged += 1 }
            next += 1
        }
        if next < leads, cluster[leaderIsOuter, next].start < host.end {
            let back = cluster[leaderIsOuter, next]
            goOn(
                Pair(first: first, host: host, back: back, next: next, merged: merged), direction, &lead, &rear,
                &counter, emit)
            return
        }
        // Two bodies that merge on one beam take longer than this on it.
        if merged > 0, !isShorter(host.length, than: limits.thin * 7 / 2) {
            counter.note(.tailgateSuspect, at: host.end, .none, emit)
            pass(merged, direction, at: host.end, BodyCounter.Wrong.mergedFollower, &counter, emit)
        }
        counter.count(direction, first, host, began: first.start, Doubt(under: BodyCounter.Wrong.hiddenInParts), emit)
        lead = next
        rear += 1
    }

    /// Breaks around one of the second beam: the first body's, those that merged, and the one that was on the leading
    /// beam when the second one cleared.
    private struct Pair {
        var first: Break
        var host: Break
        var back: Break
        /// The number of `back` on the leading beam.
        var next: Int
        var merged: Int
    }

    /// Somebody is on the leading beam when the second one clears: a follower, or the first one on the way back, or
    /// somebody who comes the other way.
    private mutating func goOn(
        _ pair: Pair, _ direction: Direction, _ lead: inout Int, _ rear: inout Int, _ counter: inout BodyCounter,
        _ emit: (SensorEvent) -> Void
    ) {
        let isOuter = direction == .in
        let end = pair.host.end
        defer { rear += 1 }
        if let after = following(pair.back, pair.next, rear, leaderIsOuter: isOuter) {
            lead = pair.next
            if end - pair.first.end < max(limits.turnTime, 3 * (pair.host.start - pair.first.start)) {
                // Too soon for one body to have turned: the first one is gone, and the next one is on the way.
                pass(pair.merged, direction, at: end, BodyCounter.Wrong.mergedFollower, &counter, emit)
                let doubt = Doubt(over: BodyCounter.Wrong.follower, under: BodyCounter.Wrong.hiddenInParts)
                counter.count(direction, pair.first, pair.host, began: pair.first.start, doubt, emit)
                counter.note(.tailgateSuspect, at: end, .none, emit)
                return
            }
            pass(pair.merged, direction, at: end, BodyCounter.Wrong.overlapping, &counter, emit)
            if isCreeping(after.start - pair.back.start), isCreeping(after.end - pair.back.end) {
                // Nobody creeps through a door: one went back, and somebody else came and went.
                counter.note(.turnBack, at: end, Doubt(under: 300), emit)
                counter.note(.halfCrossing, at: after.end, .none, emit)
                lead += 1
                rear += 1
            } else {
                // One body, to and fro: judged by all its breaks together.
                cluster[isOuter, pair.next].start = pair.first.start
                cluster[!isOuter, rear + 1].start = pair.host.start
            }
            return
        }
        lead = pair.next + 1
        pass(pair.merged, direction, at: end, BodyCounter.Wrong.passing, &counter, emit)
        if pair.back.start - pair.first.end < limits.turnTime {
            pass(1, direction, at: end, BodyCounter.Wrong.meeting, &counter, emit)
            pass(1, direction.opposite, at: pair.back.end, BodyCounter.Wrong.meeting, &counter, emit)
        } else {
            counter.note(.turnBack, at: pair.back.end, Doubt(under: BodyCounter.Wrong.turnBack), emit)
        }
    }

    /// The next break of the second beam, if `back` leads it.
    private mutating func following(_ back: Break, _ next: Int, _ rear: Int, leaderIsOuter: Bool) -> Break? {
        guard rear + 1 < cluster.count(!leaderIsOuter) else { return nil }
        let after = cluster[!leaderIsOuter, rear + 1]
        guard isLed(after, by: back) else { return nil }
        // Where they do not overlap, another one may fit better; but not if the beams are so far apart that none do.
        let rivalStart = beamGap > limits.depth ? after.start : after.end
        let isBest =
            after.start < back.end || next + 1 == cluster.count(leaderIsOuter)
            || cluster[leaderIsOuter, next + 1].start > rivalStart
        return isBest ? after : nil
    }

    // MARK: - Within one break

    /// One or more breaks of one beam within one of the other.
    private mutating func host(
        isOuter: Bool, _ hosting: inout Int, _ guest: inout Int, _ counter: inout BodyCounter,
        _ emit: (SensorEvent) -> Void
    ) {
        let guests = cluster.count(!isOuter)
        let direction: Direction = isOuter ? .in : .out
        let host = cluster[isOuter, hosting]
        let first = guest
        while guest < guests, cluster[!isOuter, guest].end <= host.end { guest += 1 }
        if guest < guests, isLed(cluster[!isOuter, guest], by: host) {
            // Bodies that overlap on the first beam; the last one is matched next.
            for index in first..<guest where isPassing(cluster[!isOuter, index]) {
                pass(1, direction, at: cluster[!isOuter, index].end, BodyCounter.Wrong.overlapping, &counter, emit)
            }
            return
        }
        hosting += 1
        if guest - first == 1 {
            counter.judge(cluster[!isOuter, first], within: host, direction: direction, began: began, emit)
            return
        }
        // The first and the last one are how the host came and went.
        for index in (first + 1)..<max(first + 1, guest - 1) where isPassing(cluster[!isOuter, index]) {
            pass(1, direction, at: cluster[!isOuter, index].end, BodyCounter.Wrong.passing, &counter, emit)
        }
        counter.note(.turnBack, at: host.end, Doubt(under: BodyCounter.Wrong.turnBack), emit)
    }

    // MARK: - What a break may be

    private func isCreeping(_ lag: Int64) -> Bool {
        lag * limits.creepingSpeed > beamGap * 1_000_000_000
    }

    /// Whether `leader` comes before `other` on the way of one body.
    private func isLed(_ other: Break, by leader: Break) -> Bool {
        leader.start < other.start && leader.end < other.end && other.start - leader.end <= limits.gapTime
    }

    /// Whether a body went by without stopping.
    private func isPassing(_ one: Break) -> Bool {
        one.length >= limits.limbTime && one.length < limits.turnTime && !isShorter(one.length, than: limits.thin)
    }

    private func pass(
        _ number: Int, _ direction: Direction, at time: Int64, _ over: Int, _ counter: inout BodyCounter,
        _ emit: (SensorEvent) -> Void
    ) {
        for _ in 0..<number { counter.pass(direction, at: time, began: began, Doubt(over: over), emit) }
    }
}
