package import TunetCore

/// What the person who fitted a door told Tunet about the distance between its beams, and where most are children, how
/// deep these are.
package enum BeamFitting: String, Sendable, CaseIterable {
    /// Nothing: the default of ``BeamPairParameters``.
    case standard = "default"
    /// What it is, to the millimetre.
    case known
    case halved
    case doubled

    /// - Parameter gap: metres between the beams as they really are.
    package func parameters(gap: Double, at scenario: WalkScenario? = nil) -> BeamPairParameters {
        switch self {
        case .standard: BeamPairParameters()
        case .known: told(gap, bodyDepth: scenario == .school ? .centimetres(16) : BeamPairParameters().bodyDepth)
        case .halved: told(gap / 2)
        case .doubled: told(gap * 2)
        }
    }

    private func told(_ metres: Double, bodyDepth: Length = BeamPairParameters().bodyDepth) -> BeamPairParameters {
        // 2 to 50 cm can be configured.
        BeamPairParameters(
            beamGap: .millimetres(min(max(Int((metres * 1000).rounded()), 20), 500)), bodyDepth: bodyDepth)
    }
}
