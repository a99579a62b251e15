/// Finds a door through which nobody has come for much longer than is usual there.
///
/// It counts in quarters of an hour in which the place was open and the door observed. What is usual is learned from the
/// door itself: the longest silence that a passage has ended on its latest open days. That is one number for ten days, with
/// no weekday, hour or date, so that it can outlive the counts without telling when anybody comes.
package struct SilenceWatch: Sendable {
    /// What outlives a day and a restart.
    package struct Memory: Sendable, Equatable {
        /// Days on which somebody came while the place was open, since the present ten began, 0 to 9.
        package var days = 0
        /// The longest silence of these days, in quarters of an hour.
        package var longest = 0
        /// The longest silence of the ten days before; nil if there are none yet.
        package var earlier: Int?
        /// How many quarters of silence it took to say that the door is silent; nil if it is not.
        package var silentAfter: Int?
        /// The latest day from which this has learned, whether or not anybody came on it; nil before the first. What the
        /// service missed of the days after it, because the board was off at midnight, is made up for from the bins.
        package var learned: CivilDate?

        package init(
            days: Int = 0, longest: Int = 0, earlier: Int? = nil, silentAfter: Int? = nil, learned: CivilDate? = nil
        ) {
            self.days = days
            self.longest = longest
            self.earlier = earlier
            self.silentAfter = silentAfter
            self.learned = learned
        }

        /// Whether the door is silent.
        package var isSilent: Bool { silentAfter != nil }

        /// The latest day before `today` from which it has learned. A clock that was ahead may have written a later one.
        package func learned(before today: CivilDate) -> CivilDate? {
            learned.map { min($0, today.adding(days: -1)) }
        }
    }

    /// The longest silence is that of the latest 10 to 20 open days: enough for every weekday of a place that opens twice
    /// a week, and little enough to follow the seasons.
    package static let generation = 10
    /// Open days after which the door's own history is believed.
    package static let learnedAfter = 5
    /// How many times the longest silence has to pass. Twice the longest of 10 to 20 days is outside of what a quiet day
    /// brings, and still within the same day at a door that is used every hour.
    package static let factor = 2
    /// No silence shorter than an hour is unusual anywhere.
    package static let least = 4
    /// The longest silence that is remembered, a year of quarters that are all open.
    static let most = 35_040

    package private(set) var memory = Memory()
    /// Open and observed quarters since the last passage.
    package private(set) var run = 0
    private let longestDay: Int
    private var longestToday = 0
    private var hasPassedInBin = false
    /// Whether anybody came today while the place was open.
    private var hasPassedToday = false

    /// - Parameter longestDay: of the place's ``OpeningHours``.
    package init(longestDay: Int) {
        self.longestDay = longestDay
    }

    /// Takes what the store knows, at the start or once the boot is dated, and learns from the days that ended meanwhile.
    ///
    /// - Returns: whether the door is silent, as it was before the start.
    package mutating func load(_ history: SilenceHistory, today: CivilDate) -> Bool {
        self = SilenceWatch(longestDay: longestDay)
        memory = history.memory
        memory.silentAfter = nil
        memory.learned = memory.learned(before: today)
        let learned = memory.learned
        func end(_ day: CivilDate) {
            if learned.map({ $0 < day }) ?? true { endDay(day) } else { beginDay() }
        }
        var day: CivilDate?
        var seen = 0
        for quarter in history.quarters {
            if let day, day != quarter.day { end(day) }
            day = quarter.day
            if quarter.hasPassed {
                endRun(isOpen: quarter.isOpen)
                seen = 0
            } else if quarter.isOpen {
                seen += 1
                if quarter.wasObserved { run = min(run + 1, Self.most) }
            }
        }
        if let day, day != today { end(day) }
        memory.learned = today.adding(days: -1)
        hasPassedInBin = history.hasPassedInBin
        // After the beginning of a silence nothing is observed until somebody comes. If fewer quarters than it took to say
        // so are there since the last passage, that is a later one: of a boot that was not dated, or of a bin that was cut
        // off. A passage that is released and gone was an earlier one.
        if let after = history.memory.silentAfter, !history.knowsPassage || !hasPassedInBin && seen >= after {
            memory.silentAfter = after
            run = after
        }
        return memory.isSilent
    }

    package var isSilent: Bool { memory.isSilent }

    /// How many quarters of silence are unusual.
    package var threshold: Int {
        let isLearned = memory.earlier != nil || memory.days >= Self.learnedAfter
        let longest = max(memory.longest, memory.earlier ?? 0)
        return max(Self.factor * longest, isLearned ? Self.least : longestDay, Self.least)
    }

    /// Somebody came through the door.
    ///
    /// - Returns: whether that ended a silence that had been said.
    package mutating func passed() -> Bool {
        hasPassedInBin = true
        guard memory.isSilent else { return false }
        memory.silentAfter = nil
        return true
    }

    /// A bin is over.
    ///
    /// - Parameters:
    ///   - isOpen: whether the place was open in it.
    ///   - wasObserved: whether a passage would have been seen in the whole of it.
    /// - Returns: whether the door is silent from now on and was not before.
    package mutating func endBin(isOpen: Bool, wasObserved: Bool) -> Bool {
        if hasPassedInBin {
            hasPassedInBin = false
            endRun(isOpen: isOpen)
        } else if isOpen, wasObserved, !memory.isSilent {
            run = min(run + 1, Self.most)
            if run >= threshold {
                memory.silentAfter = run
                return true
            }
        }
        return false
    }

    /// A silence that had been said is learned as no more than what it took to say so: the next one has to last twice as
    /// long, but a sensor that was dead for a week, or a holiday, does not make a week usual.
    private mutating func endRun(isOpen: Bool) {
        if isOpen { hasPassedToday = true }
        longestToday = max(longestToday, min(run, threshold))
        run = 0
    }

    /// The local day is over.
    package mutating func endDay(_ day: CivilDate) {
        memory.learned = day
        memory.longest = max(memory.longest, longestToday)
        if hasPassedToday { memory.days += 1 }
        beginDay()
        guard memory.days == Self.generation else { return }
        memory.earlier = memory.longest
        memory.longest = 0
        memory.days = 0
    }

    private mutating func beginDay() {
        longestToday = 0
        hasPassedToday = false
    }
}

extension SilenceWatch.Memory: LosslessStringConvertible {
    /// As the store keeps it: `days longest earlier silent learned`, such as `3 7 12 - 20759`; `-` where there is nothing.
    package init?(_ description: String) {
        let parts = description.split(separator: " ", omittingEmptySubsequences: false)
        let numbers = parts.map { wholeNumber($0) }
        guard parts.count == 5, zip(parts, numbers).allSatisfy({ $0 == "-" || $1 != nil }),
            let days = numbers[0], let longest = numbers[1], days < SilenceWatch.generation,
            numbers[1...3].allSatisfy({ $0 ?? 0 <= SilenceWatch.most })
        else { return nil }
        self.init(
            days: days, longest: longest, earlier: numbers[2], silentAfter: numbers[3],
            learned: numbers[4].map { CivilDate(dayNumber: Int64($0)) })
    }

    package var description: String {
        let learned = learned.map { Int($0.dayNumber) }
        return ([days, longest, earlier, silentAfter, learned] as [Int?]).map { $0.map(String.init) ?? "-" }
            .joined(separator: " ")
    }
}

/// What the store knows of a door's silences.
package struct SilenceHistory: Sendable, Equatable {
    /// A bin of the door that is over.
    package struct Quarter: Sendable, Equatable {
        package var day: CivilDate
        package var isOpen: Bool
        /// Whether a passage would have been seen in the whole of it.
        package var wasObserved: Bool
        package var hasPassed: Bool

        package init(day: CivilDate, isOpen: Bool, wasObserved: Bool, hasPassed: Bool) {
            self.day = day
            self.isOpen = isOpen
            self.wasObserved = wasObserved
            self.hasPassed = hasPassed
        }
    }

    package var memory: SilenceWatch.Memory
    /// The bins before the present one that are not yet released and in which anything is known of the door, in order: from
    /// the latest passage before the days that are not learned, or else from the first one.
    package var quarters: [Quarter]
    /// Whether somebody has come in the present bin.
    package var hasPassedInBin: Bool

    package init(
        memory: SilenceWatch.Memory = SilenceWatch.Memory(), quarters: [Quarter] = [], hasPassedInBin: Bool = false
    ) {
        self.memory = memory
        self.quarters = quarters
        self.hasPassedInBin = hasPassedInBin
    }

    /// Whether the store has a passage of this door that is not yet released.
    package var knowsPassage: Bool { hasPassedInBin || quarters.contains(where: \.hasPassed) }
}
