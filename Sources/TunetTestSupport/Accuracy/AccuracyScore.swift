/// How well a kind of door is counted, over all its days.
package struct AccuracyScore: Sendable, Equatable {
    package var name: String
    package private(set) var days = 0
    package private(set) var trueIn = 0
    package private(set) var trueOut = 0
    package private(set) var countedIn = 0
    package private(set) var countedOut = 0
    /// Passages by which the days' counts are wrong, each direction of each day by itself.
    package private(set) var errors = 0
    package private(set) var plainErrors = 0
    /// Sum of the widths of all intervals.
    package private(set) var width = 0
    /// Days on which the truth lay inside the interval.
    package private(set) var insideIn = 0
    package private(set) var insideOut = 0

    package init(_ name: String) {
        self.name = name
    }

    package mutating func add(_ counted: DoorCount, plain: DoorCount, truth: DoorCount) {
        days += 1
        trueIn += truth.in.count
        trueOut += truth.out.count
        countedIn += counted.in.count
        countedOut += counted.out.count
        errors += counted.error(against: truth)
        plainErrors += plain.error(against: truth)
        width += counted.in.bounds.count - 1 + counted.out.bounds.count - 1
        if counted.in.bounds.contains(truth.in.count) { insideIn += 1 }
        if counted.out.bounds.contains(truth.out.count) { insideOut += 1 }
    }

    /// In percent of the true passages.
    package var error: Double { percent(errors, of: trueIn + trueOut) }
    package var plainError: Double { percent(plainErrors, of: trueIn + trueOut) }
    /// Tunet's error as a share of the plain machine's.
    package var ratio: Double {
        if plainErrors == 0 { return errors == 0 ? 0 : .infinity }
        return Double(errors) / Double(plainErrors)
    }
    /// The width of the intervals, in percent of what was counted.
    package var relativeWidth: Double { percent(width, of: countedIn + countedOut) }
    /// Shares of the days, in percent.
    package var coverageIn: Double { percent(insideIn, of: days) }
    package var coverageOut: Double { percent(insideOut, of: days) }
    /// Of both directions together.
    package var coverage: Double { percent(insideIn + insideOut, of: 2 * days) }

    private func percent(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? (part == 0 ? 0 : 100) : 100 * Double(part) / Double(whole)
    }
}

/// What Tunet promises about its counts, and where a score breaks it.
package struct AccuracyBounds: Sendable {
    /// Percent: of the plain machine's error, unless the error is at most ``smallError``.
    package var error = 50.0
    package var smallError = 1.0
    /// Whether half of the plain machine's error is not enough.
    package var needsSmallError = false
    /// Percent of the days, both directions together.
    package var coverage = 95.0
    /// Percent of the count; nil if an interval may be as wide as it has to be.
    package var width: Double?

    package init() {}

    /// For a recorded trace: door-a and door-b have to be within 1 %.
    package static func trace(_ name: String) -> Self {
        var bounds = Self()
        bounds.needsSmallError = name == "door-a" || name == "door-b"
        return bounds
    }

    /// - Parameter fitting: only of a door that was told nothing a coverage is required.
    package static func days(of scenario: WalkScenario, _ fitting: BeamFitting = .standard) -> Self {
        var bounds = Self()
        if fitting != .standard { bounds.coverage = 0 }
        bounds.error = .infinity
        if scenario == .quietDoor { bounds.width = 10 }
        return bounds
    }

    /// What is not kept, in words; empty if all is.
    package func broken(by score: AccuracyScore) -> [String] {
        var broken: [String] = []
        func missed(_ what: String) { broken.append("\(score.name): \(what)") }
        if needsSmallError {
            if score.error > smallError { missed("error \(score.error.brief) %, allowed \(smallError.brief) %") }
        } else if score.error > smallError, 100 * score.ratio > error {
            missed("error \(score.error.brief) %, more than half of the plain machine's \(score.plainError.brief) %")
        }
        if score.coverage < coverage {
            missed("the truth is inside on \(score.coverage.brief) % of the days, not \(coverage.brief) %")
        }
        if let width, score.relativeWidth > width {
            missed("the interval is \(score.relativeWidth.brief) % of the count wide, allowed \(width.brief) %")
        }
        return broken
    }
}

extension Double {
    /// With two digits after the point.
    package var brief: String {
        guard isFinite else { return "\(self)" }
        let hundredths = (abs(self) * 100).rounded()
        let whole = Int(hundredths) / 100
        let rest = Int(hundredths) % 100
        return "\(self < 0 && hundredths > 0 ? "-" : "")\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
