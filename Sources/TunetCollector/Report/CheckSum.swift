internal import TunetCore

/// Released leaves of count checks on their way to ``CheckReport``.
struct CheckSum {
    private struct Month {
        var byHand: Int64 = 0
        var bySensor: Int64 = 0
        var handLeaves = LeafTally()
        var sensorLeaves = LeafTally()
    }

    private var months: [Period: Month] = [:]

    /// A factor is given only if both sums are more than so many times as large as half the width of their noise, so that
    /// noise alone does not make it wider than from 0.67 to 1.5.
    private static let noiseMargin = 5.0
    /// How far back checks are added up: a year from the newest.
    private static let days = 365

    mutating func add(_ row: LeafRow) {
        var month = months[row.period] ?? Month()
        if row.measure == "checked_by_hand" {
            month.byHand += row.value
            month.handLeaves.add(row)
        } else {
            month.bySensor += row.value
            month.sensorLeaves.add(row)
        }
        months[row.period] = month
    }

    func report(_ intervals: inout IntervalTable) -> CheckReport? {
        let order = months.keys.sorted { ($0.firstDay, $0.description) < ($1.firstDay, $1.description) }
        guard let last = order.last else { return nil }
        let recent = order.filter { $0.firstDay > last.firstDay.adding(days: -Self.days) }
        let sum = recent.compactMap { months[$0] }.reduce(into: Month()) { sum, month in
            sum.byHand += month.byHand
            sum.bySensor += month.bySensor
            sum.handLeaves.add(month.handLeaves)
            sum.sensorLeaves.add(month.sensorLeaves)
        }
        return CheckReport(
            from: (recent.first ?? last).description, to: last.description, months: recent.count, byHand: sum.byHand,
            bySensor: sum.bySensor, factor: factor(sum, &intervals))
    }

    /// Both sums lie in their intervals of 97.5 % in 95 % of all cases (Bonferroni), and the factor between the extremes
    /// that these allow.
    private func factor(_ sum: Month, _ intervals: inout IntervalTable) -> FactorReport? {
        let hand = Double(intervals.halfWidth(of: sum.handLeaves.terms(), probability: 0.975))
        let sensor = Double(intervals.halfWidth(of: sum.sensorLeaves.terms(), probability: 0.975))
        let (byHand, bySensor) = (Double(sum.byHand), Double(sum.bySensor))
        guard byHand > Self.noiseMargin * hand, bySensor > Self.noiseMargin * sensor else { return nil }
        return FactorReport(
            value: byHand / bySensor, low: (byHand - hand) / (bySensor + sensor),
            high: (byHand + hand) / (bySensor - sensor))
    }
}
