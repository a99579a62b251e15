import TunetCore

/// ε as people write it: a fraction of whole numbers, such as `1/2`.
enum EpsilonText {
    /// What is allowed, for messages.
    static let allowed = "a fraction such as \"1/1\" or \"1/2\", from 1/1000 to 10/1, of whole numbers up to 1000"

    /// Nil for what is not ``allowed``.
    static func read(_ text: String) -> (numerator: UInt64, denominator: UInt64)? {
        guard let epsilon = Epsilon(text), epsilon.numerator <= 1000, epsilon.denominator <= 1000,
            epsilon.numerator <= 10 * epsilon.denominator
        else { return nil }
        return (epsilon.numerator, epsilon.denominator)
    }
}
