package import TunetCore

/// What a place's configuration says about the protection of those who come there: the ground of every text about it.
package struct PrivacyFacts: Sendable {
    /// What watches, and where.
    struct Apparatus: Sendable, Equatable {
        enum Kind: String, Sendable, CaseIterable {
            case beamPair = "beam_pair"
            case upperBeam = "upper_beam"
            case beam, mat, turnstile, motion
            case leafContact = "leaf_contact"
            case panel
        }

        var kind: Kind
        /// Names of doors; questions of panels.
        var names: [String]
    }

    /// How many leaves of one kind of measure a year has.
    package struct YearlyLeaves: Sendable, Equatable {
        package var measure: MeasureKind
        package var leaves: Int
    }

    let configuration: PlaceConfiguration
    /// In an ordinary year in which a check is kept in every month; what never occurs is left out.
    package let yearlyLeaves: [YearlyLeaves]

    /// Kinds of which the year's ceiling does not admit all.
    package let stoppedKinds: [MeasureKind]

    /// An ordinary year; others differ by a day or a week.
    private static let year = 2027

    package init(_ configuration: PlaceConfiguration) {
        self.configuration = configuration
        let charge = YearCharge(year: Self.year, configuration: configuration)
        let kinds = configuration.measureKinds
        yearlyLeaves = kinds.compactMap { kind in
            charge.leaves[kind].map { YearlyLeaves(measure: kind, leaves: $0) }
        }
        let admitted = charge.admitted(under: Double(configuration.release.yearlyCeiling), kinds: kinds)
        stoppedKinds = kinds.filter { !admitted.contains($0) }
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
    var releasesEntries: Bool { measures.contains(.entries) }
    var releasesExits: Bool { measures.contains(.exits) }
    var releasesPassages: Bool { measures.contains(.passages) }
    private var measures: [MeasureKind] { yearlyLeaves.map(\.measure) }

    /// Every kind that the place has, with the names of its doors; panels with their questions in `languages`.
    func apparatus(in languages: [String]) -> [Apparatus] {
        Apparatus.Kind.allCases.compactMap { kind in
            var names: [String] = []
            for door in configuration.doors where door.has(kind) { names.append(door.name) }
            if kind == .panel {
                names = (configuration.questions.map(\.text) + configuration.uses.map(\.text)).map {
                    $0.text(in: languages)
                }
            }
            return names.isEmpty ? nil : Apparatus(kind: kind, names: names)
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
