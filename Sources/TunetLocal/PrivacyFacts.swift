package import TunetCore

/// What a place's configuration says about the protection of those who come there: the ground of every text about it.
package struct PrivacyFacts: Sendable {
    /// What watches, and where.
    struct Apparatus: Sendable, Equatable {
        enum Kind: String, Sendable, CaseIterable {
            case beamPair, upperBeam, beam, mat, turnstile, motion, leafContact, panel
        }

        var kind: Kind
        /// Names of doors; questions of panels.
        var names: [String]
    }

    /// How many leaves of one measure a year has.
    package struct YearlyLeaves: Sendable, Equatable {
        /// As batches call it.
        package var measure: String
        package var leaves: Int
    }

    let configuration: PlaceConfiguration
    /// In an ordinary year in which a check is kept in every month; what never occurs is left out.
    package let yearlyLeaves: [YearlyLeaves]

    /// - Parameter zone: that of the place.
    package init(_ configuration: PlaceConfiguration, zone: TimeZoneRules) {
        self.configuration = configuration
        yearlyLeaves = Self.leaves(configuration, zone)
    }

    var release: ReleasePolicy { configuration.release }
    var countsPeople: Bool { configuration.countsPeople }
    var controller: Controller? { configuration.controller }
    var uploadMinute: Int { configuration.uplink?.uploadMinute ?? UplinkPolicy.defaultUploadMinute }

    /// ε, such as `1` or `1/2`.
    var epsilonText: String {
        release.epsilonDenominator == 1
            ? "\(release.epsilonNumerator)" : "\(release.epsilonNumerator)/\(release.epsilonDenominator)"
    }

    var epsilon: Double { Double(release.epsilonNumerator) / Double(release.epsilonDenominator) }

    /// One released value lies within this of the exact one in 95 % of all cases.
    var halfWidth: Int { NoiseInterval(leaves: 1, epsilon: epsilon).halfWidth }

    /// The ε that all leaves of a year add up to.
    package var yearlyCharge: Double {
        epsilon * Double(yearlyLeaves.reduce(0) { $0 + $1.leaves })
    }

    /// Doors whose sensors count people without telling in from out: each visit is two passages there.
    var undirectedDoors: [String] {
        configuration.doors.filter { DoorDirections($0.sensor) == .only(.unknown) }.map(\.name)
    }

    /// Whether anything that is released tells those who come: passages in.
    var releasesEntries: Bool { measures.contains("entries") }
    var releasesExits: Bool { measures.contains("exits") }
    var releasesPassages: Bool { measures.contains("passages") }
    private var measures: [String] { yearlyLeaves.map(\.measure) }

    /// Every kind that the place has, with the names of its doors; panels with their questions in `languages`.
    func apparatus(in languages: [String]) -> [Apparatus] {
        Apparatus.Kind.allCases.compactMap { kind in
            var names: [String] = []
            for door in configuration.doors where door.has(kind) { names.append(door.name) }
            if kind == .panel {
                for panel in configuration.panels {
                    let question = panel.question.text.text(in: languages)
                    if !names.contains(question) { names.append(question) }
                }
            }
            return names.isEmpty ? nil : Apparatus(kind: kind, names: names)
        }
    }

    // MARK: - Leaves

    private static func leaves(_ configuration: PlaceConfiguration, _ zone: TimeZoneRules) -> [YearlyLeaves] {
        let directions = configuration.doors.map { DoorDirections($0.sensor) }
        let parts = attendanceParts(configuration, zone)
        let weeks = periods(.week).count
        let questions = Dictionary(
            configuration.panels.map { ($0.question.id, $0.buttons.count) }, uniquingKeysWith: { first, _ in first })
        var all: [YearlyLeaves] = []
        func add(_ measure: String, _ leaves: Int) {
            if leaves > 0 { all.append(YearlyLeaves(measure: measure, leaves: leaves)) }
        }
        add("entries", directions.contains { $0 == .inAndOut || $0 == .only(.in) } ? parts : 0)
        let tellsExits = directions.contains { $0 == .inAndOut || $0 == .only(.out) }
        add("exits", configuration.release.directions == .both && tellsExits ? parts : 0)
        add("passages", directions.contains(.only(.unknown)) ? parts : 0)
        add("presses", weeks * questions.values.reduce(0, +))
        add("misuse", weeks * configuration.panels.count)
        for measure in ["checked_by_hand", "checked_by_sensor"] {
            add(measure, configuration.countsPeople ? periods(.month).count : 0)
        }
        return all
    }

    /// An ordinary year; others differ by a day or a week.
    private static let year = 2027

    private static func periods(_ kind: LeafPeriod) -> [Period] {
        guard let first = CivilDate(year: year, month: 1, day: 1) else { return [] }
        var periods: [Period] = []
        var period = Period(kind, containing: first)
        while period.firstDay.components.year <= year {
            if period.firstDay.components.year == year { periods.append(period) }
            period = Period(kind, containing: period.endDay)
        }
        return periods
    }

    private static func attendanceParts(_ configuration: PlaceConfiguration, _ zone: TimeZoneRules) -> Int {
        periods(configuration.release.leaf).reduce(0) {
            $0 + ReleasePlan(period: $1, sessions: configuration.sessions, zone: zone).parts.count
        }
    }
}

extension Door {
    fileprivate func has(_ kind: PrivacyFacts.Apparatus.Kind) -> Bool {
        switch (kind, sensor) {
        case (.beamPair, .beamPair): true
        case (.upperBeam, _): upper != nil
        case (.beam, .contact(_, let parameters)): parameters.kind == .beam
        case (.mat, .contact(_, let parameters)): parameters.kind == .mat
        case (.turnstile, .contact(_, let parameters)): parameters.kind == .turnstile
        case (.motion, _): hasMotionSensor
        case (.leafContact, _): hasLeafContact
        default: false
        }
    }
}
