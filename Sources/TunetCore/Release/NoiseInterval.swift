import func Glibc.exp

/// The 95 % interval of a sum of released values, from the exact distribution of their noise.
///
/// The noise of each leaf is discrete Laplace with parameter ε: P(X = x) = (1 − t)/(1 + t) · t^|x|, t = e^−ε. The sum of
/// n leaves is its n-fold convolution, computed by repeated squaring on a support outside which less than 1e-9 of
/// the mass lies; no normal approximation.
package struct NoiseInterval: Sendable, Equatable {
    /// The sum of the noise lies in −halfWidth...halfWidth with at least the probability asked for; least such number.
    package var halfWidth: Int

    /// - Parameters:
    ///   - leaves: how many released values are added, 0 to 100,000.
    ///   - epsilon: ε of each, greater than 0.
    ///   - probability: at most 0.999.
    package init(leaves: Int, epsilon: Double, probability: Double = 0.95) {
        guard leaves > 0 else {
            halfWidth = 0
            return
        }
        let distribution = Self.power(Self.single(epsilon: epsilon), leaves)
        let middle = distribution.count / 2
        var mass = distribution[middle]
        var width = 0
        while mass < probability, width < middle {
            width += 1
            mass += distribution[middle - width] + distribution[middle + width]
        }
        halfWidth = width
    }

    /// The interval around `sum`, not below 0: a count is never negative.
    package func range(around sum: Int) -> ClosedRange<Int> {
        max(0, sum - halfWidth)...max(0, sum + halfWidth)
    }

    /// The distribution of one leaf's noise on −k...k, where k leaves out less than 1e-12 of the mass.
    private static func single(epsilon: Double) -> [Double] {
        let t = exp(-epsilon)
        var tail = [(1 - t) / (1 + t)]
        // The two tails beyond k hold 2·t^(k+1)/(1+t), which is less than the last value kept over (1 − t).
        while let last = tail.last, last > 1e-13 * (1 - t) { tail.append(last * t) }
        return tail.dropFirst().reversed() + tail
    }

    private static func power(_ base: [Double], _ exponent: Int) -> [Double] {
        var result = [1.0]
        var square = base
        var remaining = exponent
        while remaining > 0 {
            if remaining & 1 == 1 { result = trimmed(convolved(result, square)) }
            remaining >>= 1
            if remaining > 0 { square = trimmed(convolved(square, square)) }
        }
        return result
    }

    private static func convolved(_ a: [Double], _ b: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: a.count + b.count - 1)
        for (i, x) in a.enumerated() where x > 0 {
            for (j, y) in b.enumerated() { result[i + j] += x * y }
        }
        return result
    }

    /// Cuts both ends of a symmetric distribution where together they hold less than 1e-12.
    private static func trimmed(_ distribution: [Double]) -> [Double] {
        var cut = 0
        var tail = 0.0
        while cut < distribution.count / 2, tail + 2 * distribution[cut] < 1e-12 {
            tail += 2 * distribution[cut]
            cut += 1
        }
        return Array(distribution[cut..<(distribution.count - cut)])
    }
}
