import TunetCore
import TunetTestSupport
import TunetWire

/// One number of a publication, whoever published it.
struct Cell: Hashable, Sendable {
    /// ISO 8601.
    var period: String
    /// A session's id, or ``total``.
    var session: String
    var measure: String

    /// What stands at the foot of a table.
    static let total = "*"
}

/// What somebody has published, as an outsider has read it: of each cell every value that it was ever seen with.
struct Published: Sendable {
    /// Nil stands for a blank. Each value once, in the order in which they were seen.
    private(set) var values: [Cell: [Int64?]] = [:]

    mutating func add(_ cell: Cell, value: Int64?) {
        if values[cell]?.contains(value) != true { values[cell, default: []].append(value) }
    }

    mutating func add(_ leaf: ReleasedLeaf) {
        let measure = [leaf.measure, leaf.question, leaf.option, leaf.panel].compactMap { $0 }.joined(separator: " ")
        // A value for the whole day beside its sessions would be a total.
        let session = leaf.session == Leaf.allDay && leaf.measure == "entries" ? Cell.total : leaf.session
        add(Cell(period: leaf.period, session: session, measure: measure), value: leaf.value)
    }

    mutating func add(_ other: Published) {
        for (cell, values) in other.values { for value in values { add(cell, value: value) } }
    }

    /// The value of a cell that is not blank.
    func value(_ cell: Cell) -> Int64? { values[cell]?.compactMap { $0 }.first }

    /// A cell that is there and shows nothing.
    func isBlank(_ cell: Cell) -> Bool { values[cell].map { !$0.contains { $0 != nil } } ?? false }
}

/// What is usually done instead: exact numbers, with the small ones blanked out, and totals of everything. Days, weeks and
/// months are added up of the exact numbers, because blanks can't be.
enum Suppression {
    static let threshold: Int64 = 5

    static func publish(_ exact: [Cell: Int64]) -> Published {
        var sums = exact
        for (cell, count) in exact {
            guard let day = Period(cell.period)?.firstDay else { continue }
            let periods: [Period] = [.day(day), Period(.week, containing: day), Period(.month, containing: day)]
            for period in periods {
                let whole = Cell(period: period.description, session: Cell.total, measure: cell.measure)
                sums[whole, default: 0] += count
                guard period != .day(day) else { continue }
                let part = Cell(period: period.description, session: cell.session, measure: cell.measure)
                sums[part, default: 0] += count
            }
        }
        var published = Published()
        for (cell, count) in sums { published.add(cell, value: (1..<threshold).contains(count) ? nil : count) }
        return published
    }
}
