internal import TunetCore

/// Lengths as people write them: a whole number and a unit, such as `15 cm`.
enum LengthText {
    private static let units = [("m", 1000), ("cm", 10), ("mm", 1)]

    /// Nil unless `text` is a whole number of up to nine digits and one of `mm`, `cm`, `m`.
    static func read(_ text: String) -> Length? {
        guard let text = NumberWithUnit(text), let unit = units.first(where: { $0.0 == text.unit }) else {
            return nil
        }
        let (millimetres, overflow) = text.number.multipliedReportingOverflow(by: unit.1)
        return overflow ? nil : Length(millimetres: millimetres)
    }

    /// In the largest unit that divides `length`.
    static func write(_ length: Length) -> String {
        let unit = units.first { length.millimetres % $0.1 == 0 } ?? ("mm", 1)
        return "\(length.millimetres / unit.1) \(unit.0)"
    }
}

/// A whole number, perhaps a space, and a unit.
struct NumberWithUnit {
    /// Of one to nine digits.
    let number: Int
    let unit: String

    init?(_ text: String) {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...9).contains(digits.count), let number = Int(String(decoding: digits, as: UTF8.self)) else {
            return nil
        }
        var rest = text.utf8.dropFirst(digits.count)
        if rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
        self.number = number
        unit = String(decoding: rest, as: UTF8.self)
    }
}
