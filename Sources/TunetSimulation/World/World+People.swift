import TunetCore
import TunetNode
import TunetTestSupport

/// Who comes, and what the lines see of it.
extension World {
    /// Draws a day: people between nine and five, and what goes wrong.
    func draw(day: CivilDate) {
        var moments: [Int64] = []
        let groups = random.whole(0...14)
        for _ in 0..<groups {
            let time = instant(of: day, minutes: random.uniform(540...1015))
            drawGroup(at: time, moments: &moments)
        }
        for _ in 0..<random.whole(0...5) {
            let time = instant(of: day, minutes: random.uniform(540...1015))
            let panel = random.whole(0...configuration.panels.count - 1)
            let button = random.whole(0...1)
            agenda.add(.press(panel: panel, button: button, isDouble: random.chance(0.2)), at: time)
            moments.append(random.chance(0.5) ? time + Self.second / 50 : time + Self.second)
        }
        drawCuts(on: day, near: moments)
        drawTrouble(on: day)
        drawCollector(on: day)
    }

    private func drawGroup(at start: Int64, moments: inout [Int64]) {
        let door = random.whole(0...configuration.doors.count - 1)
        let kind: Walk.Kind
        if case .contact = configuration.doors[door].sensor {
            kind = .over
        } else {
            kind = random.pick([(Walk.Kind.in, 5), (.out, 4), (.back, 1)])
        }
        let first = wiring.inputs.firstIndex { input in
            switch input.role {
            case .outerBeam(door), .contact(door): true
            default: false
            }
        }
        guard let first else { return }
        let people = kind == .back || random.chance(0.6) ? 1 : random.whole(2...8)
        let chatters = random.chance(0.2)
        // A little less and more than 3 km/h, at beams 15 cm apart.
        let step = Duration.milliseconds(random.whole(160...240))
        var time = start
        for _ in 0..<people {
            let walk = Walk(door: door, kind: kind, lines: (first, first + 1), step: step, chatters: chatters)
            agenda.add(.walk(walk), at: time)
            moments.append(time + walk.length.wholeNanoseconds)
            // Far enough apart that nobody doubts how many they are: how well people close behind each other are told
            // apart is for the accuracy to say, and not for the disk.
            time += walk.length.wholeNanoseconds + Int64(random.uniform(0.9...2) * Double(Self.second))
        }
    }

    func instant(of day: CivilDate, minutes: Double) -> Int64 {
        zone.instant(of: day, minute: Int(minutes)).seconds * Self.second
            + Int64(minutes.truncatingRemainder(dividingBy: 1) * 60 * Double(Self.second))
    }

    func begin(_ walk: Walk) {
        let place = "door \(walk.door)"
        // Nobody walks through somebody, and whom no device sees is not counted.
        guard let running, busy[place, default: .min] <= now else { return }
        // Two groups that meet keep the distance of people in one: see drawGroup.
        busy[place] = now + walk.length.wholeNanoseconds + 900_000_000
        let edges = walk.edges(using: &random)
        var note: Int?
        if let measure = walk.measure {
            note = ledger.add(.init(measure: measure, end: now, isComplete: false, day: today))
        }
        inside[walk.door] = (note, edges.count)
        for edge in edges {
            agenda.add(
                .edge(line: edge.line, level: edge.level, life: running.life),
                at: now + edge.time.nanoseconds - Self.second)
        }
    }

    var today: Int64 { zone.day(at: UTCInstant(seconds: now / Self.second)).dayNumber }

    func edge(_ line: Int, _ level: Bool, life: Int) async {
        guard let running, running.life == life else { return }
        if let door = door(of: line), var person = inside[door] {
            person.edges -= 1
            inside[door] = person.edges > 0 ? person : nil
            if person.edges == 0, let note = person.note {
                ledger.complete(note, at: now)
                result.passages += 1
            }
        }
        let edge = Edge(time: monotonic(now), line: line, level: level)
        await running.engine.receive([.edge(edge)], at: monotonic(now))
        await look()
    }

    private func door(of line: Int) -> Int? {
        switch wiring.inputs[line].role {
        case .outerBeam(let door), .innerBeam(let door), .contact(let door): door
        default: nil
        }
    }

    func press(panel: Int, button: Int, isDouble: Bool) {
        let place = "panel \(panel)"
        guard let running, busy[place, default: .min] <= now else { return }
        busy[place] = now + 5 * Self.second
        let input = wiring.inputs.firstIndex { $0.role == .button(panel: panel, button: button) }
        let output = wiring.outputs.firstIndex { $0.role == .light(panel: panel, button: button) }
        guard let input, let output else { return }
        let asked = configuration.questions[panel]
        let measure = StoreReading.name("presses", question: asked.id, option: asked.options[button].id)
        unanswered[output] = ledger.add(
            .init(measure: measure, end: now, isComplete: false, isPress: true, day: today))
        // A second press at once is misuse, and counts nowhere that is compared.
        for start in isDouble ? [0, 600_000_000] : [0] as [Int64] {
            agenda.add(.edge(line: input, level: true, life: running.life), at: now + start)
            agenda.add(.edge(line: input, level: false, life: running.life), at: now + start + 250_000_000)
        }
    }
}
