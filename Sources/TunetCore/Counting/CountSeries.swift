/// Which checks of a door may be added up: those since its sensor was last changed.
///
/// A name for everything that the configuration says of what watches the door – kinds, lines and parameters. Two doors
/// have the same name only if all of it is the same, but for one case in 10¹⁹.
package enum CountSeries {
    /// To be raised when the sensing itself changes so much that earlier checks say nothing of it any more.
    private static let sensingRevision = 1

    /// 16 hexadecimal digits. The door's own id and name are no part of it.
    package static func name(of door: Door) -> String {
        let text = "\(sensingRevision)\(canonicalText(of: [door.sensor, door.upper as Any, door.reed as Any]))"
        // FNV-1a of 64 bits (G. Fowler, L. C. Noll, K.-P. Vo; RFC 9923). Nobody gains by forging it.
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Every stored property with its name, to the leaves, so that a parameter that is added later is part of it at once.
    static func canonicalText(of value: Any) -> String {
        if let duration = value as? Duration { return "\(duration.wholeNanoseconds)ns" }
        if let text = value as? String { return String(reflecting: text) }
        let mirror = Mirror(reflecting: value)
        guard !mirror.children.isEmpty else { return "\(value)" }
        let parts = mirror.children.map { child in "\(child.label ?? "")=\(canonicalText(of: child.value))" }
        return "(\(parts.joined(separator: ",")))"
    }
}
