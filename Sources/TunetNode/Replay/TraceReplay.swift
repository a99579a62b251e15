import Glibc
package import TunetCore

/// Counts a recorded trace with the sensing code of the device.
package struct TraceReplay: Sendable {
    /// One door's totals, or those of all doors together.
    package struct Totals: Sendable, Equatable {
        package var id: String
        package var tally: DoorTally
    }

    /// What the sensors' events add up to. Apart from the sensors, so that these are worked on in their place and not
    /// copied for each edge.
    private struct Counts: Sendable {
        var doors: [Totals]
        var passages: [Passage] = []
        let keepsPassages: Bool
        let directions: [DoorDirections]
        /// Since when somebody is in front of each door's motion sensor.
        var presentSince: [MonotonicInstant?]

        init(doors: [(id: String, directions: DoorDirections)], keepsPassages: Bool) {
            self.doors = doors.map { Totals(id: $0.id, tally: DoorTally()) }
            self.keepsPassages = keepsPassages
            directions = doors.map(\.directions)
            presentSince = doors.map { _ in nil }
        }

        mutating func add(_ event: SensorEvent, door: Int) {
            switch event {
            case .passage(let passage):
                doors[door].tally.add(passage)
                if keepsPassages { passages.append(passage) }
            case .noted(let reason, _, let doubt):
                doors[door].tally.add(reason, doubt: doubt, directions: directions[door])
            case .doubted(let direction, let doubt, _): doors[door].tally.add(doubt, to: direction)
            case .presence(let change, let time): add(change, at: time, door: door)
            case .swing: doors[door].tally.swings += 1
            case .health: break
            }
        }

        private mutating func add(_ change: PresenceChange, at time: MonotonicInstant, door: Int) {
            switch change {
            case .began(let isNew):
                if isNew { doors[door].tally.presences += 1 }
                presentSince[door] = time
            case .ended:
                if let since = presentSince[door] {
                    doors[door].tally.presenceMilliseconds += (time.nanoseconds - since.nanoseconds) / 1_000_000
                }
                presentSince[door] = nil
            case .lost: presentSince[door] = nil
            }
        }
    }

    /// Edges in the trace.
    package private(set) var edges = 0
    private var counts: Counts
    private var sensors: [DoorSensor]
    private let roles: [Wiring.InputRole]
    private var lastTime = MonotonicInstant.zero

    /// - Parameters:
    ///   - configuration: whose lines the trace has, in the order of its wiring; nil for one beam pair, line 0 outer.
    ///   - keepsPassages: whether to keep a list of all passages, which needs memory.
    package init(configuration: PlaceConfiguration?, keepsPassages: Bool) {
        if let configuration {
            sensors = configuration.doors.map(DoorSensor.init)
            counts = Counts(
                doors: configuration.doors.map { ($0.id, DoorDirections($0.sensor)) }, keepsPassages: keepsPassages)
            roles = Wiring(configuration).inputs.map(\.role)
        } else {
            sensors = [DoorSensor(BeamPair(BeamPairParameters()))]
            counts = Counts(doors: [("door", .inAndOut)], keepsPassages: keepsPassages)
            roles = [.outerBeam(door: 0), .innerBeam(door: 0)]
        }
    }

    package var doors: [Totals] { counts.doors }

    /// Every passage, if they were asked for.
    package var passages: [Passage] { counts.passages }

    /// All doors together.
    package var total: DoorTally {
        doors.reduce(into: DoorTally()) { $0 += $1.tally }
    }

    /// Reads the file in pieces, so that a trace of any length needs the same memory.
    ///
    /// - Throws: ``NodeError`` with the file's name and line.
    package mutating func replay(file: String) throws(NodeError) {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw NodeError("The trace \(file) can't be opened: \(systemReason())") }
        defer { close(descriptor) }
        var parser = TraceParser(lineCount: roles.count)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        do throws(TraceParser.Failure) {
            while true {
                let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
                guard count >= 0 else { throw TraceParser.Failure.unreadable(systemReason()) }
                guard count > 0 else { break }
                try parser.feed(buffer.span.extracting(first: count)) { receive($0) }
            }
            try parser.end { receive($0) }
        } catch {
            throw NodeError("\(file), \(error)")
        }
        finish()
    }

    /// Lets the last debounce and gap times run out. A door that is still blocked stays so.
    private mutating func finish() {
        let end = lastTime.advanced(by: .seconds(10))
        for door in sensors.indices {
            Self.withSensor(&sensors[door], door, adding: &counts) { $0.advance(to: end, $1) }
        }
    }

    private mutating func receive(_ edge: Edge) {
        edges += 1
        lastTime = edge.time
        switch roles[edge.line] {
        case .outerBeam(let door), .contact(let door):
            Self.withSensor(&sensors[door], door, adding: &counts) { $0.receive(edge, isOuter: true, $1) }
        case .innerBeam(let door):
            Self.withSensor(&sensors[door], door, adding: &counts) { $0.receive(edge, isOuter: false, $1) }
        case .upperBeam(let door):
            Self.withSensor(&sensors[door], door, adding: &counts) { $0.receive(upper: edge, $1) }
        case .leaf(let door):
            Self.withSensor(&sensors[door], door, adding: &counts) { $0.receive(leaf: edge, $1) }
        case .button: break
        }
    }

    @inline(__always)
    private static func withSensor(
        _ sensor: inout DoorSensor, _ door: Int, adding counts: inout Counts,
        _ body: (inout DoorSensor, (SensorEvent) -> Void) -> Void
    ) {
        body(&sensor) { counts.add($0, door: door) }
    }
}
