/// Where a sampler gets its chance from: whole numbers, each equally likely.
///
/// On a device ``UniformBits`` makes them from the system's generator. A test gives a tree that goes through every outcome
/// instead, and ends a path by throwing when it has become too unlikely.
package protocol UniformSource {
    /// What ends a draw before its time; `Never` for a real source.
    associatedtype Failure: Error

    /// - Parameter bound: at least 1.
    /// - Returns: each of 0 to `bound` − 1 with probability 1/`bound`, independently of all calls before.
    mutating func below(_ bound: UInt64) throws(Failure) -> UInt64

    /// True with probability `cases`/`bound`.
    ///
    /// - Parameters:
    ///   - cases: at most `bound`.
    ///   - bound: at least 1.
    mutating func chance(_ cases: UInt64, of bound: UInt64) throws(Failure) -> Bool
}

extension UniformSource {
    package mutating func chance(_ cases: UInt64, of bound: UInt64) throws(Failure) -> Bool {
        try below(bound) < cases
    }
}

/// Uniform whole numbers from the bits of a generator's words, as few as each number needs.
///
/// A number below n takes the bits that n − 1 has, and is taken anew while it is not below n: exactly uniform, because
/// the words are. Nothing is divided, and a bound of 1 takes nothing. A word whose bits don't suffice is thrown away and
/// the next one taken: that depends on how many bits are left, never on what they are.
///
/// It lives for one draw. What is left of its word goes with it, so that no random bits wait in memory between two draws,
/// survive a fork, or are shared by two stores.
package struct UniformBits<Generator: RandomNumberGenerator>: UniformSource {
    package private(set) var generator: Generator
    private var word: UInt64 = 0
    private var bitsLeft = 0

    package init(_ generator: Generator) {
        self.generator = generator
    }

    package mutating func below(_ bound: UInt64) throws(Never) -> UInt64 {
        precondition(bound > 0, "no number is below 0")
        let width = UInt64.bitWidth - (bound - 1).leadingZeroBitCount
        guard width > 0 else { return 0 }
        while true {
            let number = take(width)
            if number < bound { return number }
        }
    }

    /// The next `width` bits, 1 to 64.
    private mutating func take(_ width: Int) -> UInt64 {
        if bitsLeft < width {
            word = generator.next()
            bitsLeft = UInt64.bitWidth
        }
        let bits = word & (.max >> UInt64(UInt64.bitWidth - width))
        word >>= UInt64(width)
        bitsLeft -= width
        return bits
    }
}
