import TunetCore
import TunetStore

/// Measures the draws of noise from the system's generator, as a store takes them, and the intervals of sums, for
/// `Tests/Benchmarks/noise`. Answers with one line of JSON.
@main
enum NoiseBenchmark {
    private static let draws = 1_000_000
    private static let rounds = 5

    static func main() {
        guard let one = DiscreteLaplace(numerator: 1, denominator: 1),
            let half = DiscreteLaplace(numerator: 1, denominator: 2)
        else { fatalError("1 and 1/2 are ε that can be drawn from") }
        // They take turns, so that whatever else the machine does meets all.
        var (word, draw, halfDraw) = (Duration.seconds(1000), Duration.seconds(1000), Duration.seconds(1000))
        var sum: Int64 = 0
        for _ in 0..<rounds {
            word = min(word, plainWords(&sum))
            draw = min(draw, drawn(one, &sum))
            halfDraw = min(halfDraw, drawn(half, &sum))
        }
        // Sums that nobody reads would not have to be made.
        guard abs(sum) < 1_000_000_000_000 else { fatalError("the noise is not centred on 0") }
        let year = interval([NoiseTerm(leaves: 366, epsilon: 1)])
        let tiny = interval([NoiseTerm(leaves: 1, epsilon: 0.001)])
        let tinyYear = interval([NoiseTerm(leaves: 366, epsilon: 0.001)])
        let mixed = interval([
            NoiseTerm(leaves: 366, epsilon: 0.001, weight: 2), NoiseTerm(leaves: 366, epsilon: 1),
        ])
        print(
            """
            {"word_ns": \(nanoseconds(word)), "draw_ns": \(nanoseconds(draw)), "half_draw_ns": \(nanoseconds(halfDraw)), \
            "year_ms": \(year), "tiny_ms": \(tiny), "tiny_year_ms": \(tinyYear), "mixed_ms": \(mixed)}
            """)
    }

    /// Of one of the draws.
    private static func nanoseconds(_ duration: Duration) -> Double {
        duration / .nanoseconds(1) / Double(draws)
    }

    private static func drawn(_ noise: DiscreteLaplace, _ sum: inout Int64) -> Duration {
        var random = RandomSource.system
        return ContinuousClock().measure {
            for _ in 0..<draws { sum += noise.draw(using: &random) }
        }
    }

    private static func plainWords(_ sum: inout Int64) -> Duration {
        var random = SystemRandomNumberGenerator()
        return ContinuousClock().measure {
            for _ in 0..<draws { sum += Int64(truncatingIfNeeded: random.next() & 1) }
        }
    }

    /// Milliseconds until the interval of a sum is known.
    private static func interval(_ terms: [NoiseTerm]) -> Double {
        var shortest = Duration.seconds(1000)
        for _ in 0..<rounds {
            shortest = min(
                shortest,
                ContinuousClock().measure {
                    guard NoiseInterval(terms: terms).halfWidth > 0 else { fatalError("noise has a width") }
                })
        }
        return shortest / .milliseconds(1)
    }
}
