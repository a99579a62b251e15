import func Glibc.log

/// What chance may do to a share of independent draws, for every number of draws: Chernoff's bound in Hoeffding's form
/// (W. Hoeffding, "Probability Inequalities for Sums of Bounded Random Variables", 1963, theorem 1), no normal
/// approximation. Each side is exceeded with a probability of at most the false-alarm rate.
package struct Chernoff {
    package var draws: Int
    /// −ln of the false-alarm rate of one side.
    private var limit: Double

    package init(draws: Int, falseAlarms: Double) {
        self.draws = draws
        limit = -log(falseAlarms)
    }

    /// The Kullback-Leibler divergence of two coins, in nats.
    private static func divergence(_ a: Double, _ b: Double) -> Double {
        func part(_ x: Double, _ y: Double) -> Double { x == 0 ? 0 : x * log(x / y) }
        return part(a, b) + part(1 - a, 1 - b)
    }

    /// Whether `count` of the draws is what an event of this probability may give.
    package func allows(_ count: Int, probability: Double) -> Bool {
        let share = Double(count) / Double(draws)
        return share == probability || Double(draws) * Self.divergence(share, probability) <= limit
    }

    /// The probabilities with which an event may have happened in `count` of the draws.
    package func range(of count: Int) -> ClosedRange<Double> {
        let share = Double(count) / Double(draws)
        func edge(_ outside: Double) -> Double {
            var (inside, outside) = (share, outside)
            for _ in 0..<60 {
                let middle = (inside + outside) / 2
                if middle > 0, middle < 1, allows(count, probability: middle) {
                    inside = middle
                } else {
                    outside = middle
                }
            }
            return outside
        }
        return edge(0)...edge(1)
    }

    /// Whether the draws of two neighbouring counts refute that no output is more than `factor` times as likely for one as for
    /// the other: single outputs, and all up to one or beyond it.
    ///
    /// - Parameters:
    ///   - one: how often each output was drawn, of ``draws``.
    ///   - outputs: those that are looked at; ``comparisons(of:)`` of them share the false alarms.
    package func refutesRatio(
        _ one: [Int64: Int], _ other: [Int64: Int], factor: Double, outputs: ClosedRange<Int64>
    ) -> Bool {
        func isRefuted(_ a: Int, _ b: Int) -> Bool {
            let (a, b) = (range(of: a), range(of: b))
            return a.lowerBound > factor * b.upperBound || b.lowerBound > factor * a.upperBound
        }
        return outputs.contains { output in
            let upTo = [one, other].map { $0.reduce(0) { $1.key <= output ? $0 + $1.value : $0 } }
            return isRefuted(one[output] ?? 0, other[output] ?? 0) || isRefuted(upTo[0], upTo[1])
                || isRefuted(draws - upTo[0], draws - upTo[1])
        }
    }

    /// Sides of all comparisons that ``refutesRatio(_:_:factor:outputs:)`` makes.
    package static func comparisons(of outputs: ClosedRange<Int64>) -> Int { 16 * outputs.count }
}
