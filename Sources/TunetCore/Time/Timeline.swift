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

    /// What a clock may say: 2026-01-01 to 2055-12-31, UTC. No place counted before, and a clock without a battery begins in
    /// 1970 or at the end of its counter.
    package static let plausible =
        UTCInstant(seconds: 1_767_225_600)...UTCInstant(seconds: 2_713_910_399)

    package var monotonic: MonotonicInstant
    package var utc: UTCInstant
    package var quality: Quality

    package init(monotonic: MonotonicInstant, utc: UTCInstant, quality: Quality) {
        self.monotonic = monotonic
        self.utc = utc
        self.quality = quality
    }

    package var isPlausible: Bool { Self.plausible.contains(utc) }

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
    /// One that contradicts ``anchor`` and has been offered once.
    private var doubted: Anchor?

    /// What becomes of an anchor that is offered.
    package enum Reception: Sendable, Equatable {
        /// It says nothing new, or the present one is of better quality.
        case ignored
        /// It contradicts the present one, which is of the same quality: somebody set the clock. It is believed when it says
        /// the same for longer than ``confirmation``.
        case doubted
        /// It dates the boot, and everything in it, from now on.
        case taken
    }

    /// Anchors of the same quality that are further apart contradict each other: half a bin.
    package static let tolerance = Duration.seconds(Bin.seconds / 2)
    /// How long a clock has to say the same against another of its quality.
    package static let confirmation = Duration.seconds(600)
    /// Anchors that say the same.
    private static let agreement: Int64 = 2

    package init(zone: TimeZoneRules, boot: Int64, anchor: Anchor? = nil) {
        self.zone = zone
        self.boot = boot
        self.anchor = anchor
    }

    /// Judges an anchor, but does not yet take it: what is counted so far has to be on the disk before.
    package mutating func judge(_ offered: Anchor) -> Reception {
        guard let anchor else { return .taken }
        guard offered.quality >= anchor.quality else { return .ignored }
        // A person who sets the clock again corrects himself.
        guard offered.quality == anchor.quality, offered.quality != .volunteer else { return .taken }
        let apart = Self.apart(anchor, offered)
        guard apart > Self.tolerance.components.seconds else {
            doubted = nil
            return apart < Self.agreement ? .ignored : .taken
        }
        guard let first = doubted, Self.apart(first, offered) < 60 else {
            doubted = offered
            return .doubted
        }
        return offered.monotonic.duration(since: first.monotonic) >= Self.confirmation ? .taken : .doubted
    }

    package mutating func take(_ anchor: Anchor) {
        self.anchor = anchor
        doubted = nil
    }

    /// Seconds between what two anchors say of the same moment.
    private static func apart(_ one: Anchor, _ other: Anchor) -> Int64 {
        abs(one.utc(at: other.monotonic).seconds - other.utc.seconds)
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
