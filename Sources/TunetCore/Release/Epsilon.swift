/// ε of a draw, as a fraction of whole numbers.
package struct Epsilon: Sendable, Hashable, LosslessStringConvertible {
    /// At least 1, both.
    package let numerator: UInt64
    package let denominator: UInt64

    /// - Returns: nil unless both are at least 1.
    package init?(numerator: UInt64, denominator: UInt64) {
        guard numerator > 0, denominator > 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Nil for anything but `p/q` with decimal digits only, and no leading zeros.
    package init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let numerator = UInt64(parts[0]), let denominator = UInt64(parts[1]),
            "\(numerator)/\(denominator)" == description
        else { return nil }
        self.init(numerator: numerator, denominator: denominator)
    }

    package var description: String { "\(numerator)/\(denominator)" }

    package var value: Double { Double(numerator) / Double(denominator) }
}
