import func Glibc.log

/// What chance may do to a share of independent draws, for every number of draws: Chernoff's bound in Hoeffding's form
/// (W. Hoeffding, "Probability Inequalities for Sums of Bounded Random Variables", 1963, theorem 1), no normal
/// approximation. Each side is exceeded with a probability of at most the false-alarm rate.
struct Chernoff {
    var draws: Int
    /// −ln of the false-alarm rate of one side.
    private var limit: Double

    init(draws: Int, falseAlarms: Double) {
        self.draws = draws
        limit = -log(falseAlarms)
    }

    /// The Kullback-Leibler divergence of two coins, in nats.
    private static func divergence(_ a: Double, _ b: Double) -> Double {
        func part(_ x: Double, _ y: Double) -> Double { x == 0 ? 0 : x * log(x / y) }
        return part(a, b) + part(1 - a, 1 - b)
    }

    /// Whether `count` of the draws is what an event of this probability may give.
    func allows(_ count: Int, probability: Double) -> Bool {
        let share = Double(count) / Double(draws)
        return share == probability || Double(draws) * Self.divergence(share, probability) <= limit
    }

    /// The probabilities with which an event may have happened in `count` of the draws.
    func range(of count: Int) -> ClosedRange<Double> {
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
}
