/// A pair of boot time and UTC, which dates everything of the same boot.
package struct Anchor: Sendable, Equatable {
    /// Where the UTC came from, from the least trusted to the most.
    package enum Quality: Int, Sendable, Comparable, CaseIterable {
        /// A person set it.
        case volunteer = 1
        /// The collector's signed receipt, on the network or with a courier.
        case collector
        /// The machine's own clock, which the installer has declared to be right.
        case machine
        /// The kernel's clock, synchronised with a time server.
        case synchronised

        package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    package var monotonic: MonotonicInstant
    package var utc: UTCInstant
    package var quality: Quality

    package init(monotonic: MonotonicInstant, utc: UTCInstant, quality: Quality) {
        self.monotonic = monotonic
        self.utc = utc
        self.quality = quality
    }

    /// The UTC of `instant`, in whole seconds.
    package func utc(at instant: MonotonicInstant) -> UTCInstant {
        let difference = instant.nanoseconds - monotonic.nanoseconds
        // Rounded down also before the anchor, so that bins have one edge each.
        let seconds = difference >= 0 ? difference / 1_000_000_000 : -((999_999_999 - difference) / 1_000_000_000)
        return UTCInstant(seconds: utc.seconds + seconds)
    }
}

/// The 15 minutes in which passages are counted: of UTC once the boot is dated, of the boot's own time before.
package struct Bin: Sendable, Hashable {
    /// Length of a bin in seconds.
    package static let seconds: Int64 = 900

    /// Indices that a dated bin may have: from 1970, where a clock without a battery begins, to the end of 2099. What a
    /// disk says besides is damage.
    package static let datedIndices: ClosedRange<Int64> = 0...(47_482 * 96 - 1)

    /// 0 if the bin is dated, else the number that the store has given to the boot.
    package var boot: Int64
    /// Seconds of UTC, or of the boot, divided by 900 and rounded down.
    package var index: Int64

    package init(boot: Int64, index: Int64) {
        self.boot = boot
        self.index = index
    }

    package static func dated(_ utc: UTCInstant) -> Bin {
        Bin(boot: 0, index: floorDivide(utc.seconds, seconds))
    }

    /// The beginning of a dated bin.
    package var start: UTCInstant { UTCInstant(seconds: index * Self.seconds) }
}

/// The day in which presses are counted: of the place once the boot is dated, of the boot's own time before.
package struct TallyDay: Sendable, Hashable {
    /// 0 if the day is dated, else the number that the store has given to the boot.
    package var boot: Int64
    /// The day number of a ``CivilDate``, or days since the boot.
    package var index: Int64

    package init(boot: Int64, index: Int64) {
        self.boot = boot
        self.index = index
    }
}

/// What dates one boot at one place: its anchor, if it has one yet, and the rules of the place's time zone.
package struct Timeline: Sendable {
    package let zone: TimeZoneRules
    /// The number that the store has given to this boot, from 1.
    package let boot: Int64
    package private(set) var anchor: Anchor?

    package init(zone: TimeZoneRules, boot: Int64, anchor: Anchor? = nil) {
        self.zone = zone
        self.boot = boot
        self.anchor = anchor
    }

    /// Takes an anchor unless the present one is of better quality.
    ///
    /// - Returns: whether it was taken.
    package mutating func offer(_ offered: Anchor) -> Bool {
        if let anchor, anchor.quality > offered.quality { return false }
        anchor = offered
        return true
    }

    package func utc(at instant: MonotonicInstant) -> UTCInstant? {
        anchor?.utc(at: instant)
    }

    /// The local day at `instant`; nil while the boot is not dated.
    package func day(at instant: MonotonicInstant) -> CivilDate? {
        utc(at: instant).map(zone.day(at:))
    }

    package func bin(at instant: MonotonicInstant) -> Bin {
        if let utc = utc(at: instant) { return .dated(utc) }
        return Bin(boot: boot, index: instant.nanoseconds / (Bin.seconds * 1_000_000_000))
    }

    package func tallyDay(at instant: MonotonicInstant) -> TallyDay {
        if let day = day(at: instant) { return TallyDay(boot: 0, index: day.dayNumber) }
        return TallyDay(boot: boot, index: instant.nanoseconds / 86_400_000_000_000)
    }

    /// The end of the bin that holds `instant`.
    package func binEnd(after instant: MonotonicInstant) -> MonotonicInstant {
        let length = Bin.seconds * 1_000_000_000
        guard let anchor else {
            return MonotonicInstant(nanoseconds: (instant.nanoseconds / length + 1) * length)
        }
        let end = (Bin.dated(anchor.utc(at: instant)).index + 1) * Bin.seconds
        return self.instant(of: UTCInstant(seconds: end), anchor: anchor)
    }

    /// The monotonic instant of `utc`; nil while the boot is not dated.
    package func instant(of utc: UTCInstant) -> MonotonicInstant? {
        anchor.map { instant(of: utc, anchor: $0) }
    }

    private func instant(of utc: UTCInstant, anchor: Anchor) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: anchor.monotonic.nanoseconds + (utc.seconds - anchor.utc.seconds) * 1_000_000_000)
    }
}

/// `a` divided by `b`, rounded down. `b` is greater than 0.
package func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    a >= 0 ? a / b : -((b - 1 - a) / b)
}
