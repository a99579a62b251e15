/// Finds a door through which nobody has come for much longer than is usual there.
///
/// It counts in quarters of an hour in which the place was open and the door observed. What is usual is learned from the
/// door itself: the longest silence that a passage has ended on its latest open days. That is one number for ten days, with
/// no weekday, hour or date, so that it can outlive the counts without telling when anybody comes.
package struct SilenceWatch: Sendable {
    /// What outlives a day and a restart.
    package struct Memory: Sendable, Equatable {
        /// Open days with a passage since the present ten began, 0 to 9.
        package var days = 0
        /// The longest silence of these days, in quarters of an hour.
        package var longest = 0
        /// The longest silence of the ten days before; nil if there are none yet.
        package var earlier: Int?
        /// Whether the door is silent.
        package var isSilent = false

        package init(days: Int = 0, longest: Int = 0, earlier: Int? = nil, isSilent: Bool = false) {
            self.days = days
            self.longest = longest
            self.earlier = earlier
            self.isSilent = isSilent
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
    private var wasOpenToday = false
    /// Whether the silence spans a day without any sign of life in the whole place, which says nothing of this door.
    private var spansDeadDay = false

    /// - Parameter longestDay: of the place's ``OpeningHours``.
    package init(longestDay: Int) {
        self.longestDay = longestDay
    }

    /// Takes what the store knows, at the start or once the boot is dated.
    ///
    /// - Returns: whether the door is silent, as it was before the start.
    package mutating func load(_ history: SilenceHistory) -> Bool {
        memory = history.memory
        run = min(history.run, Self.most)
        // A passage of a boot that was not dated could not end the silence, but the store has it.
        if history.knowsPassage, run < threshold { memory.isSilent = false }
        if memory.isSilent { run = max(run, threshold) }
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
        memory.isSilent = false
        return true
    }

    /// A bin is over.
    ///
    /// - Parameters:
    ///   - isOpen: whether the place was open in it.
    ///   - wasObserved: whether a passage would have been seen in the whole of it.
    /// - Returns: whether the door is silent from now on and was not before.
    package mutating func endBin(isOpen: Bool, wasObserved: Bool) -> Bool {
        if isOpen { wasOpenToday = true }
        if hasPassedInBin {
            hasPassedInBin = false
            // A silence that had been said is learned as no more than what it took to say so: the next one has to last
            // twice as long, but a sensor that was dead for a week does not make a week usual.
            if !spansDeadDay { longestToday = max(longestToday, min(run, threshold)) }
            run = 0
            spansDeadDay = false
        } else if isOpen, wasObserved, !memory.isSilent {
            run = min(run + 1, Self.most)
            if run >= threshold {
                memory.isSilent = true
                return true
            }
        }
        return false
    }

    /// The local day is over.
    ///
    /// - Parameters:
    ///   - hasPassed: whether anybody came through this door on it.
    ///   - wasAlive: whether anybody came through any door of the place, or pressed a button.
    package mutating func endDay(hasPassed: Bool, wasAlive: Bool) {
        defer { wasOpenToday = false }
        guard wasOpenToday else { return }
        if !wasAlive { spansDeadDay = true }
        guard hasPassed else { return }
        memory.longest = max(memory.longest, longestToday)
        memory.days += 1
        longestToday = 0
        guard memory.days == Self.generation else { return }
        memory.earlier = memory.longest
        memory.longest = 0
        memory.days = 0
    }
}

extension SilenceWatch.Memory: LosslessStringConvertible {
    /// As the store keeps it: `days longest earlier silent`, such as `3 7 12 0`; `-` where there is nothing earlier.
    package init?(_ description: String) {
        let parts = description.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 4, let days = wholeNumber(parts[0]), let longest = wholeNumber(parts[1]),
            days < SilenceWatch.generation, longest <= SilenceWatch.most, parts[3] == "0" || parts[3] == "1"
        else { return nil }
        let earlier = wholeNumber(parts[2])
        guard earlier.map({ $0 <= SilenceWatch.most }) ?? (parts[2] == "-") else { return nil }
        self.init(days: days, longest: longest, earlier: earlier, isSilent: parts[3] == "1")
    }

    package var description: String {
        "\(days) \(longest) \(earlier.map(String.init) ?? "-") \(isSilent ? 1 : 0)"
    }
}

/// What the store knows of a door's silences.
package struct SilenceHistory: Sendable, Equatable {
    package var memory: SilenceWatch.Memory
    /// Quarters of an hour since the last passage in the store, or since the first bin in it, in which the place was open
    /// and the door observed.
    package var run: Int
    /// Whether the store has a passage of this door that is not yet released.
    package var knowsPassage: Bool

    package init(memory: SilenceWatch.Memory = SilenceWatch.Memory(), run: Int = 0, knowsPassage: Bool = false) {
        self.memory = memory
        self.run = run
        self.knowsPassage = knowsPassage
    }
}
