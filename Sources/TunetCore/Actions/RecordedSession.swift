/// A use of the place that happened without a schedule, as a person recorded it afterwards.
package struct RecordedSession: Sendable, Equatable {
    /// To whose work it belongs.
    package enum Sector: String, Sendable, CaseIterable {
        case health, upbringing, culture, volunteering, farming, business, other
    }

    /// What is wrong with a record.
    package enum Mistake: Error, Sendable, Equatable {
        /// What was said is no day.
        case noDay(String)
        /// The day is still to come, or more than ``RecordedSession/daysBack`` days ago.
        case dayOutside(CivilDate, first: CivilDate)
        /// No name, or one of more than ``RecordedSession/longest`` characters.
        case name
        case organiser
        case noSector(String)
        /// Not two quarters of an hour, the second after the first.
        case times
        /// More than ``RecordedSession/mostCounted``, or fewer than none.
        case counted
        /// The place has as many records as are kept.
        case tooMany
        /// There is no record with that id.
        case unknown(Int64)
    }

    /// Characters of the name, and of the organiser.
    package static let longest = 60
    package static let mostCounted = 10_000
    package static let daysBack = 365
    /// Records that are kept at most.
    package static let most = 1000

    /// 0 until it is kept.
    package var id: Int64
    package var day: CivilDate
    package var name: String
    /// Minutes after local midnight, multiples of 15, the second after the first and at most 1440; nil if nobody said.
    package var minutes: Range<Int>?
    /// An organisation, and not a person.
    package var organiser: String
    package var sector: Sector
    /// How many came, counted by hand; nil if nobody counted, and after the release of the day.
    package var counted: Int?

    package init(
        id: Int64 = 0, day: CivilDate, name: String, minutes: Range<Int>? = nil, organiser: String, sector: Sector,
        counted: Int? = nil
    ) {
        self.id = id
        self.day = day
        self.name = name
        self.minutes = minutes
        self.organiser = organiser
        self.sector = sector
        self.counted = counted
    }

    /// - Throws: ``Mistake`` for what no record has.
    package func check(on today: CivilDate) throws(Mistake) {
        let first = today.adding(days: -Self.daysBack)
        guard day >= first, day <= today else { throw .dayOutside(day, first: first) }
        guard Self.isText(name) else { throw .name }
        guard Self.isText(organiser) else { throw .organiser }
        if let minutes {
            guard (0...1440).contains(minutes.lowerBound), minutes.upperBound <= 1440, !minutes.isEmpty,
                minutes.lowerBound % 15 == 0, minutes.upperBound % 15 == 0
            else { throw .times }
        }
        if let counted { guard (0...Self.mostCounted).contains(counted) else { throw .counted } }
    }

    /// 1 to ``longest`` characters on one line.
    private static func isText(_ text: String) -> Bool {
        (1...longest).contains(text.count) && text.utf8.count <= mostBytes
            && text.unicodeScalars.allSatisfy { !isControl($0) }
            && text.contains { !$0.isWhitespace }
    }

    /// What moves a terminal's cursor, or turns the direction of a line; letters of some scripts need the two joiners.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: ![0x200C, 0x200D].contains(scalar.value)
        default: false
        }
    }

    /// Of a text, in UTF-8: a character may be made of many scalars.
    package static let mostBytes = 400
}
