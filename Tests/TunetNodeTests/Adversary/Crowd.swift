import TunetCore
import TunetTestSupport
import TunetWire

/// People whose every passage is known: a week of many sessions a day.
struct Crowd: Sendable {
    static let days = 7
    /// Of half an hour, from nine to six.
    static let sessions = (0..<18).map { number in
        Session(
            id: "s\(number)", name: "Økt \(number)", weekdays: Set(1...7), startMinute: 540 + 30 * number,
            endMinute: 570 + 30 * number)
    }

    /// The exact number of entries of each leaf.
    private(set) var exact: [Cell: Int64] = [:]
    /// Whether the one person came who is to be found out: in each leaf one.
    private(set) var hasCome: [Cell: Bool] = [:]
    private(set) var edges: [Edge] = []

    init(_ life: Life, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for day in 0..<Self.days {
            // Nothing in the night: people sleep.
            let outside = Session(
                id: Leaf.outsideSessions, name: "", weekdays: Set(1...7), startMinute: 1080, endMinute: 1110)
            for session in Self.sessions + [outside] {
                let period = Period.day(SmallPlace.monday.adding(days: day))
                let cell = Cell(period: period.description, session: session.id, measure: "entries")
                // Few cells are small, as in most statistics.
                let others = random.chance(0.2) ? random.whole(0...3) : random.whole(5...7)
                let isThere = random.chance(0.5)
                let count = others + (isThere ? 1 : 0)
                exact[cell] = Int64(count)
                hasCome[cell] = isThere
                for person in 0..<count {
                    let second = 30 + 1700 * person / count + random.whole(0...60)
                    let minute = session.startMinute + second / 60
                    edges += Footsteps.walkIn(at: life.time(0, minute, second % 60, days: day))
                }
            }
        }
    }
}
