import TunetCore

/// Makes days of people at a door, from nothing but a seed.
package struct WalkGenerator: Sendable {
    /// Seconds for which a leaf stays closed before somebody opens it and after it has closed behind them.
    private static let standsClosed = 3.0

    private let mix: WalkMix
    private var random: SeededGenerator

    package init(_ mix: WalkMix, seed: UInt64) {
        self.mix = mix
        random = SeededGenerator(seed: seed)
    }

    package init(_ scenario: WalkScenario, seed: UInt64) {
        self.init(scenario.mix, seed: seed)
    }

    /// One day, at a door of its own.
    ///
    /// - Parameter people: true crossings, about; by default as many as the mix has in a day.
    package mutating func day(people: Int? = nil) -> Walks {
        let door = WalkDoor(
            gap: random.uniform(mix.gap), beamHeight: random.uniform(mix.beamHeight), upperHeight: mix.upperHeight,
            width: random.uniform(mix.width))
        let count = people ?? random.whole(mix.peoplePerDay)
        var day = Day(door: door, clearBefore: mix.clearBefore)
        if mix.clearBefore != nil {
            while day.crossings.count < count {
                day.append(scene(at: door), after: random.exponential(mean: 2))
            }
        } else {
            // People come when they like, more of them if there are more hours.
            let length = mix.hours * 3600 * Double(count) / Double(mix.peoplePerDay.upperBound)
            while day.crossings.count < count {
                day.add(scene(at: door), at: 10 + random.uniform(0...max(length, 1)))
            }
        }
        return day.walks(mix.sensor, &random)
    }

    private mutating func scene(at door: WalkDoor) -> WalkScene.Record {
        let episode = WalkEpisode(mix, door: door, using: &random)
        var record = WalkScene(door: door, walkers: episode.walkers).run()
        if mix.leaves > 0, random.chance(mix.leaves) { addLeaf(to: &record, at: door) }
        return record
    }

    /// Whoever comes opens the leaf before they are in the beams, and it closes behind the last.
    private mutating func addLeaf(to record: inout WalkScene.Record, at door: WalkDoor) {
        let broken = record.breaks[0] + record.breaks[1]
        let first = broken.reduce(Double.infinity) { min($0, $1.began) }
        let last = broken.reduce(0) { max($0, $1.ended) }
        guard first < last else { return }
        let opening = random.uniform(0.6...1.4)
        let leaf = WalkLeaf(
            breadth: door.width, distance: random.uniform(0.05...0.2), post: random.uniform(0.005...0.03),
            opens: first - opening - random.uniform(0...0.5), opening: opening, closes: last + random.uniform(0...1),
            closing: random.uniform(1.5...4), angle: random.uniform(1.4...1.9))
        record.breaks[0] += leaf.breaks(at: 0)
        record.breaks[1] += leaf.breaks(at: door.gap)
        // Before and after it stands open.
        let closed = leaf.closes + leaf.closing
        record.breaks[3].append(.init(began: leaf.opens - Self.standsClosed, ended: leaf.opens))
        record.breaks[3].append(.init(began: closed, ended: closed + Self.standsClosed))
    }
}

/// What a day has so far, in nanoseconds since the boot.
private struct Day {
    private let door: WalkDoor
    private let clearBefore: Double?
    private var breaks: [[(began: Int64, ended: Int64)]]
    private(set) var crossings: [WalkCrossing] = []
    /// When the last break ended.
    private var last: Int64 = 10_000_000_000

    init(door: WalkDoor, clearBefore: Double?) {
        self.door = door
        self.clearBefore = clearBefore
        breaks = Array(repeating: [], count: WalkDoor.lineCount)
    }

    /// Adds what happened, the scene beginning `seconds` after the boot.
    mutating func add(_ record: WalkScene.Record, at seconds: Double) {
        shift(record, by: Int64(seconds * 1e9))
    }

    /// Adds what happened, its first break `seconds` later than it has to be.
    mutating func append(_ record: WalkScene.Record, after seconds: Double) {
        let first = record.breaks.joined().reduce(Double.infinity) { min($0, $1.began) }
        guard first.isFinite else { return }
        shift(record, by: last + Int64(((clearBefore ?? 0) + seconds - first) * 1e9))
    }

    private mutating func shift(_ record: WalkScene.Record, by start: Int64) {
        for line in breaks.indices {
            for one in record.breaks[line] {
                let ended = start + Int64(one.ended * 1e9)
                breaks[line].append((start + Int64(one.began * 1e9), ended))
                last = max(last, ended)
            }
        }
        for crossing in record.crossings {
            let time = MonotonicInstant(nanoseconds: start + Int64(crossing.time * 1e9))
            crossings.append(WalkCrossing(time: time, direction: crossing.direction))
        }
    }

    /// When the leaf is open, of when it is closed; never if there is none.
    private static func open(
        whereNot closed: [(began: Int64, ended: Int64)], until end: Int64
    ) -> [(began: Int64, ended: Int64)] {
        var open: [(began: Int64, ended: Int64)] = []
        var from: Int64 = 0
        for one in WalkSensor.merge(closed) {
            open.append((from, one.began))
            from = one.ended
        }
        return open.isEmpty ? [] : open + [(from, end)]
    }

    func walks(_ sensor: WalkSensor, _ random: inout SeededGenerator) -> Walks {
        var walks = Walks(door: door)
        var breaks = breaks
        breaks[3] = Self.open(whereNot: breaks[3], until: last)
        walks.edges = sensor.edges(of: breaks, using: &random)
        walks.crossings = crossings.sorted { $0.time < $1.time }
        walks.end = MonotonicInstant(nanoseconds: last).advanced(by: .seconds(10))
        return walks
    }
}
