import Foundation
import Testing
import TunetCore
import TunetTestSupport

/// A way to get from what was published to the number behind one cell: each estimate that it gives.
struct Attack: Sendable, CustomTestStringConvertible {
    var name: String
    var estimates: @Sendable (Published, Cell) -> [Int64]

    var testDescription: String { name }

    /// The number itself, as often as it can be read: from the batch, from its repetition, from the page, as CSV. If they
    /// differ, their mean is better than each of them.
    static let repeatedReads = Attack(name: "repeated reads") { published, cell in
        published.values[cell]?.compactMap { $0 } ?? []
    }

    static let daysMinusSessions = Attack(name: "day totals minus sessions") { published, cell in
        Line.all(in: published, of: .day).flatMap { $0.estimates(of: cell, in: published) }
    }

    static let weeksMinusDays = Attack(name: "weeks minus days") { published, cell in
        Line.all(in: published, of: .week).flatMap { $0.estimates(of: cell, in: published) }
    }

    static let monthsMinusWeeks = Attack(name: "months minus weeks") { published, cell in
        Line.all(in: published, of: .month).flatMap { $0.estimates(of: cell, in: published) }
    }

    /// Solves every table as far as it goes: what one difference gives is used in the next.
    static let elimination = Attack(name: "elimination") { published, cell in
        var solved = published
        let lines = LeafPeriod.allCases.flatMap { Line.all(in: published, of: $0) }
        var isProgress = true
        while isProgress {
            isProgress = false
            for line in lines {
                let blanks = line.parts.filter { solved.isBlank($0) }
                guard blanks.count == 1, let estimate = line.estimates(of: blanks[0], in: solved).first else {
                    continue
                }
                solved.add(blanks[0], value: estimate)
                isProgress = true
            }
        }
        return solved.value(cell).map { [$0] } ?? []
    }

    static let all = [repeatedReads, daysMinusSessions, weeksMinusDays, monthsMinusWeeks, elimination]
}

/// A published total and the published parts of which it is the sum.
struct Line: Sendable {
    var total: Cell
    var parts: [Cell]

    /// The total without the other parts, if all are known.
    func estimates(of cell: Cell, in published: Published) -> [Int64] {
        guard parts.contains(cell), let total = published.value(total) else { return [] }
        let others = parts.filter { $0 != cell }.map { published.value($0) }
        let known = others.compactMap { $0 }
        return known.count == others.count ? [total - known.reduce(0, +)] : []
    }

    /// The lines whose totals are those of days, weeks or months. Parts are the sessions of a day.
    static func all(in published: Published, of kind: LeafPeriod) -> [Line] {
        let cells = published.values.keys.sorted { ($0.period, $0.session) < ($1.period, $1.session) }
        let small = cells.compactMap { cell -> (Cell, CivilDate)? in
            guard case .day(let day)? = Period(cell.period), cell.session != Cell.total else { return nil }
            return (cell, day)
        }
        return cells.compactMap { total in
            guard let period = Period(total.period), period == Period(kind, containing: period.firstDay) else {
                return nil
            }
            let parts = small.filter { part, day in
                part != total && part.measure == total.measure && (period.firstDay..<period.endDay).contains(day)
                    && (total.session == Cell.total || total.session == part.session)
            }
            return parts.isEmpty ? nil : Line(total: total, parts: parts.map(\.0))
        }
    }
}

/// What a player claims in many games of the same kind, of which some rate may be won by chance.
struct Score: Sendable {
    var games = 0
    var right = 0

    /// The chance of so many right claims or more, if each is right with `rate`: the binomial tail.
    func chance(at rate: Double) -> Double {
        guard right > 0 else { return 1 }
        return (right...games).reduce(0.0) { sum, k in
            let ways: Double = lgamma(Double(games + 1)) - lgamma(Double(k + 1)) - lgamma(Double(games - k + 1))
            let share: Double = Double(k) * log(rate) + Double(games - k) * log(1 - rate)
            return sum + exp(ways + share)
        }
    }

    var rate: Double { games > 0 ? Double(right) / Double(games) : 0 }

    mutating func add(_ isRight: Bool) {
        games += 1
        if isRight { right += 1 }
    }
}

/// What differential privacy allows whoever knows everything but one passage: P. Kairouz, S. Oh, P. Viswanath, "The
/// Composition Theorem for Differential Privacy" (2015), theorem 2.1.
enum Bound {
    /// The most claims that can be right of a fair coin's outcome, however rarely a claim is made.
    static func membership(epsilon: Double) -> Double { exp(epsilon) / (1 + exp(epsilon)) }

    /// How often a noised value is the exact one.
    static func exact(epsilon: Double) -> Double { (1 - exp(-epsilon)) / (1 + exp(-epsilon)) }

    /// No test may raise a false alarm more often.
    static let falseAlarm = 1e-7
}
