internal import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The volunteers' PIN as the configuration keeps it: `pbkdf2-sha256$ROUNDS$SALT$KEY`, salt and key in base64.
///
/// The hash keeps a look at the configuration from telling the PIN at once. It does not withstand somebody who has a copy of
/// the file and a computer: four digits are ten thousand tries. What keeps guessing slow is ``PinGuard``.
package struct PinHash: Sendable, Equatable, CustomStringConvertible {
    /// Some 0.1 s of work on a small board.
    package static let standardRounds = 40_000
    /// The time that a configuration may ask of each try has a bound.
    static let allowedRounds = 1000...1_000_000
    private static let scheme = "pbkdf2-sha256"
    private static let saltLength = 16

    let rounds: Int
    let salt: [UInt8]
    let key: [UInt8]

    /// The hash of a PIN, with a new salt from the system's random source.
    package init(pin: String, rounds: Int = Self.standardRounds) async {
        var random = SystemRandomNumberGenerator()
        self.rounds = rounds
        salt = (0..<Self.saltLength).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        key = await Self.derive(pin, salt: salt, rounds: rounds)
    }

    /// - Returns: nil for what `tunet pin` never makes.
    package init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == Self.scheme, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
            let rounds = Int(parts[1]), Self.allowedRounds.contains(rounds),
            let salt = Data(base64Encoded: String(parts[2])), salt.count == Self.saltLength,
            let key = Data(base64Encoded: String(parts[3])), key.count == SHA256.byteCount
        else { return nil }
        self.rounds = rounds
        self.salt = Array(salt)
        self.key = Array(key)
    }

    package var description: String {
        "\(Self.scheme)$\(rounds)$\(Data(salt).base64EncodedString())$\(Data(key).base64EncodedString())"
    }

    /// Whether it is the hash of `pin`. The time that this takes does not depend on how much of it is right.
    package func matches(_ pin: String) async -> Bool {
        let other = await Self.derive(pin, salt: salt, rounds: rounds)
        return zip(key, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// PBKDF2 with HMAC-SHA256 and a key of 32 bytes, one block: RFC 8018, section 5.2.
    ///
    /// Made of the HMAC that the program has anyway, and not a library's single call: it steps aside all the time, so that a
    /// board with one core lights a pressed button meanwhile.
    static func derive(_ pin: String, salt: [UInt8], rounds: Int) async -> [UInt8] {
        let keyed = HMAC<SHA256>(key: SymmetricKey(data: Array(pin.utf8)))
        var first = keyed
        first.update(data: salt + [0, 0, 0, 1])
        var last = Array(first.finalize())
        var sum = last
        for round in 1..<max(rounds, 1) {
            var next = keyed
            next.update(data: last)
            last = Array(next.finalize())
            for index in sum.indices { sum[index] ^= last[index] }
            if round % 256 == 0 { await Task.yield() }
        }
        return sum
    }
}

/// What a PIN may be.
package enum PinRule {
    package static let lengths = 4...12

    /// Why a PIN is none, or too easy to guess; nil for a good one.
    package static func objection(to pin: String) -> String? {
        let digits = pin.utf8.map { Int($0) - 48 }
        guard digits.allSatisfy((0...9).contains), lengths.contains(digits.count) else {
            return "A PIN has \(lengths.lowerBound) to \(lengths.upperBound) digits and nothing else."
        }
        let steps = zip(digits, digits.dropFirst()).map { ($1 - $0 + 10) % 10 }
        if Set(steps).count == 1, let step = steps.first, [0, 1, 9].contains(step) {
            return "The digits are all the same, or in a row. Choose others."
        }
        if Set(digits).count < 3 { return "The PIN has only two different digits. Choose at least three." }
        if digits.count % 2 == 0, digits.prefix(digits.count / 2) == digits.suffix(digits.count / 2) {
            return "The PIN says the same twice. Choose another one."
        }
        let number = digits.reduce(0) { 10 * $0 + $1 }
        if digits.count == 4, (1900...2099).contains(number) || number == 2580 {
            return "A year and 2580 are among the first that people try. Choose another one."
        }
        return nil
    }
}
