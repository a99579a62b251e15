/// Released values of one ε that are added up.
package struct NoiseTerm: Sendable, Hashable {
    /// How many, at least 0.
    package var leaves: Int
    /// ε of each, greater than 0.
    package var epsilon: Double
    /// By which whole number each value is multiplied, at least 1. With undirected passages, of which a visit is half of
    /// one, the unit is half a visit: 2 for an entry and 1 for a passage.
    package var weight: Int

    package init(leaves: Int, epsilon: Double, weight: Int = 1) {
        self.leaves = leaves
        self.epsilon = epsilon
        self.weight = weight
    }

    package init(leaves: Int, noise: DiscreteLaplace, weight: Int = 1) {
        self.init(leaves: leaves, epsilon: Double(noise.numerator) / Double(noise.denominator), weight: weight)
    }
}
