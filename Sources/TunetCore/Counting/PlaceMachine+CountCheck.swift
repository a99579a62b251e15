extension PlaceMachine {
    /// The check that is under way at a door; nil if there is none.
    package func check(door index: Int) -> CountCheck? { doors[index].check }

    /// Begins a check at the door with this id, or at the only one.
    ///
    /// - Returns: the number of the door.
    package mutating func startCheck(door id: String?, at now: MonotonicInstant) throws(CountCheckProblem) -> Int {
        let index = try door(id, among: doors.indices.filter { doors[$0].directions != .uncounted })
        guard doors[index].directions != .uncounted else { throw .uncounted(door: configuration.doors[index].id) }
        guard doors[index].check == nil else { throw .alreadyRunning(door: configuration.doors[index].id) }
        guard doors[index].sensor.isObserving else { throw .notObserving(door: configuration.doors[index].id) }
        doors[index].check = CountCheck(at: now)
        return index
    }

    /// Ends the check at the door with this id, or the only one that is under way, with what was counted by hand. The
    /// outcome comes as an action, once the sensor has decided everything up to `now`.
    ///
    /// - Returns: the number of the door.
    package mutating func stopCheck(
        door id: String?, with hand: HandCount, at now: MonotonicInstant
    ) throws(CountCheckProblem) -> Int {
        let index = try runningCheck(door: id)
        let directions = doors[index].directions
        try doors[index].check?.stop(with: hand, directions: directions, at: now)
        return index
    }

    /// Forgets the check at the door with this id, or the only one that is under way.
    ///
    /// - Returns: the number of the door.
    package mutating func cancelCheck(door id: String?) throws(CountCheckProblem) -> Int {
        let index = try runningCheck(door: id)
        doors[index].check = nil
        return index
    }

    private func runningCheck(door id: String?) throws(CountCheckProblem) -> Int {
        let running = doors.indices.filter { doors[$0].check != nil }
        if let id {
            let index = try door(id, among: Array(doors.indices))
            guard doors[index].check != nil else { throw .noneRunning }
            return index
        }
        guard !running.isEmpty else { throw .noneRunning }
        return try door(nil, among: running)
    }

    private func door(_ id: String?, among candidates: [Int]) throws(CountCheckProblem) -> Int {
        guard !candidates.isEmpty else { throw .noDoor }
        if let id {
            guard let index = configuration.doors.firstIndex(where: { $0.id == id }) else {
                throw .unknownDoor(id, known: configuration.doors.map(\.id))
            }
            return index
        }
        guard candidates.count == 1, let only = candidates.first else {
            throw .doorNeeded(candidates.map { configuration.doors[$0].id })
        }
        return only
    }

    // MARK: - What happens meanwhile

    /// Ends what is due, once the sensors have been advanced to `now`.
    mutating func advanceChecks(to now: MonotonicInstant) {
        for index in doors.indices where doors[index].check != nil {
            let rests = doors[index].sensor.decisionDeadline == nil
            let directions = doors[index].directions
            let outcome = doors[index].check?.advance(to: now, sensorRests: rests, directions: directions)
            guard let outcome else { continue }
            if outcome != .implausible { doors[index].check = nil }
            actions.append(.checkEnded(door: index, outcome))
        }
    }

    /// After each change of a door's sensor: what it does not see makes the check void.
    mutating func disturbCheck(door index: Int) {
        guard doors[index].check != nil, !doors[index].sensor.isObserving else { return }
        let id = configuration.doors[index].id
        // What cuts no coverage hides nobody.
        for entry in health.entries where entry.source == id && entry.kind.cutsCoverage {
            doors[index].check?.disturb(.health(entry.kind))
        }
        doors[index].check?.disturb(.notObserved)
    }
}
