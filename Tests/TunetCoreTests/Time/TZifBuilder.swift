@testable import TunetCore

/// Writes TZif files for tests.
struct TZifBuilder {
    var version = UInt8(ascii: "2")
    var transitions: [TimeZoneRules.Transition] = []
    var leaps: [(instant: Int64, correction: Int32)] = []
    var initialOffset: Int64 = 0
    var footer: String

    init(transitions: [TimeZoneRules.Transition] = [], initialOffset: Int64 = 0, footer: String) {
        self.transitions = transitions
        self.initialOffset = initialOffset
        self.footer = footer
    }

    /// The rules of the file. Only for builders that make good files.
    func rules() -> TimeZoneRules {
        do {
            return try TimeZoneRules(tzif: bytes())
        } catch {
            fatalError("\(error)")
        }
    }

    func bytes() -> [UInt8] {
        if version == 0 { return block(wide: false) }
        return block(wide: false) + block(wide: true) + [0x0a] + Array(footer.utf8) + [0x0a]
    }

    private func block(wide: Bool) -> [UInt8] {
        var offsets = [initialOffset]
        for transition in transitions where !offsets.contains(transition.offset) { offsets.append(transition.offset) }
        var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
        for count in [0, 0, leaps.count, transitions.count, offsets.count, 4] { bytes += number(Int64(count), 4) }
        let width = wide ? 8 : 4
        for transition in transitions { bytes += number(transition.instant, width) }
        for transition in transitions { bytes.append(UInt8(offsets.firstIndex(of: transition.offset) ?? 0)) }
        for offset in offsets { bytes += number(offset, 4) + [0, 0] }
        bytes += Array("LMT\0".utf8)
        for leap in leaps { bytes += number(leap.instant, width) + number(Int64(leap.correction), 4) }
        return bytes
    }

    private func number(_ value: Int64, _ width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> Int64($0 * 8)) }
    }
}
