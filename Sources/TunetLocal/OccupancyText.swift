import TunetCore

/// The number of people at the place in words.
package enum OccupancyText {
    // MARK: - For whoever installs or mends the device

    /// `present now: 12 (10 to 14), reset to 0 at 04:00`; nil for a place without doors.
    package static func line(_ status: NodeStatus) -> String? {
        guard let occupancy = status.occupancy else { return nil }
        guard let count = occupancy.count else { return "present now: not known, \(reason(occupancy))" }
        var text = "present now: \(count.present) (\(count.low) to \(count.high))"
        if count.raw != count.present { text += ", counted \(count.raw)" }
        if let reset = occupancy.reset {
            text += ", reset to \(reset.value) "
            text += reset.day == status.day ? "at \(reset.time)" : "on \(reset.day) at \(reset.time)"
        } else {
            text += ", since the boot, from 0"
        }
        if count.unobservedMinutes > 0 { text += "; not observed for \(count.unobservedMinutes) min of that" }
        return text
    }

    private static func reason(_ occupancy: NodeStatus.OccupancyStatus) -> String {
        switch occupancy.obstacle {
        case .undirectedDoor: "\(occupancy.doors.joined(separator: ", ")) can't tell in from out"
        case .noWayIn: "no door counts entries"
        case .noWayOut: "no door counts exits"
        case .countsDestroyed, nil: "the counts since the reset have been destroyed; known again after the next one"
        }
    }

    // MARK: - For volunteers

    /// The language of ``present(_:)``, ``since(_:)`` and ``remark(_:)``: the place's first one that is known.
    static func language(_ status: NodeStatus) -> String { catalogue(status).code }

    private static func catalogue(_ status: NodeStatus) -> Catalogue { Catalogue(firstOf: status.languages) }

    /// What stands beside the number.
    static func present(_ status: NodeStatus) -> String { catalogue(status)("occupancy.here_now") }

    /// `mellom 10 og 14, nullstilt kl. 04:00`.
    static func since(_ status: NodeStatus) -> String {
        guard let occupancy = status.occupancy, let count = occupancy.count else { return "" }
        let say = catalogue(status)
        let since = since(occupancy.reset, status.day, say)
        guard count.low < count.high else { return since }
        return say(
            "occupancy.between", ["low": .number(count.low), "high": .number(count.high), "since": .text(since)])
    }

    private static func since(
        _ reset: NodeStatus.OccupancyStatus.Reset?, _ today: String?, _ say: Catalogue
    ) -> String {
        guard let reset else { return say("occupancy.since_start") }
        let when = Catalogue.Word.text(when(reset, today, say))
        return reset.value == 0
            ? say("occupancy.reset", ["when": when])
            : say("occupancy.set", ["value": .number(reset.value), "when": when])
    }

    /// `kl. 04:00`, `i går kl. 04:00`, `mandag kl. 04:00`.
    private static func when(
        _ reset: NodeStatus.OccupancyStatus.Reset, _ today: String?, _ say: Catalogue
    ) -> String {
        let time = Catalogue.Word.text(say.time(reset.time))
        guard reset.day != today, let day = CivilDate(reset.day) else { return say("occupancy.today", ["time": time]) }
        if day.adding(days: 1).description == today { return say("occupancy.yesterday", ["time": time]) }
        return say("occupancy.weekday", ["weekday": .text(say.weekday(day)), "time": time])
    }

    /// What makes the number doubtful, or why there is none; nil if there is nothing to say.
    static func remark(_ status: NodeStatus) -> String? {
        guard let occupancy = status.occupancy else { return nil }
        let say = catalogue(status)
        guard let count = occupancy.count else {
            return say("occupancy.unknown", ["reason": .text(obstacle(occupancy, say))])
        }
        guard count.unobservedMinutes > 0 else { return nil }
        let length = ["length": Catalogue.Word.text(length(count.unobservedMinutes, say))]
        return status.doors.count == 1
            ? say("occupancy.unobserved_door", length) : say("occupancy.unobserved_doors", length)
    }

    private static func obstacle(_ occupancy: NodeStatus.OccupancyStatus, _ say: Catalogue) -> String {
        switch occupancy.obstacle {
        case .undirectedDoor:
            say(
                "occupancy.undirected",
                ["doors": .text(say.list(occupancy.doors)), "count": .number(occupancy.doors.count)])
        case .noWayIn: say("occupancy.no_way_in")
        case .noWayOut: say("occupancy.no_way_out")
        case .countsDestroyed, nil: say("occupancy.counts_destroyed")
        }
    }

    private static func length(_ minutes: Int, _ say: Catalogue) -> String {
        minutes < 120
            ? say("duration.minutes", ["count": .number(minutes)])
            : say("duration.hours", ["count": .number((minutes + 30) / 60)])
    }
}
