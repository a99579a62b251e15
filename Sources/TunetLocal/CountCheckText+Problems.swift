package import TunetCore

extension CountCheckText {
    /// Why something was not done, and what to do.
    package func problem(_ problem: CountCheckProblem) -> String {
        func words(_ door: String) -> [String: Catalogue.Word] { ["door": .text(names[door] ?? door)] }
        func list(_ doors: [String]) -> Catalogue.Word { .text(doors.joined(separator: ", ")) }
        switch problem {
        case .noDoor: return say("count_check.problem.no_door")
        case .doorNeeded(let doors): return say("count_check.problem.door_needed", ["doors": list(doors)])
        case .unknownDoor(let door, let known):
            return say("count_check.problem.unknown_door", ["name": .text(door), "doors": list(known)])
        case .uncounted(let door): return say("count_check.problem.uncounted", words(door))
        case .notObserving(let door): return say("count_check.problem.not_observing", words(door))
        case .alreadyRunning(let door): return say("count_check.problem.already_running", words(door))
        case .noneRunning: return say("count_check.problem.none_running")
        case .interrupted(let door): return say("count_check.problem.interrupted", words(door))
        case .expired(let door): return say("count_check.problem.expired", words(door))
        case .numbersNeeded(let directions):
            let numbers = numbers(DoorChecks.Directions(directions))
            return say("count_check.problem.numbers_needed", ["numbers": .text(numbers)])
        case .absurdNumber: return say("count_check.problem.absurd_number", ["most": .text("\(HandCount.most)")])
        case .implausible: return say("count_check.problem.implausible")
        case .storeFailed: return say("count_check.problem.store_failed")
        case .notReady: return say("service.not_ready")
        }
    }
}
