import TunetCore
import TunetLocal

/// A status that tests change.
enum Fixtures {
    static func status(_ change: (inout NodeStatus) -> Void = { _ in }) -> NodeStatus {
        var hours = [Int](repeating: 0, count: 24)
        hours[11] = 10
        hours[12] = 5
        var status = NodeStatus(
            place: "p-7", name: "Tunet", software: "0.1.0", libgpiod: "2.2.1", lossDetectable: true, lostEdges: 0,
            day: "2026-11-05",
            visits: 15, visitsLow: 14, visitsHigh: 17, occupancy: occupancy(), hours: hours,
            doors: [door()],
            panels: [
                NodeStatus.PanelStatus(
                    id: "panel", name: "Panelet", question: "Trives du?", presses: 6, misuse: 2, observing: true,
                    health: [])
            ], health: [],
            uplink: NodeStatus.UplinkStatus(
                configured: true, waiting: 1, failures: 0, lastError: nil, lastDelivery: "2026-11-04"),
            lines: [
                NodeStatus.LineStatus(line: 0, title: "front outer", address: "OUTER", level: true, edges: 61),
                NodeStatus.LineStatus(line: 1, title: "front inner", address: "gpio-sim 17", level: nil, edges: 60),
            ],
            countCheck: CountCheckStatus(language: "nb", doors: [doorChecks()]))
        change(&status)
        return status
    }

    static func occupancy(
        _ present: Int = 4, _ low: Int = 3, _ high: Int = 6, raw: Int? = nil, unobserved: Int = 0,
        reset: NodeStatus.OccupancyStatus.Reset? = .init(day: "2026-11-05", time: "04:00", value: 0)
    ) -> NodeStatus.OccupancyStatus {
        NodeStatus.OccupancyStatus(
            count: .init(present: present, low: low, high: high, raw: raw ?? present, unobservedMinutes: unobserved),
            reset: reset)
    }

    static func door(_ change: (inout NodeStatus.DoorStatus) -> Void = { _ in }) -> NodeStatus.DoorStatus {
        var door = NodeStatus.DoorStatus(
            id: "front", name: "Hoveddøra", in: 15, out: 11, unknown: 0, inLow: 14, inHigh: 17, outLow: 11, outHigh: 12,
            rejected: ["turn_back": 2, "half_crossing": 3], observing: true, isDirected: true,
            health: [])
        change(&door)
        return door
    }

    static let motionSensor = door { door in
        door = empty(door, id: "hall", name: "Gangen")
        door.presence = NodeStatus.PresenceStatus(times: 3, minutes: 75)
    }

    static let leafContact = door { door in
        door = empty(door, id: "shed", name: "Redskapsboden")
        door.swings = 1
        door.observing = false
        door.health = [health("held_open")]
    }

    private static func empty(_ door: NodeStatus.DoorStatus, id: String, name: String) -> NodeStatus.DoorStatus {
        NodeStatus.DoorStatus(
            id: id, name: name, in: 0, out: 0, unknown: 0, inLow: 0, inHigh: 0, outLow: 0, outHigh: 0, rejected: [:],
            observing: true, isDirected: false, health: [], countsPassages: false)
    }

    /// 4 errors in 180 people.
    static let checkedCounts = [(60, 59, 0, 0), (60, 60, 0, 1), (50, 48, 10, 10)].map { counts in
        CheckedCount(
            in: .init(byHand: counts.0, bySensor: counts.1), out: .init(byHand: counts.2, bySensor: counts.3))
    }

    static func doorChecks(
        _ counts: [CheckedCount] = [], _ change: (inout DoorChecks) -> Void = { _ in }
    ) -> DoorChecks {
        var door = DoorChecks(
            id: "front", name: "Hoveddøra", directions: .inAndOut, state: .idle,
            accuracy: AccuracyStatus(CountAccuracy(counts)))
        change(&door)
        return door
    }

    static func health(
        _ kind: String, since: String? = "10:15", of sensor: String? = nil
    ) -> NodeStatus.HealthStatus {
        NodeStatus.HealthStatus(kind: kind, since: since, sensor: sensor)
    }
}

struct FixedSource: StatusSource {
    let value: NodeStatus

    func status() async -> NodeStatus { value }
}
