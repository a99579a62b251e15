import Logging
package import TunetCore
package import TunetLocal
import TunetStore

/// What the engine knows of one door's count checks.
struct DoorCheckBook {
    /// The series that counts: see ``CountSeries``.
    var series: String
    var kept: [KeptCheck]
    var accuracy: CountAccuracy
    /// A check was under way when the service ended before.
    var isInterrupted: Bool
    /// Somebody has ended a check, and what comes of it is not known yet.
    var isEnding = false
    /// How the latest check ended, until another one begins.
    var ended: CheckEnd?
    /// Whoever waits for it.
    var waiters: [CheckedContinuation<CheckEnd, Never>] = []

    init(door: Door, kept: [KeptCheck], isInterrupted: Bool) {
        let series = CountSeries.name(of: door)
        self.series = series
        self.kept = kept
        self.isInterrupted = isInterrupted
        accuracy = Self.accuracy(of: kept, in: series)
    }

    mutating func replace(_ kept: [KeptCheck]) {
        self.kept = kept
        accuracy = Self.accuracy(of: kept, in: series)
    }

    private static func accuracy(of kept: [KeptCheck], in series: String) -> CountAccuracy {
        // Lazily: what a row says of its number must not fill the memory.
        CountAccuracy(
            kept.filter { $0.series == series }.lazy.flatMap { repeatElement($0.count, count: max(0, $0.times)) })
    }
}

/// What came of a check's end.
enum CheckEnd: Sendable {
    case kept(CheckedCount, isStraddled: Bool)
    case void(CheckedCount, [CountCheck.Flaw])
    /// Compared, and not kept because of so few people.
    case tooFew(CheckedCount, isStraddled: Bool)
    case refused(CountCheckProblem)
}

/// Count checks. Other tasks than the one that feeds the engine may call these; they change nothing but the check itself,
/// and `settle` carries out what follows.
extension NodeEngine {
    static func checkBook(of configuration: PlaceConfiguration, in store: Store) async throws -> [DoorCheckBook] {
        let kept = try await store.checks()
        let running = try await store.runningChecks()
        return configuration.doors.map { door in
            DoorCheckBook(
                door: door, kept: kept.filter { $0.door == door.id }, isInterrupted: running.contains(door.id))
        }
    }

    // MARK: - What a person asks for

    package func startCheck(
        _ request: CountCheckRequest, at now: MonotonicInstant
    ) async throws(CountCheckProblem) -> CountCheckAnswer {
        guard isOpen else { throw .notReady }
        let index = try machine.startCheck(door: request.door, at: now)
        checkBook[index].ended = nil
        checkBook[index].isInterrupted = false
        do {
            try await store.noteRunningCheck(door: configuration.doors[index].id, on: machine.timeline.day(at: now))
            hasCommitted = true
        } catch {
            _ = try? machine.cancelCheck(door: configuration.doors[index].id)
            storeFailed(error, at: now)
            throw .storeFailed
        }
        return answer(.started, index)
    }

    /// Fixes the end of a check. What comes of it is told by ``outcome(ofCheckAt:)``, once the time of the engine has come
    /// far enough.
    ///
    /// - Returns: the number of the door.
    package func stopCheck(
        _ request: CountCheckRequest, at now: MonotonicInstant
    ) throws(CountCheckProblem) -> Int {
        guard isOpen else { throw .notReady }
        let hand = HandCount(
            in: request.in, out: request.out, all: request.all, isSure: request.isSure ?? false)
        do {
            let index = try machine.stopCheck(door: request.door, with: hand, at: now)
            checkBook[index].isEnding = true
            checkBook[index].ended = nil
            return index
        } catch .noneRunning {
            throw whyNoneIsRunning(request.door)
        }
    }

    /// How the check at a door ended; waits until it has.
    package func outcome(ofCheckAt index: Int) async throws(CountCheckProblem) -> CountCheckAnswer {
        let end: CheckEnd
        if let ended = checkBook[index].ended {
            end = ended
        } else {
            guard isOpen, checkBook[index].isEnding else { throw .noneRunning }
            end = await withCheckedContinuation { checkBook[index].waiters.append($0) }
        }
        let directions = DoorChecks.Directions(DoorDirections(configuration.doors[index].sensor))
        func record(_ count: CheckedCount) -> CheckRecord {
            CheckRecord(month: month, counts: true, compared: count, directions: directions)
        }
        switch end {
        case .kept(let count, let isStraddled):
            return answer(.kept, index, result: record(count), isStraddled: isStraddled)
        case .void(let count, let flaws):
            return answer(.void, index, result: record(count), flaws: flaws.map(\.name))
        case .tooFew(let count, let isStraddled):
            return answer(.void, index, result: record(count), isStraddled: isStraddled, flaws: [Self.tooFew])
        case .refused(let problem): throw problem
        }
    }

    package func cancelCheck(_ request: CountCheckRequest) async throws(CountCheckProblem) -> CountCheckAnswer {
        guard isOpen else { throw .notReady }
        let index: Int
        do {
            index = try machine.cancelCheck(door: request.door)
        } catch .noneRunning {
            // That one was lost has been seen.
            guard case .interrupted(let door) = whyNoneIsRunning(request.door),
                let lost = configuration.doors.firstIndex(where: { $0.id == door })
            else { throw .noneRunning }
            index = lost
        }
        checkBook[index].isInterrupted = false
        end(index, .refused(.noneRunning))
        await forgetRunningCheck(index, because: .cancelled)
        return answer(.cancelled, index)
    }

    package func countChecks(withHistory: Bool) -> CountCheckStatus {
        CountCheckStatus(
            language: language,
            doors: configuration.doors.indices.filter { configuration.doors[$0].countsPassages }.map { index in
                doorChecks(index, withHistory: withHistory)
            })
    }

    /// A check that is not there any more may have been lost at a restart, or have gone on for too long.
    private func whyNoneIsRunning(_ id: String?) -> CountCheckProblem {
        for (index, door) in configuration.doors.enumerated() where id == nil || id == door.id {
            if checkBook[index].isInterrupted {
                return .interrupted(door: door.id)
            }
            if case .refused(.expired(let door)) = checkBook[index].ended { return .expired(door: door) }
        }
        return .noneRunning
    }

    // MARK: - What comes of it

    func finishCheck(_ index: Int, _ outcome: CountCheck.Outcome, at now: MonotonicInstant) async {
        let door = configuration.doors[index].id
        switch outcome {
        case .compared(let count, let isStraddled) where count.isOfTooFew:
            await forgetRunningCheck(index, because: .void)
            end(index, .tooFew(count, isStraddled: isStraddled))
        case .compared(let count, let isStraddled): await keep(count, isStraddled: isStraddled, at: index, now)
        case .void(let count, let flaws):
            await forgetRunningCheck(index, because: .void)
            end(index, .void(count, flaws))
        case .implausible: end(index, .refused(.implausible(door: door)))
        case .expired:
            await forgetRunningCheck(index)
            end(index, .refused(.expired(door: door)))
        }
    }

    private func keep(_ count: CheckedCount, isStraddled: Bool, at index: Int, _ now: MonotonicInstant) async {
        let door = configuration.doors[index].id
        let day = machine.timeline.day(at: now)
        do {
            try await store.keep(count, door: door, series: checkBook[index].series, on: day)
        } catch {
            storeFailed(error, at: now)
            end(index, .refused(.storeFailed))
            return
        }
        // Where the row stands in the store's log tells when the check ended: it goes with the bin.
        hasCommitted = true
        do {
            checkBook[index].replace(try await store.checks().filter { $0.door == door })
        } catch {
            // It is kept all the same, and the next start will read it.
            storeFailed(error, at: now)
            let month = day.map { Period(.month, containing: $0).firstDay }
            let check = KeptCheck(door: door, series: checkBook[index].series, month: month, count: count)
            checkBook[index].replace(checkBook[index].kept + [check])
        }
        end(index, .kept(count, isStraddled: isStraddled))
    }

    private func end(_ index: Int, _ end: CheckEnd) {
        checkBook[index].isEnding = false
        checkBook[index].ended = end
        let waiters = checkBook[index].waiters
        checkBook[index].waiters = []
        for waiter in waiters { waiter.resume(returning: end) }
    }

    private func forgetRunningCheck(_ index: Int, because step: LoggedAction.CheckStep? = nil) async {
        do {
            try await store.forgetRunningCheck(
                door: configuration.doors[index].id, because: step, on: machine.timeline.day(at: now))
            hasCommitted = true
        } catch {
            storeFailed(error, at: now)
        }
    }

    /// The engine ends. Who waits is told so; the next start will say that the checks are lost.
    func endChecks() {
        isOpen = false
        for index in checkBook.indices where !checkBook[index].waiters.isEmpty { end(index, .refused(.notReady)) }
    }

    // MARK: - Answers

    /// As the control socket names it, among the flaws.
    private static let tooFew = "too_few"

    private var language: String { configuration.place.languages.first ?? "nb" }

    private var month: String? {
        machine.timeline.day(at: now).map { Period(.month, containing: $0).description }
    }

    private func answer(
        _ event: CountCheckAnswer.Event, _ index: Int, result: CheckRecord? = nil, isStraddled: Bool? = nil,
        flaws: [String]? = nil
    ) -> CountCheckAnswer {
        CountCheckAnswer(
            event: event, language: language, door: doorChecks(index, withHistory: false), result: result,
            isStraddled: isStraddled, flaws: flaws)
    }

    private func doorChecks(_ index: Int, withHistory: Bool) -> DoorChecks {
        let door = configuration.doors[index]
        let book = checkBook[index]
        let directions = DoorChecks.Directions(DoorDirections(door.sensor))
        let state: DoorChecks.State =
            if let check = machine.check(door: index) {
                check.isCounting ? .counting : .stopped
            } else {
                book.isInterrupted ? .interrupted : .idle
            }
        let history = book.kept.map { kept in
            CheckRecord(
                month: kept.month.map { Period(.month, containing: $0).description },
                counts: kept.series == book.series, compared: kept.count, directions: directions, times: kept.times)
        }
        return DoorChecks(
            id: door.id, name: door.name, directions: directions, state: state,
            accuracy: AccuracyStatus(book.accuracy), history: withHistory ? history : nil)
    }
}

extension CountCheck.Flaw {
    /// As the control socket names it.
    fileprivate var name: String {
        switch self {
        case .health(let kind): kind.rawValue
        case .notObserved: "not_observed"
        case .notClear: "not_clear"
        }
    }
}
