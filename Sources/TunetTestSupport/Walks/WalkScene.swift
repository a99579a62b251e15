import TunetCore

/// Some seconds at a door: bodies that move together, and what they break.
///
/// Stepped every 10 ms; within a step everything moves evenly, so that the moments of breaking and clearing are exact
/// for that motion, however short a break is.
struct WalkScene: Sendable {
    /// From when to when a beam was broken, in seconds on the clock of the scene.
    struct Break: Sendable {
        var began: Double
        var ended: Double
    }

    struct Record: Sendable {
        /// By line; each in no order, and with overlaps.
        var breaks: [[Break]]
        var crossings: [(time: Double, direction: Direction)] = []
    }

    private static let step = 0.01
    /// How long a scene lasts at most, in seconds.
    static let longest = 600.0

    var door: WalkDoor
    var walkers: [Walker]

    func run() -> Record {
        var walkers = walkers
        var record = Record(breaks: Array(repeating: [], count: WalkDoor.lineCount))
        var open = walkers.map { OpenBreaks(parts: $0.body.parts.count, lines: door.beamCount) }
        var sides = walkers.map { Side(place: $0.pose.place) }
        let reaches = walkers.map(\.body.reach)
        let solids = walkers.map { (front: $0.body.solidFront, back: $0.body.solidBack) }
        var tick = 0
        while true {
            let clock = Double(tick) * Self.step
            var anyLeft = false
            for index in walkers.indices where !walkers[index].isDone {
                anyLeft = true
                guard clock >= walkers[index].startsAt else { continue }
                let before = walkers[index].pose
                var room: Double?
                if let ahead = walkers[index].follows, !walkers[ahead].isDone {
                    room = walkers[ahead].pose.place + solids[ahead].back - before.place - solids[index].front
                }
                walkers[index].move(Self.step, at: clock, room: room, gap: door.gap)
                // Too far away to break or clear anything.
                guard before.place + reaches[index] >= 0, before.place - reaches[index] <= door.gap else { continue }
                let moved = Moved(
                    body: walkers[index].body, isInward: walkers[index].isInward, before: before,
                    after: walkers[index].pose, clock: clock, door: door)
                moved.breaks(into: &record, open: &open[index])
                moved.crossing(into: &record, side: &sides[index])
            }
            tick += 1
            if !anyLeft || clock > Self.longest { break }
        }
        for index in walkers.indices { open[index].close(into: &record) }
        return record
    }

    /// On which side a torso was last clear of both beams.
    private struct Side {
        var isBehind: Bool

        init(place: Double) {
            isBehind = place > 0
        }
    }

    /// Breaks of one body that are going on, for each part and line.
    private struct OpenBreaks {
        private let lines: Int
        private var all: [Break]

        init(parts: Int, lines: Int) {
            self.lines = lines
            all = Array(repeating: Break(began: -1, ended: -1), count: parts * lines)
        }

        mutating func add(_ new: Break, part: Int, line: Int, into record: inout Record) {
            let index = part * lines + line
            if new.began - all[index].ended < 1e-9, all[index].ended >= 0 {
                all[index].ended = new.ended
            } else {
                if all[index].ended >= 0 { record.breaks[line].append(all[index]) }
                all[index] = new
            }
        }

        mutating func close(into record: inout Record) {
            for index in all.indices where all[index].ended >= 0 { record.breaks[index % lines].append(all[index]) }
        }
    }

    /// A walker before and after one step.
    private struct Moved {
        var body: WalkBody
        var isInward: Bool
        var before: WalkPose
        var after: WalkPose
        var clock: Double
        var door: WalkDoor

        func breaks(into record: inout Record, open: inout OpenBreaks) {
            for part in body.parts.indices {
                let shape = body.parts[part]
                let old = before.extent(of: shape, body, at: clock)
                let new = after.extent(of: shape, body, at: clock + WalkScene.step)
                for line in 0..<door.beamCount {
                    let beam = door.position(ofLine: line, inward: isInward)
                    guard min(old.back, new.back) <= beam, max(old.front, new.front) >= beam,
                        shape.heights.contains(door.height(ofLine: line))
                    else { continue }
                    // The share of the step in which back <= beam <= front.
                    var from = 0.0
                    var to = 1.0
                    Self.narrow(beam - old.back, beam - new.back, &from, &to)
                    Self.narrow(old.front - beam, new.front - beam, &from, &to)
                    guard from < to else { continue }
                    let added = Break(began: clock + from * WalkScene.step, ended: clock + to * WalkScene.step)
                    open.add(added, part: part, line: line, into: &record)
                }
            }
        }

        /// Keeps of a step what has a value of at least 0, if it goes evenly from `first` to `last`.
        @inline(__always)
        private static func narrow(_ first: Double, _ last: Double, _ from: inout Double, _ to: inout Double) {
            if first < 0, last < 0 {
                to = -1
            } else if first < 0 {
                from = max(from, first / (first - last))
            } else if last < 0 {
                to = min(to, first / (first - last))
            }
        }

        func crossing(into record: inout Record, side: inout Side) {
            guard let torso = body.parts.first(where: \.isTorso) else { return }
            let old = before.extent(of: torso, body, at: clock)
            let new = after.extent(of: torso, body, at: clock + WalkScene.step)
            if !side.isBehind, new.back > door.gap {
                side.isBehind = true
                let share = old.back < door.gap ? (door.gap - old.back) / (new.back - old.back) : 0
                let direction: Direction = isInward ? .in : .out
                record.crossings.append((clock + share * WalkScene.step, direction))
            } else if side.isBehind, new.front < 0 {
                side.isBehind = false
                let share = old.front > 0 ? old.front / (old.front - new.front) : 0
                let direction: Direction = isInward ? .out : .in
                record.crossings.append((clock + share * WalkScene.step, direction))
            }
        }
    }
}
