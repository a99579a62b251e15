/// How much of a period one door or panel has watched, as it is published: from the time that was kept of its bins.
///
/// Coverage has no noise, so that nothing that a person does on the way through a door may show in it. A bin is observed if the
/// door is at its end, and who then stands in the beam takes it away. But people don't stand there for long: a gap counts
/// only from ``leastGap`` bins on. What lasts for an hour is a box in front of the sensor, or the power. Only beside such a gap,
/// as a power cut of three quarters of an hour, may somebody who stands there make the hour full.
package struct Coverage: Sendable {
    /// Bins in a row, an hour. A shorter gap counts as observed.
    package static let leastGap: Int64 = 4

    private let period: Range<Int64>
    /// By bin.
    private var seconds: [Int64: Int64] = [:]

    /// - Parameter period: dated bins, whose gaps are looked for.
    package init(period: Range<Int64>) { self.period = period }

    /// - Parameter milliseconds: more of the same bin are added; it never has more than its 15 minutes.
    package mutating func add(_ milliseconds: Int64, in bin: Int64) {
        guard period.contains(bin), milliseconds > 0 else { return }
        seconds[bin] = min(Bin.seconds, seconds[bin, default: 0] + milliseconds / 1000)
    }

    /// Takes short gaps for observed. Call it once, with everything added.
    package mutating func closeShortGaps() {
        guard !seconds.isEmpty else { return }
        var gap: Int64 = 0
        for bin in period.lowerBound...period.upperBound {
            let isOver = bin == period.upperBound || seconds[bin] != nil
            if isOver {
                if gap < Self.leastGap { for missing in bin - gap..<bin { seconds[missing] = Bin.seconds } }
                gap = 0
            } else {
                gap += 1
            }
        }
    }

    /// Seconds observed in the bins of one part of the period.
    package func observed(in bins: [Range<Int64>]) -> Int64 {
        bins.reduce(0) { sum, range in range.clamped(to: period).reduce(sum) { $0 + (seconds[$1] ?? 0) } }
    }
}
