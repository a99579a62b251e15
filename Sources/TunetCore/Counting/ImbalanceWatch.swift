/// Whether as many go out as have come in: the one thing about its own accuracy that a place can see without anybody
/// counting along.
///
/// From one reset of the occupancy to another, entries less exits must be the difference of the two values. It judges
/// stretches of whole days on which the doors were observed; what it keeps of them is one small number, which tells
/// neither a count nor a day.
package struct ImbalanceWatch: Sendable, Equatable {
    /// What one stretch says.
    package enum Verdict: Sendable, Equatable, CaseIterable {
        case balanced
        /// More came in than doubt explains: exits are missed, or there is another way out.
        case moreIn
        /// More went out: entries are missed, or there is another way in.
        case moreOut
    }

    /// Passages that a stretch needs, about twenty visitors there and back. With fewer, the two people of ``allowance``
    /// alone would be more than a tenth of the visits.
    package static let leastPassages = 40
    /// People that no sensor is to blame for: somebody stays past the reset, or was there when counting began. Nor must
    /// the number that is kept tell that one person stayed.
    static let allowedPeople = 2
    /// Share of the passages, one in so many, that a good door may be out of balance: its error is at most 1 % each way.
    static let allowedShare = 50
    /// Each door may lack one quarter of an hour of observation for each of so many bins of a stretch, a day: something
    /// stood in it for a while. With more the stretch is not judged.
    static let binsForOneMissing = 96

    /// What one stretch out of balance adds, and one in balance takes back: trouble shows where more than one stretch in
    /// three is out of balance. By chance alone it is less than one in fifty.
    static let step = 2
    static let relief = 1
    /// Three stretches out of balance in a row.
    static let beginning = 6
    /// Four stretches in balance after the beginning, at the least.
    static let ending = 2
    /// How much is remembered: six stretches in balance always end it.
    package static let limit = 8

    /// Above 0: more came in, below 0: more went out; from -``limit`` to ``limit``.
    package private(set) var score: Int
    /// Whether numbers are doubtful now.
    package private(set) var isOn: Bool

    /// - Parameters: as kept; what is out of range is moved into it.
    package init(score: Int = 0, isOn: Bool = false) {
        self.score = min(max(score, -Self.limit), Self.limit)
        self.isOn = isOn
    }

    package mutating func add(_ verdict: Verdict) {
        switch verdict {
        case .moreIn: score = min(Self.limit, score + Self.step)
        case .moreOut: score = max(-Self.limit, score - Self.step)
        case .balanced: score -= score.signum() * Self.relief
        }
        if abs(score) >= Self.beginning { isOn = true }
        if abs(score) <= Self.ending { isOn = false }
    }

    /// What a stretch between two resets says.
    ///
    /// - Parameter expected: by how much the second reset's value is larger than that of the first.
    /// - Returns: nil if it has too few passages to say anything.
    package static func verdict(of balance: Balance, expected: Int) -> Verdict? {
        let passages = balance.entries + balance.exits
        guard passages >= leastPassages else { return nil }
        let allowance = max(allowedPeople, passages / allowedShare)
        let excess = balance.entries - balance.exits - expected
        if excess > max(balance.over, allowance) { return .moreIn }
        if excess < -max(balance.under, allowance) { return .moreOut }
        return .balanced
    }
}
