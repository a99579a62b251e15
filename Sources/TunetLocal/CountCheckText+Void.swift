import TunetCore

extension CountCheckText {
    /// Why a check is not kept, and what to do.
    ///
    /// - Parameter flaws: as ``CountCheckAnswer/flaws`` names them.
    func void(_ flaws: [String]) -> String {
        let known = flaws.map { Self.remedies[$0] == nil ? "not_observed" : $0 }
        let reasons = known.map { say("count_check.flaw.\($0)") }
            .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        // What has to be mended comes before what passes by itself.
        let remedy = known.compactMap { Self.remedies[$0] }.max { $0.rawValue < $1.rawValue } ?? .clear
        return say("count_check.not_kept", ["reasons": .text(say.list(reasons)), "remedy": .text(again(remedy))])
    }

    /// What has to happen before another check.
    private enum Remedy: Int {
        case none, clear, more, mend
    }

    private static let remedies: [String: Remedy] = [
        "not_clear": .clear,
        "too_few": .more,
        "not_observed": .clear,
        HealthKind.blocked.rawValue: .clear,
        HealthKind.unsynchronised.rawValue: .clear,
        HealthKind.unplugged.rawValue: .mend,
        HealthKind.chattering.rawValue: .mend,
        HealthKind.beamDead.rawValue: .mend,
        HealthKind.lostEdges.rawValue: Remedy.none,
    ]

    private func again(_ remedy: Remedy) -> String {
        switch remedy {
        case .none: say("count_check.again.at_once")
        case .clear: say("count_check.again.when_clear")
        case .more: say("count_check.again.with_more")
        case .mend: say("count_check.again.when_mended")
        }
    }
}
