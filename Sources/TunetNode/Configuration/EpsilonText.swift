/// ε as people write it: a fraction of whole numbers, such as `1/2`.
enum EpsilonText {
    /// What is allowed, for messages.
    static let allowed = "a fraction such as \"1/1\" or \"1/2\", from 1/1000 to 10/1, of whole numbers up to 1000"

    /// Nil for what is not ``allowed``.
    static func read(_ text: String) -> (numerator: UInt64, denominator: UInt64)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let numerator = UInt64(parts[0]), let denominator = UInt64(parts[1]),
            (1...1000).contains(numerator), (1...1000).contains(denominator), numerator <= 10 * denominator
        else { return nil }
        return (numerator, denominator)
    }
}
