import Foundation
import TunetCore
import TunetNode
import TunetStore
import TunetTestSupport

/// What goes wrong: cuts, disks, clocks and networks.
extension World {
    /// Half of the cuts come at once, the others in the midst of an operation of the disk; most of them just when somebody
    /// has gone through a door or pressed.
    func drawCuts(on day: CivilDate, near moments: [Int64]) {
        let share = Double(plan.cuts) / Double(plan.days)
        let number = Int(share) + (random.chance(share - share.rounded(.down)) ? 1 : 0)
        for _ in 0..<number {
            var time = instant(of: day, minutes: random.uniform(0...1439))
            if !moments.isEmpty, random.chance(0.8) {
                time =
                    moments[random.whole(0...moments.count - 1)]
                    + Int64(random.uniform(-0.5...2) * Double(Self.second))
            }
            agenda.add(random.chance(0.5) ? .cut : .cutInOperation(random.whole(1...25)), at: max(now, time))
        }
        guard plan.events.contains(.restarts), random.chance(0.4) else { return }
        let time = moments.isEmpty ? now : moments[random.whole(0...moments.count - 1)]
        let pause = Int64(random.logUniform(1...600) * Double(Self.second))
        agenda.add(random.chance(0.6) ? .stop(pause: pause) : .kill(pause: pause), at: max(now, time))
    }

    func drawTrouble(on day: CivilDate) {
        guard plan.events.contains(.trouble), random.chance(0.3) else { return }
        let kind = FaultyDisk.Trouble.Kind.allCases[random.whole(0...3)]
        let share = random.chance(0.5) ? 1 : random.uniform(0.02...0.5)
        let start = instant(of: day, minutes: random.uniform(480...1080))
        let length = Int64(random.logUniform(1...7200) * Double(Self.second))
        agenda.add(.trouble(.init(kind, share: share)), at: start)
        agenda.add(.trouble(nil), at: start + length)
    }

    func setTrouble(_ next: FaultyDisk.Trouble?) {
        if next != nil, !isTroubled { troubleSince = now }
        if next == nil, trouble != nil { troubleEnded = now }
        trouble = isDraining ? nil : next
        disk.setTrouble(trouble)
        say("trouble: \(next.map { "\($0)" } ?? "none")")
    }

    /// A store that refused is tried again after five seconds.
    var isTroubled: Bool { trouble != nil || now - 12 * Self.second < troubleEnded }

    func drawCollector(on day: CivilDate) {
        guard plan.events.contains(.collector), random.chance(0.35) else { return }
        let mood = random.pick([(SimulatedCollector.Mood.well, 3), (.away, 2), (.moody, 4)])
        agenda.add(.collector(mood), at: instant(of: day, minutes: random.uniform(0...1439)))
    }

    // MARK: - Clocks

    /// How the boot that has just begun learns the time.
    func drawClock() {
        guard let boot else { return }
        var stories: [(value: Int, weight: Double)] = [(0, 6)]
        if plan.events.contains(.late) { stories.append((1, 3)) }
        if plan.events.contains(.undated) { stories.append((2, 1)) }
        if plan.events.contains(.wrong) { stories += [(3, 1.5), (4, 0.7)] }
        if plan.events.contains(.absurd) { stories.append((5, 1)) }
        let right = ClockChange(quality: .synchronised, error: 0)
        func add(_ change: ClockChange, _ low: Double, _ high: Double) {
            let delay = random.logUniform(low...high)
            agenda.add(.clock(change, boot: boot.number), at: now + Int64(delay * Double(Self.second)))
        }
        switch isDraining ? 0 : random.pick(stories) {
        case 1: add(right, 1800, 90_000)
        case 2: break
        case 3:
            // A volunteer sets it, and later it is synchronised, or not.
            let sign: Double = random.chance(0.5) ? 1 : -1
            let error = random.chance(0.3) ? 0 : Int64(sign * random.logUniform(60...200_000))
            let delay = random.logUniform(60...14_400)
            agenda.add(
                .volunteer(error: error, boot: boot.number), at: now + Int64(delay * Double(Self.second)))
            if random.chance(0.7) { add(right, delay + 60, delay + 90_000) }
        case 4:
            add(right, 5, 60)
            let sign: Int64 = random.chance(0.5) ? 1 : -1
            let step = sign * Int64(random.uniform(600...20_000))
            add(ClockChange(quality: .synchronised, error: step), 1000, 30_000)
            add(right, 30_000, 90_000)
        case 5:
            let utc = now / Self.second
            let wild = Int64(random.uniform(0...1000)) + (random.chance(0.5) ? -utc : 4_070_908_800 - utc)
            add(ClockChange(quality: .machine, error: wild), 0.5, 10)
            add(right, 60, 90_000)
        default: add(right, 5, 60)
        }
    }

    func clock(_ change: ClockChange, boot number: Int) async {
        guard boot?.number == number else { return }
        say("the clock: \(change.quality), \(change.error) s wrong")
        boot?.clock = change
        guard let running else { return }
        clockDue = now + Int64(random.uniform(0...(await running.engine.isDated ? 900 : 60)) * Double(Self.second))
    }

    func lookAtClock(_ engine: NodeEngine) async {
        if let clock = boot?.clock { await offer(clock, to: engine) }
        // Without a clock there is nothing to look at until it comes.
        clockDue = boot?.clock == nil ? .max : now + (await engine.isDated ? 900 : 60) * Self.second
    }

    private func offer(_ change: ClockChange, to engine: NodeEngine) async {
        let utc = UTCInstant(seconds: now / Self.second + change.error)
        let anchor = Anchor(monotonic: monotonic(now), utc: utc, quality: change.quality)
        if await engine.offer(anchor, at: monotonic(now)) { say("taken; the store holds \(inStore)") }
    }

    /// For a person who looks for the step that went wrong.
    private var inStore: String {
        guard let reading = try? totals().reading else { return "nothing that can be read" }
        let counted = reading.counted.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return counted.joined(separator: ", ") + ", \(reading.released.count) leaves"
    }

    func volunteer(_ error: Int64, boot number: Int) async {
        guard boot?.number == number, let running else { return }
        say("a volunteer sets the time, \(error) s wrong")
        await offer(ClockChange(quality: .volunteer, error: error), to: running.engine)
        await look()
    }

    // MARK: - Cards

    func drawRestoration() {
        let first = random.uniform(2...Double(max(3, plan.days - 3)))
        let start = now
        agenda.add(.copyCard, at: start + Int64(first * 24 * Double(Self.hour)))
        let later = random.uniform(0.5...Double(max(1, plan.days / 2)))
        agenda.add(.putCardBack, at: start + Int64((first + later) * 24 * Double(Self.hour)))
    }

    /// Copies are made, and put back, while the device is off.
    func putCards() throws {
        if wantsCopy, card == nil {
            let (all, _) = try totals()
            card = (disk.copyFiles(), all)
            wantsCopy = false
            say("the card is copied")
        } else if wantsCardBack, let card {
            disk.replaceFiles(by: card.files)
            ledger.restore(then: card.totals, held: collector.totals)
            wantsCardBack = false
            epoch = nil
            say("the card is put back")
        }
    }
}
