package import TunetCore
package import TunetLocal
import TunetStore

/// What people at the place do besides corrections, count checks and the clock, and the log of all of it. Other tasks than the
/// one that feeds the engine may call these; of the machine they change nothing but a test of the lights.
extension NodeEngine {
    /// Adds an entry to the log. What was done has been done: a store that refuses is shown, and nothing is taken back.
    func log(_ deed: LoggedAction.Deed, at now: MonotonicInstant) async {
        do {
            _ = try await store.log(deed, on: machine.timeline.day(at: now))
            // Where the row stands in the store's log goes with the bin.
            hasCommitted = true
        } catch { storeFailed(error, at: now) }
    }

    package func actions() async throws(ActionProblem) -> ActionList {
        guard isOpen else { throw .notReady }
        do {
            let (actions, recorded) = try await store.actions(acknowledged: Set(acknowledged.values))
            let text = actionText(
                recorded: recorded, sessions: actions.isEmpty ? [:] : try await store.sessionNames())
            return ActionList(
                language: language,
                actions: actions.map {
                    ActionList.Entry(
                        id: $0.id, day: $0.day?.description, kind: $0.deed.kind.rawValue, words: text.words($0.deed),
                        canUndo: $0.obstacle == nil, undone: $0.isUndone)
                })
        } catch { throw .storeFailed }
    }

    package func undo(_ id: Int64, at now: MonotonicInstant) async throws(ActionProblem) -> ActionAnswer {
        let today = machine.timeline.day(at: now)
        let (action, corrected) = try await keeping(at: now) { [acknowledged] store throws in
            try await store.undo(id, on: today, acknowledged: Set(acknowledged.values))
        }
        if case .acknowledged(let kind, let source) = action.deed {
            acknowledged[ActionProblem.Fault(source: source, kind: kind)] = nil
        }
        if let corrected, machine.timeline.day(at: now) == today { machine.loadCorrected(corrected) }
        return ActionAnswer(message: actionText().undone(action))
    }

    // MARK: - Sessions

    package func sessions(at now: MonotonicInstant) async throws(ActionProblem) -> SessionList {
        guard isOpen else { throw .notReady }
        guard let today = machine.timeline.day(at: now) else { throw .undated }
        let text = actionText()
        do {
            return SessionList(
                language: language,
                sessions: try await store.recordedSessions(on: today).map { session in
                    SessionList.Entry(
                        id: session.id, day: session.day.description, name: session.name,
                        from: session.minutes.map { ClockTime.write($0.lowerBound) },
                        to: session.minutes.map { ClockTime.write($0.upperBound) }, organiser: session.organiser,
                        sector: session.sector.rawValue, counted: session.counted)
                },
                sectors: RecordedSession.Sector.allCases.map {
                    SessionList.Sector(id: $0.rawValue, name: text.sector($0))
                })
        } catch { throw .storeFailed }
    }

    package func record(
        _ request: SessionRequest, at now: MonotonicInstant
    ) async throws(ActionProblem) -> ActionAnswer {
        guard isOpen else { throw .notReady }
        guard let today = machine.timeline.day(at: now) else { throw .undated }
        let session = try Self.session(request, today: today)
        let (id, keepsCount) = try await keeping(at: now) { store throws in
            try await store.record(session, on: today)
        }
        return ActionAnswer(message: actionText().recorded(session, keepsCount: keepsCount), id: id)
    }

    package func removeSession(_ id: Int64, at now: MonotonicInstant) async throws(ActionProblem) -> ActionAnswer {
        let today = machine.timeline.day(at: now)
        let session = try await keeping(at: now) { store throws in try await store.removeSession(id, on: today) }
        return ActionAnswer(message: actionText().removed(session))
    }

    private static func session(_ request: SessionRequest, today: CivilDate) throws(ActionProblem) -> RecordedSession {
        guard let day = day(named: request.day, today: today) else {
            throw .session(.noDay(String(request.day.prefix(40))))
        }
        guard let sector = RecordedSession.Sector(rawValue: request.sector) else {
            throw .session(.noSector(String(request.sector.prefix(40))))
        }
        var minutes: Range<Int>?
        switch (request.from, request.to) {
        case (nil, nil): break
        case (let from?, let to?):
            guard let first = ClockTime.read(from), let last = ClockTime.read(to), first < last else {
                throw .session(.times)
            }
            minutes = first..<last
        default: throw .session(.times)
        }
        return RecordedSession(
            day: day, name: request.name, minutes: minutes, organiser: request.organiser, sector: sector,
            counted: request.counted)
    }

    // MARK: - Faults

    package func acknowledge(
        _ request: FaultRequest, at now: MonotonicInstant
    ) async throws(ActionProblem) -> ActionAnswer {
        if request.kind == FaultRequest.call { return try await endCalls(of: request.source, at: now) }
        let fault = ActionProblem.Fault(source: request.source, kind: request.kind)
        guard let since = began(fault) else { throw .noFault(known: faults) }
        guard acknowledged[fault] == nil else { throw .alreadyAcknowledged }
        // On the card it would say that nobody had chosen an answer for long. A test of the lights is what ends it.
        guard fault.kind != HealthKind.buttonQuiet.rawValue else { throw .onlyByTest }
        let today = machine.timeline.day(at: now)
        let id = try await keeping(at: now) { store throws in
            try await store.log(.acknowledged(kind: fault.kind, source: fault.source), on: today)
        }
        // It may have ended meanwhile, and another one begun.
        if began(fault) == since { acknowledged[fault] = id }
        return ActionAnswer(message: actionText().acknowledged(fault.kind, of: fault.source))
    }

    package func unacknowledge(
        _ request: FaultRequest, at now: MonotonicInstant
    ) async throws(ActionProblem) -> ActionAnswer {
        let fault = ActionProblem.Fault(source: request.source, kind: request.kind)
        guard let id = acknowledged[fault] else { throw .noFault(known: acknowledged.keys.sorted()) }
        _ = try await undo(id, at: now)
        return ActionAnswer(message: actionText().notAcknowledged(fault.kind, of: fault.source))
    }

    /// Somebody has come to whoever called. The log has nothing of it: it would say on which day somebody asked for help,
    /// long after the number of such calls has been destroyed.
    private func endCalls(of source: String?, at now: MonotonicInstant) async throws(ActionProblem) -> ActionAnswer {
        guard isOpen else { throw .notReady }
        guard let index = configuration.panels.firstIndex(where: { $0.id == source }), machine.endCalls(panel: index)
        else { throw .noFault(known: faults) }
        await settle(at: max(now, self.now))
        return ActionAnswer(message: actionText().callEnded(at: configuration.panels[index].name))
    }

    private func began(_ fault: ActionProblem.Fault) -> MonotonicInstant? {
        machine.health.entries.first { $0.source == fault.source && $0.kind.rawValue == fault.kind }?.since
    }

    private var faults: [ActionProblem.Fault] {
        machine.health.entries.map { ActionProblem.Fault(source: $0.source, kind: $0.kind.rawValue) }.sorted()
    }

    // MARK: - Light and sound

    package func testLights(
        _ request: LightTestRequest, at now: MonotonicInstant
    ) async throws(ActionProblem) -> ActionAnswer {
        guard isOpen else { throw .notReady }
        let time = max(now, self.now)
        try machine.startLightTest(panel: request.panel, at: time)
        await log(.tested(panel: request.panel), at: now)
        let length = machine.lightTestEnd?.duration(since: time).components.seconds ?? 0
        return ActionAnswer(message: actionText().tests(seconds: Int(length) + 1))
    }

    // MARK: -

    /// Has the store keep something.
    private func keeping<T: Sendable>(
        at now: MonotonicInstant, _ body: (Store) async throws -> T
    ) async throws(ActionProblem) -> T {
        guard isOpen else { throw .notReady }
        do {
            let value = try await body(store)
            hasCommitted = true
            return value
        } catch let problem as ActionProblem {
            throw problem
        } catch {
            storeFailed(error, at: now)
            throw .storeFailed
        }
    }

    private var language: String { configuration.place.languages.first ?? "nb" }

    private func actionText(recorded: [Int64: String] = [:], sessions: [String: String] = [:]) -> ActionText {
        let sources = configuration.doors.map { ($0.id, $0.name) } + configuration.panels.map { ($0.id, $0.name) }
        return ActionText(
            languages: configuration.place.languages,
            names: ActionText.Names(
                sources: Dictionary(sources) { first, _ in first }, sessions: sessions, recorded: recorded))
    }
}

extension ActionProblem.Fault: Comparable {
    package static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.source ?? "", lhs.kind) < (rhs.source ?? "", rhs.kind)
    }
}
