/// A real number from 0 to 2^27 that is known to lie between two whole multiples of 2^−100, both included.
///
/// Everything is done in whole numbers that trap on overflow; lower bounds are rounded down and upper ones up. What is
/// shown with it does not depend on floating point.
struct Enclosure: Equatable {
    /// In units of 2^−100.
    var low: UInt128
    var high: UInt128

    private static let scale: UInt128 = 100
    private static let unit = UInt128(1) << scale

    static let zero = Enclosure(low: 0, high: 0)
    static let one = Enclosure(low: unit, high: unit)

    /// For messages only.
    var approximation: Double { Double(low) / Double(Self.unit) }

    /// - Parameters:
    ///   - n: less than 2^26.
    ///   - d: at least 1.
    func times(_ n: UInt64, over d: UInt64) -> Enclosure {
        let (n, d) = (UInt128(n), UInt128(d))
        return Enclosure(low: low * n / d, high: (high * n + d - 1) / d)
    }

    static func fraction(_ n: UInt64, _ d: UInt64) -> Enclosure { one.times(n, over: d) }

    static func + (a: Enclosure, b: Enclosure) -> Enclosure {
        Enclosure(low: a.low + b.low, high: a.high + b.high)
    }

    static func += (a: inout Enclosure, b: Enclosure) { a = a + b }

    /// The difference of two numbers of which the first is not less than the second.
    static func - (a: Enclosure, b: Enclosure) -> Enclosure {
        Enclosure(low: a.low > b.high ? a.low - b.high : 0, high: a.high - b.low)
    }

    static func * (a: Enclosure, b: Enclosure) -> Enclosure {
        func product(_ x: UInt128, _ y: UInt128, up: Bool) -> UInt128 {
            let (high, low) = x.multipliedFullWidth(by: y)
            precondition(high >> scale == 0)
            let whole = high << (128 - scale) | low >> scale
            return up && low & (unit - 1) != 0 ? whole + 1 : whole
        }
        return Enclosure(low: product(a.low, b.low, up: false), high: product(a.high, b.high, up: true))
    }

    /// The quotient, if it is less than 2^27.
    static func / (a: Enclosure, b: Enclosure) -> Enclosure {
        func quotient(_ x: UInt128, _ y: UInt128, up: Bool) -> UInt128 {
            let (whole, rest) = y.dividingFullWidth((x >> (128 - scale), x << scale))
            return up && rest != 0 ? whole + 1 : whole
        }
        return Enclosure(low: quotient(a.low, b.high, up: false), high: quotient(a.high, b.low, up: true))
    }

    /// exp(−p/q): that of the fraction by its alternating series, of which each term is smaller than the one before, so
    /// that what is left out is smaller than the next; times exp(−1) for each whole.
    ///
    /// - Parameters:
    ///   - p: less than 2^26, and at most 60·q.
    ///   - q: from 1 to 1,000,000.
    static func exponential(minus p: UInt64, over q: UInt64) -> Enclosure {
        func small(_ n: UInt64, _ d: UInt64) -> Enclosure {
            var (plus, minus) = (one, zero)
            var term = one
            var k: UInt64 = 1
            while term.high > 1 {
                term = term.times(n, over: d * k)
                if k % 2 == 0 { plus += term } else { minus += term }
                k += 1
            }
            let rest = Enclosure(low: 0, high: term.high)
            return plus + rest - (minus + rest)
        }
        var result = small(p % q, q)
        let whole = small(1, 1)
        for _ in 0..<(p / q) { result = result * whole }
        return result
    }
}

/// The discrete Laplace distribution, enclosed.
struct TrueNoise {
    let t: Enclosure
    /// P(X = 0), P(X = 1), ...
    let masses: [Enclosure]

    /// - Parameter reach: up to which value.
    init(_ p: UInt64, _ q: UInt64, reach: Int) {
        t = Enclosure.exponential(minus: p, over: q)
        var mass = (Enclosure.one - t) / (Enclosure.one + t)
        var masses = [mass]
        for _ in 0..<reach {
            mass = mass * t
            masses.append(mass)
        }
        self.masses = masses
    }

    /// - Parameter x: its distance from 0 is at most the reach.
    func mass(_ x: Int64) -> Enclosure { masses[Int(x.magnitude)] }
}
