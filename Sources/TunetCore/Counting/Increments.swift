/// What is to be added to the counters on the disk, in one commit.
package struct Increments: Sendable, Equatable {
    /// One counter of a bin.
    package struct Row: Sendable, Equatable {
        package var bin: Bin
        /// The id of the door or panel.
        package var source: String
        package var counter: BinCounter
        package var amount: Int64

        package init(bin: Bin, source: String, counter: BinCounter, amount: Int64) {
            self.bin = bin
            self.source = source
            self.counter = counter
            self.amount = amount
        }
    }

    /// One counter of a panel's day.
    package struct PressRow: Sendable, Equatable {
        package var day: TallyDay
        package var panel: String
        package var question: String
        /// Nil for misuse.
        package var option: String?
        package var amount: Int64

        package init(day: TallyDay, panel: String, question: String, option: String?, amount: Int64) {
            self.day = day
            self.panel = panel
            self.question = question
            self.option = option
            self.amount = amount
        }
    }

    /// What is remembered of a door's silences.
    package struct SilenceRow: Sendable, Equatable {
        package var door: String
        package var memory: SilenceWatch.Memory

        package init(door: String, memory: SilenceWatch.Memory) {
            self.door = door
            self.memory = memory
        }
    }

    package var rows: [Row]
    package var presses: [PressRow]
    /// The last one of a door holds.
    package var silences: [SilenceRow]

    package init(rows: [Row] = [], presses: [PressRow] = [], silences: [SilenceRow] = []) {
        self.rows = rows
        self.presses = presses
        self.silences = silences
    }

    package var isEmpty: Bool { rows.isEmpty && presses.isEmpty && silences.isEmpty }

    package static func += (lhs: inout Self, rhs: Self) {
        lhs.rows += rhs.rows
        lhs.presses += rhs.presses
        lhs.silences += rhs.silences
    }

    /// The same amounts with one row for each counter, in the order in which the counters first came.
    package func merged() -> Increments {
        struct RowKey: Hashable {
            let bin: Bin, source: String, counter: BinCounter
        }
        struct PressKey: Hashable {
            let day: TallyDay, panel: String, question: String, option: String?
        }
        var all = Increments()
        var rowPlaces: [RowKey: Int] = [:]
        for row in rows {
            let key = RowKey(bin: row.bin, source: row.source, counter: row.counter)
            if let place = rowPlaces[key] {
                all.rows[place].amount += row.amount
            } else {
                rowPlaces[key] = all.rows.count
                all.rows.append(row)
            }
        }
        var pressPlaces: [PressKey: Int] = [:]
        for press in presses {
            let key = PressKey(
                day: press.day, panel: press.panel, question: press.question, option: press.option)
            if let place = pressPlaces[key] {
                all.presses[place].amount += press.amount
            } else {
                pressPlaces[key] = all.presses.count
                all.presses.append(press)
            }
        }
        for row in silences {
            all.silences.removeAll { $0.door == row.door }
            all.silences.append(row)
        }
        return all
    }
}

/// What a bin counts of one door or panel. The raw values are those of the store.
package enum BinCounter: Sendable, Hashable {
    case count(Direction)
    /// Thousandths of passages that are expected to be in the count and were not there.
    case over(Direction)
    /// Thousandths of passages that are expected to have been there and are not in the count.
    case under(Direction)
    case noted(Reason)
    /// Milliseconds in which a passage or press would have been counted.
    case observed
    /// How often somebody came in front of a motion sensor.
    case presences
    /// Milliseconds in which somebody was in front of a motion sensor, in whole bins: see ``PresenceTime``.
    case presenceTime
    /// How often the door leaf was opened.
    case swings
    /// Passages that people have added: see ``Correction``.
    case added(Direction)
    /// Passages that people have taken away.
    case removed(Direction)

    /// What the counter of one bin may hold: far more than any door or panel does in 15 minutes, and so little that no sum
    /// of them leaves `Int64`. What a disk says besides is damage.
    package var amounts: ClosedRange<Int64> {
        switch self {
        case .count, .presences, .swings, .added, .removed: 0...Self.mostCounted
        case .over, .under, .noted, .observed, .presenceTime: 0...Self.most
        }
    }

    /// A thousand people a second.
    package static let mostCounted: Int64 = 1_000_000
    package static let most: Int64 = 1_000_000_000

    package init?(rawValue: String) {
        let parts = rawValue.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("observed", 1): self = .observed
        case ("presence", 1): self = .presences
        case ("presence_ms", 1): self = .presenceTime
        case ("swings", 1): self = .swings
        case ("added", 2):
            guard let direction = Direction(rawValue: parts[1]) else { return nil }
            self = .added(direction)
        case ("removed", 2):
            guard let direction = Direction(rawValue: parts[1]) else { return nil }
            self = .removed(direction)
        case ("count", 2):
            guard let direction = Direction(rawValue: parts[1]) else { return nil }
            self = .count(direction)
        case ("over", 2):
            guard let direction = Direction(rawValue: parts[1]) else { return nil }
            self = .over(direction)
        case ("under", 2):
            guard let direction = Direction(rawValue: parts[1]) else { return nil }
            self = .under(direction)
        case ("noted", 2):
            guard let reason = Reason(rawValue: parts[1]) else { return nil }
            self = .noted(reason)
        default: return nil
        }
    }

    package var rawValue: String {
        switch self {
        case .count(let direction): "count:\(direction.rawValue)"
        case .over(let direction): "over:\(direction.rawValue)"
        case .under(let direction): "under:\(direction.rawValue)"
        case .noted(let reason): "noted:\(reason.rawValue)"
        case .observed: "observed"
        case .presences: "presence"
        case .presenceTime: "presence_ms"
        case .swings: "swings"
        case .added(let direction): "added:\(direction.rawValue)"
        case .removed(let direction): "removed:\(direction.rawValue)"
        }
    }
}

extension DoorTally {
    /// The counters of this tally that are not 0, but for the time of presence, which no commit within a bin may hold.
    package func rows(bin: Bin, source: String) -> [Increments.Row] {
        var rows: [Increments.Row] = []
        func add(_ counter: BinCounter, _ amount: Int) {
            guard amount != 0 else { return }
            rows.append(Increments.Row(bin: bin, source: source, counter: counter, amount: Int64(amount)))
        }
        for (direction, counted) in [(Direction.in, self.in), (.out, out), (.unknown, unknown)] {
            add(.count(direction), counted.count)
            add(.over(direction), counted.doubt.over)
            add(.under(direction), counted.doubt.under)
        }
        add(.presences, presences)
        add(.swings, swings)
        for (reason, count) in noted.nonzero { add(.noted(reason), count) }
        return rows
    }

    /// Adds what a counter of the store says.
    package mutating func add(_ amount: Int64, to counter: BinCounter) {
        switch counter {
        case .count(let direction): self[direction].count += Int(amount)
        case .over(let direction): self[direction].doubt.over += Int(amount)
        case .under(let direction): self[direction].doubt.under += Int(amount)
        case .noted(let reason): noted[reason] += Int(amount)
        case .presences: presences += Int(amount)
        case .presenceTime: presenceMilliseconds += amount
        case .swings: swings += Int(amount)
        case .observed, .added, .removed: break
        }
    }
}
