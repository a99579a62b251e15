import Testing

@testable import TunetCore

@Suite("Uniform numbers from bits")
struct UniformBitsTests {
    /// Words that were written down, one after the other.
    private struct Script: RandomNumberGenerator {
        var words: [UInt64]
        var used = 0

        mutating func next() -> UInt64 {
            used += 1
            return words[used - 1]
        }
    }

    @Test("Each number below a bound comes from one pattern of bits, and all other patterns are rejected")
    func exhaustive() {
        for bound: UInt64 in 2...300 {
            let width = (1...9).first { UInt64(1) << UInt64($0) >= bound } ?? 0
            for pattern in 0..<(UInt64(1) << UInt64(width)) {
                // What follows is 0 or 1, both below the bound: a rejected pattern shows it, whichever it is.
                for following: UInt64 in 0...1 {
                    var bits = UniformBits(Script(words: [pattern | following << UInt64(width)]))
                    #expect(bits.below(bound) == (pattern < bound ? pattern : following))
                }
            }
        }
    }

    @Test("A bound of 1 takes no word, and the greatest bounds take what they need")
    func extremes() {
        var none = UniformBits(Script(words: []))
        #expect(none.below(1) == 0)
        #expect(none.generator.used == 0)
        var greatest = UniformBits(Script(words: [.max, 5, .max - 1]))
        #expect(greatest.below(.max) == 5 && greatest.below(.max) == .max - 1)
        #expect(greatest.generator.used == 3)
        var half = UniformBits(Script(words: [.max, 1 << 63, 7]))
        #expect(half.below(1 << 63) == .max >> 1 && half.below(1 << 63) == 0 && half.below((1 << 63) + 1) == 7)
    }

    @Test("Bits are used once, in order, as many as the bound has", arguments: 1...40)
    func order(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let words = (0..<200).map { _ in random.next() }
        var bits = UniformBits(Script(words: words))
        var (word, used) = (-1, 64)
        for _ in 0..<150 {
            let width = Int.random(in: 0...30, using: &random)
            // A power of two rejects nothing, so that each number shows the bits it was made of.
            let number = bits.below(1 << UInt64(width))
            guard width > 0 else { continue }
            if used + width > 64 { (word, used) = (word + 1, 0) }
            var expected: UInt64 = 0
            for bit in 0..<width where words[word] >> UInt64(used + bit) & 1 == 1 { expected |= 1 << UInt64(bit) }
            used += width
            #expect(number == expected)
        }
        #expect(bits.generator.used == word + 1)
    }

    @Test("A chance of n in d is a number below d that is below n", arguments: 1...20)
    func chance(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bound = UInt64.random(in: 1...1000, using: &random)
        let cases = UInt64.random(in: 0...bound, using: &random)
        var numbers = UniformBits(SeededGenerator(seed: seed))
        var chances = UniformBits(SeededGenerator(seed: seed))
        for _ in 0..<100 { #expect((numbers.below(bound) < cases) == chances.chance(cases, of: bound)) }
    }

    @Test("A draw leaves nothing behind: the next one begins with a word of its own")
    func nothingKept() throws {
        let noise = try #require(DiscreteLaplace(numerator: 1, denominator: 2))
        for seed: UInt64 in 1...200 {
            var words = SeededGenerator(seed: seed)
            let script = (0..<100).map { _ in words.next() }
            var first = Script(words: script)
            _ = noise.draw(using: &first)
            #expect(first.used >= 1)
            var rest = Script(words: Array(script[first.used...]))
            #expect(noise.draw(using: &first) == noise.draw(using: &rest))
        }
    }

    @Test("At ε = 1 a draw takes 8 bits on average, and hardly ever a second word")
    func bits() throws {
        let noise = try #require(DiscreteLaplace(numerator: 1, denominator: 1))
        var random = CountingGenerator(seed: 3)
        for _ in 0..<20_000 { _ = noise.draw(using: &random) }
        #expect((20_000...20_200).contains(random.words))
    }
}

/// A seeded generator that knows how many words were taken.
struct CountingGenerator: RandomNumberGenerator {
    private var generator: SeededGenerator
    private(set) var words = 0

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func next() -> UInt64 {
        words += 1
        return generator.next()
    }
}
