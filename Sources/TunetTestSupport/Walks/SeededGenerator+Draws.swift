import Glibc
package import TunetCore

/// Draws of measures. Each takes the same number of random words whatever comes out, but for ``normal(_:_:within:)``.
extension SeededGenerator {
    /// A number from 0 up to but not including 1.
    package mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    package mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * unit()
    }

    package mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(unit() * Double(range.upperBound - range.lowerBound + 1))
    }

    package mutating func chance(_ share: Double) -> Bool {
        unit() < share
    }

    /// A normal deviate that is drawn again until it lies in `range` (Box & Muller 1958).
    package mutating func normal(_ mean: Double, _ deviation: Double, within range: ClosedRange<Double>) -> Double {
        for _ in 0..<100 {
            let drawn = mean + deviation * (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
            if range.contains(drawn) { return drawn }
        }
        return min(max(mean, range.lowerBound), range.upperBound)
    }

    package mutating func exponential(mean: Double) -> Double {
        -mean * log(1 - unit())
    }

    /// A number whose logarithm is uniform: as many between 0.3 and 0.6 as between 1.5 and 3.
    package mutating func logUniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound * exp(unit() * log(range.upperBound / range.lowerBound))
    }

    /// One of the values, each as often as its weight says.
    package mutating func pick<Value>(_ weighted: [(value: Value, weight: Double)]) -> Value {
        var left = unit() * weighted.reduce(0) { $0 + $1.weight }
        for (value, weight) in weighted {
            left -= weight
            if left < 0 { return value }
        }
        return weighted[weighted.count - 1].value
    }
}
