/// Which checks of a door may be added up: those since its sensor was last changed.
///
/// A name for everything that the configuration says of what watches the door – kinds, lines, and the parameters that are
/// not those of every other door. Two doors have the same name only if all of it is the same, but for one case in 10¹⁹.
package enum CountSeries {
    /// To be raised when the sensing itself changes so much that earlier checks say nothing of it any more, also by another
    /// default.
    private static let sensingRevision = 1

    /// 16 hexadecimal digits. The door's own id and name are no part of it.
    package static func name(of door: Door) -> String {
        // FNV-1a of 64 bits (G. Fowler, L. C. Noll, K.-P. Vo; RFC 9923). Nobody gains by forging it.
        let hash = canonicalText(of: door).utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    static func canonicalText(of door: Door) -> String {
        var parts = ["revision=\(sensingRevision)"]
        switch door.sensor {
        case .beamPair(let outer, let inner, let parameters):
            parts += ["beam-pair", "outer=\(text(of: outer))", "inner=\(text(of: inner))"]
            parts += differences(of: parameters, from: BeamPairParameters())
        case .contact(let line, let parameters):
            parts += ["\(parameters.kind.rawValue)", "line=\(text(of: line))"]
            parts += differences(of: parameters, from: ContactParameters(kind: parameters.kind))
        case .activity(let line, let parameters):
            parts += ["\(parameters.kind.rawValue)", "line=\(text(of: line))"]
            parts += differences(of: parameters, from: parameters.kind == .pir ? .pir() : .reed)
        }
        if let upper = door.upper { parts.append("upper=\(text(of: upper))") }
        if let reed = door.reed { parts.append("reed=\(text(of: reed))") }
        return parts.joined(separator: ";")
    }

    private static func text(of line: InputLine) -> String {
        let parts = [text(of: line.address as Any)] + differences(of: line, from: InputLine(line.address))
        return "(\(parts.joined(separator: ",")))"
    }

    /// Every stored property that is not as it is by default, by name. So one that a later version adds changes no name
    /// where nobody has set it.
    private static func differences<Value>(of value: Value, from standard: Value) -> [String] {
        zip(Mirror(reflecting: value).children, Mirror(reflecting: standard).children).compactMap { child, standard in
            let text = text(of: child.value)
            return text == self.text(of: standard.value) ? nil : "\(child.label ?? "")=\(text)"
        }
    }

    /// To the leaves.
    private static func text(of value: Any) -> String {
        if let duration = value as? Duration { return "\(duration.wholeNanoseconds)ns" }
        if let text = value as? String { return String(reflecting: text) }
        let mirror = Mirror(reflecting: value)
        guard !mirror.children.isEmpty else { return "\(value)" }
        let parts = mirror.children.map { child in "\(child.label ?? "")=\(text(of: child.value))" }
        return "(\(parts.joined(separator: ",")))"
    }
}
