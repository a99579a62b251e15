package import TunetCore

import func Glibc.exp

/// What noise does to the numbers of a place: for each size of leaf, how far sums over a day, week, month and year are from
/// the truth.
package struct PrivacyPlan: Codable, Sendable, Equatable {
    /// What a place expects.
    package struct Place: Codable, Sendable, Equatable {
        /// On a day on which it is open, 1 to 100,000.
        package var visitsPerDay: Int
        /// On how many days of a week it is open, 1 to 7.
        package var daysPerWeek: Int
        /// Sessions on each of those days, 0 to 20. They divide a day into one part more.
        package var sessions: Int
        /// ε of each leaf, as a fraction.
        package var numerator: UInt64
        package var denominator: UInt64

        package init(visitsPerDay: Int, daysPerWeek: Int, sessions: Int, numerator: UInt64, denominator: UInt64) {
            self.visitsPerDay = visitsPerDay
            self.daysPerWeek = daysPerWeek
            self.sessions = sessions
            self.numerator = numerator
            self.denominator = denominator
        }

        var epsilon: Double { Double(numerator) / Double(denominator) }
    }

    /// Over what a sum goes.
    package enum Span: String, Codable, Sendable, CaseIterable {
        case session, day, week, month, year
    }

    /// A sum of leaves of one size.
    package struct Sum: Codable, Sendable, Equatable {
        package var leaf: String
        package var span: Span
        package var leaves: Int
        /// What is expected in the span, at least 1.
        package var visits: Int
        /// The standard deviation of the noise: √(2·leaves·t)/(1 − t), t = e^−ε.
        package var deviation: Double
        /// The sum is off by at most this in 95 % of all cases.
        package var halfWidth: Int
        /// ``halfWidth`` over ``visits``.
        package var relative: Double
    }

    package var place: Place
    package var sums: [Sum]
    /// The finest size whose single leaves are good enough: the sum of a period within ``acceptable`` of the expected visits
    /// in 95 % of all cases, and so the leaf of a session, if visits are spread evenly over the sessions. Month, if none is.
    package var recommended: String
    /// Whether the recommended size is good enough.
    package var isGoodEnough: Bool

    /// A quarter: less would hide whether a place is used by ten or by fifteen.
    package static let acceptable = 0.25

    package init(_ place: Place) {
        self.place = place
        let sums = LeafPeriod.allCases.flatMap { leaf in
            Span.allCases.compactMap { Self.sum(leaf, over: $0, of: place) }
        }
        let good = LeafPeriod.allCases.first { leaf in
            sums.allSatisfy { sum in
                let isOwn = sum.leaf == leaf.rawValue && (sum.span == .session || sum.span.rawValue == leaf.rawValue)
                return !isOwn || sum.relative <= Self.acceptable
            }
        }
        self.sums = sums
        recommended = (good ?? .month).rawValue
        isGoodEnough = good != nil
    }

    package func sum(_ leaf: LeafPeriod, over span: Span) -> Sum? {
        sums.first { $0.leaf == leaf.rawValue && $0.span == span }
    }

    /// The days and the leaves of a sum; nil where leaves are larger than the span. As the collector adds them up: leaves
    /// of days on which the place is closed are among them, since all that are scheduled are released.
    private static func sum(_ leaf: LeafPeriod, over span: Span, of place: Place) -> Sum? {
        let parts = place.sessions + 1
        let week = place.daysPerWeek * parts + 7 - place.daysPerWeek
        let leaves: Int
        let days: Double
        switch (leaf, span) {
        case (_, .session):
            guard place.sessions > 0 else { return nil }
            (leaves, days) = (
                1, (leaf == .day ? 1 : openDays(in: leaf == .week ? 7 : 30, place)) / Double(place.sessions)
            )
        case (.day, .day): (leaves, days) = (parts, 1)
        case (.day, .week): (leaves, days) = (week, openDays(in: 7, place))
        case (.day, .month): (leaves, days) = ((30 * week + 6) / 7, openDays(in: 30, place))
        case (.day, .year): (leaves, days) = ((365 * week + 6) / 7, openDays(in: 365, place))
        case (.week, .week): (leaves, days) = (parts, openDays(in: 7, place))
        case (.week, .month): (leaves, days) = (4 * parts, openDays(in: 28, place))
        case (.week, .year): (leaves, days) = (52 * parts, openDays(in: 364, place))
        case (.month, .month): (leaves, days) = (parts, openDays(in: 30, place))
        case (.month, .year): (leaves, days) = (12 * parts, openDays(in: 365, place))
        case (.week, .day), (.month, .day), (.month, .week): return nil
        }
        let visits = max(1, Int((days * Double(place.visitsPerDay)).rounded()))
        let half = NoiseInterval(leaves: leaves, epsilon: place.epsilon).halfWidth
        let t = exp(-place.epsilon)
        return Sum(
            leaf: leaf.rawValue, span: span, leaves: leaves, visits: visits,
            deviation: (2 * Double(leaves) * t).squareRoot() / (1 - t), halfWidth: half,
            relative: Double(half) / Double(visits))
    }

    private static func openDays(in days: Double, _ place: Place) -> Double {
        days * Double(place.daysPerWeek) / 7
    }
}
