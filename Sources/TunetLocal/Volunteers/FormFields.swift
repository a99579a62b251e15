/// What a browser sends of a form: `application/x-www-form-urlencoded`.
///
/// Read as the URL standard says (https://url.spec.whatwg.org/#urlencoded-parsing): nothing in it is a mistake but too
/// much, so that what a person wrote always comes back to the page. Hummingbird's decoder wants a type for each form and
/// throws at the first field that does not fit.
package struct FormFields: Sendable, Equatable {
    /// More than any form of ours has.
    static let mostFields = 64
    /// Longest value that is kept, in bytes.
    static let longestValue = 1000

    private var values: [String: String] = [:]
    /// In the order in which they came.
    private(set) var names: [String] = []

    package init() {}

    /// - Returns: nil for more than ``mostFields``.
    package init?(_ bytes: some Sequence<UInt8>) {
        for part in Array(bytes).split(separator: UInt8(ascii: "&")) {
            guard names.count < Self.mostFields else { return nil }
            let sides = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            self[Self.decode(sides[0])] = sides.count > 1 ? Self.decode(sides[1]) : ""
        }
    }

    /// The first value of a field counts; what is too long is cut.
    package subscript(_ name: String) -> String? {
        get { values[name] }
        set {
            guard let newValue else {
                values[name] = nil
                names.removeAll { $0 == name }
                return
            }
            guard values[name] == nil else { return }
            values[name] = String(decoding: newValue.utf8.prefix(Self.longestValue), as: UTF8.self)
            names.append(name)
        }
    }

    /// A value without spaces at its ends; nil if nothing is left.
    func trimmed(_ name: String) -> String? {
        guard let value = values[name] else { return nil }
        let start = value.drop(while: \.isWhitespace)
        let end = start.reversed().drop(while: \.isWhitespace).reversed()
        return end.isEmpty ? nil : String(end)
    }

    /// A whole number in digits, from 0 on; nil for anything else.
    func number(_ name: String) -> Int? {
        guard let text = trimmed(name), text.utf8.count <= 9, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    private static func decode(_ bytes: some Collection<UInt8>) -> String {
        var decoded: [UInt8] = []
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = rest.prefix(2).compactMap(digit)
                if digits.count == 2 {
                    decoded.append(16 * digits[0] + digits[1])
                    rest = rest.dropFirst(2)
                } else {
                    decoded.append(byte)
                }
            default: decoded.append(byte)
            }
        }
        // Controls have no place in a line of text, and no browser shows them.
        let text = String(decoding: decoded, as: UTF8.self)
        return String(
            String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
