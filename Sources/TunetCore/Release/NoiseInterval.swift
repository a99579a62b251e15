/// The 95 % interval of a sum of released values, from the exact distribution of their noise; no normal approximation.
///
/// It is the interval that the noise alone makes: a released sum is unbiased, and the true one lies within ``halfWidth`` of
/// it with at least the probability asked for. What the sensors did not see is not in it.
package struct NoiseInterval: Sendable, Equatable {
    /// The sum of the noise lies in −halfWidth...halfWidth with at least the probability asked for; least such number.
    ///
    /// Never less than that. Rounding is always to the safe side: it can be one too many where the next smaller one
    /// misses the probability by less than 1e-9 (<doc:Noise>).
    package var halfWidth: Int

    /// - Parameters:
    ///   - terms: what is added up; ε and the weight may differ.
    ///   - probability: from 0 to 1 − 1e-9.
    package init(terms: [NoiseTerm], probability: Double = 0.95) {
        halfWidth = NoiseSum(terms).leastHalfWidth(probability: probability)
    }

    /// - Parameters:
    ///   - leaves: how many released values are added, at least 0.
    ///   - epsilon: ε of each, greater than 0.
    ///   - probability: from 0 to 1 − 1e-9.
    package init(leaves: Int, epsilon: Double, probability: Double = 0.95) {
        self.init(terms: [NoiseTerm(leaves: leaves, epsilon: epsilon)], probability: probability)
    }

    /// The interval around `sum`, not below 0: a count is never negative.
    package func range(around sum: Int) -> ClosedRange<Int> {
        max(0, sum - halfWidth)...max(0, sum + halfWidth)
    }
}
