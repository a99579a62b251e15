package import TunetCore
package import TunetLocal
import TunetStore

/// Corrections. Other tasks than the one that feeds the engine may call these; of the machine they change only what is shown
/// as corrected.
extension NodeEngine {
    /// So many days are shown at most: two months and the longest time for corrections.
    private static let shownDays = 95

    package func corrections(at now: MonotonicInstant) async throws(CorrectionProblem) -> CorrectionStatus {
        guard isOpen else { throw .notReady }
        guard let today = machine.timeline.day(at: now) else { throw .undated }
        do {
            return status(
                try await store.openParts(through: today, days: Self.shownDays), names: try await store.sessionNames())
        } catch { throw .storeFailed }
    }

    /// - Returns: the part of the day that was corrected, as it is now.
    package func correct(
        _ request: CorrectionRequest, at now: MonotonicInstant
    ) async throws(CorrectionProblem) -> CorrectionStatus {
        guard isOpen else { throw .notReady }
        guard let today = machine.timeline.day(at: now) else { throw .undated }
        let correction = Correction(
            day: try Self.namedDay(request.day, today: today), session: request.session,
            direction: request.direction.flatMap { Direction(rawValue: $0.rawValue) }, amount: request.amount)
        do {
            let (part, corrected) = try await store.correct(correction, on: today)
            // Where the row stands in the store's log goes with the bin.
            hasCommitted = true
            if machine.timeline.day(at: now) == today { machine.loadCorrected(corrected) }
            return status([part], names: try await store.sessionNames())
        } catch let problem as CorrectionProblem {
            throw problem
        } catch {
            storeFailed(error, at: now)
            throw .storeFailed
        }
    }

    package func sessionNames() async -> [String: String] {
        (try? await store.sessionNames()) ?? [:]
    }

    private static func namedDay(_ text: String, today: CivilDate) throws(CorrectionProblem) -> CivilDate {
        guard let day = day(named: text, today: today) else { throw .noDay(String(text.prefix(40))) }
        return day
    }

    /// ISO 8601, `today` or `yesterday`; nil for anything else.
    static func day(named text: String, today: CivilDate) -> CivilDate? {
        switch text {
        case "today": today
        case "yesterday": today.adding(days: -1)
        default: CivilDate(text)
        }
    }

    private func status(_ parts: [OpenPart], names: [String: String]) -> CorrectionStatus {
        var days: [CorrectionStatus.Day] = []
        for part in parts {
            let shown = CorrectionStatus.Part(
                session: part.session, name: names[part.session],
                counts: part.counts.map { count in
                    CorrectionStatus.Count(
                        direction: .init(rawValue: count.direction.rawValue) ?? .unknown, counted: count.counted,
                        corrected: count.corrected)
                })
            if days.last?.day == part.day.description {
                days[days.count - 1].parts.append(shown)
            } else {
                days.append(CorrectionStatus.Day(day: part.day.description, parts: [shown]))
            }
        }
        return CorrectionStatus(language: configuration.place.languages.first ?? "nb", days: days)
    }
}
