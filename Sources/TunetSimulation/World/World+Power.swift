import Foundation
import Synchronization
import TunetCore
import TunetNode
import TunetStore
import TunetTestSupport

/// How the device comes up and goes down.
extension World {
    enum Down {
        /// The power goes.
        case cut
        /// The service is told to stop, and starts again.
        case stop(pause: Int64)
        /// The service is killed, and starts again.
        case kill(pause: Int64)
    }

    // MARK: - Up

    func powerOn() {
        boots += 1
        boot = Boot(zero: now, number: boots)
        say("power on, boot \(boots)")
        drawClock()
        agenda.add(.start(boot: boots), at: now + Int64(random.uniform(8...30) * Double(Self.second)))
    }

    func start() async {
        guard let boot else { return }
        // The power may go while the service starts.
        if !isDraining, random.chance(0.1) { disk.armCut(after: random.whole(1...30)) }
        do {
            let store = try await open()
            // A cut in the first moments of a new device may leave an empty file.
            for finding in store.findings where result.starts > 0 || !finding.contains("was empty") {
                fail("the store says: \(finding)")
            }
            let lights = lights
            let disk = disk
            let engine = try await NodeEngine(
                configuration: configuration, zone: zone, store: store, kernelID: "boot-\(boot.number)",
                at: monotonic(now),
                surroundings: .init(
                    setOutput: { output, isOn in
                        // Without power there is no light.
                        if isOn, !disk.isOff { lights.lit.withLock { $0.append(output) } }
                    }, log: { message in lights.messages.withLock { $0.append(message.text) } }))
            result.starts += 1
            running = Running(engine: engine, store: store, life: result.starts)
            await engine.begin(levels: [:], at: monotonic(now))
            await look()
            clockDue = now
        } catch {
            if disk.isOff {
                say("the power goes during the start")
            } else if isTroubled {
                result.troubledStarts += 1
                say("the start failed: \(error)")
                agenda.add(.start(boot: boot.number), at: now + 10 * Self.second)
            } else {
                fail("the service does not start: \(error)")
            }
        }
    }

    /// The lock of the run before may be held for a moment yet, while its last task ends.
    ///
    /// A card that can't be read for longer than a start takes is a damaged one, which the tests of damages are for.
    private func open() async throws -> Store {
        let isUnreadable = trouble?.kind == .read
        if isUnreadable { disk.setTrouble(nil) }
        defer { if isUnreadable { disk.setTrouble(trouble) } }
        for attempt in 0..<20_000 {
            do {
                return try Store(configuration: configuration, zone: zone, random: chance)
            } catch let error as StoreError where error.code == .inUse {
                await pause(attempt)
            }
        }
        return try Store(configuration: configuration, zone: zone, random: chance)
    }

    /// A moment of real time, for what ends on another thread.
    private func pause(_ attempt: Int) async {
        if attempt < 1000 { await Task.yield() } else { try? await Task.sleep(for: .milliseconds(1)) }
    }

    // MARK: - Down

    func goDown(_ down: Down) async {
        var isClean = false
        if case .stop = down, let running {
            do {
                try await running.engine.end(at: monotonic(now))
                isClean = true
            } catch {
                if !disk.isOff, !isTroubled { fail("the service does not stop: \(error)") }
            }
            if disk.isOff { isClean = false }
        }
        let isCut = if case .cut = down { true } else { disk.isOff }
        say("down: \(down), clean: \(isClean)")
        disk.switchOff()
        running = nil
        await closeFiles()
        if isCut { disk.cut(using: &random) }
        disk.switchOn()
        lights.lit.withLock { $0 = [] }
        settle(isClean: isClean && !isCut, isCut: isCut)
        guard result.violations.isEmpty else { return }
        if isCut {
            boot = nil
            if !isDraining { agenda.add(.powerOn, at: now + drawOutage()) }
        } else if case .stop(let pause) = down, let boot {
            agenda.add(.start(boot: boot.number), at: now + pause)
        } else if case .kill(let pause) = down, let boot {
            agenda.add(.start(boot: boot.number), at: now + pause)
        }
        if isDraining, boot == nil { agenda.add(.powerOn, at: now + 60 * Self.second) }
    }

    /// The engine's last task may end a moment after its last answer.
    private func closeFiles() async {
        for attempt in 0..<20_000 where disk.openFiles > 0 { await pause(attempt) }
    }

    /// How long the power stays away: mostly as long as it takes to find the fuse, often until the morning.
    private func drawOutage() -> Int64 {
        switch random.whole(0...19) {
        case 0..<14: return Int64(random.logUniform(3...300) * Double(Self.second))
        case 14..<17: return Int64(random.uniform(0.1...5) * Double(Self.hour))
        case 17, 18: return Int64(random.uniform(12...20) * Double(Self.hour))
        default: return Int64(random.uniform(24...100) * Double(Self.hour))
        }
    }

    // MARK: - What is found

    /// What the device and the collector have together, by measure.
    func totals() throws -> (all: [String: Int64], reading: StoreReading) {
        let reading = try StoreReading(
            folder: configuration.device.dataFolder, scratch: scratch.file("reading"), key: deviceKey)
        var all = reading.counted
        for leaf in collector.leaves.values { all[leaf.measure, default: 0] += leaf.value }
        for (id, leaf) in reading.released where collector.leaves[id] == nil {
            all[leaf.measure, default: 0] += leaf.value
        }
        // What is not compared: misuse, and what nobody did here.
        return (all.filter { $0.key == "entries" || $0.key == "passages" || $0.key.hasPrefix("presses ") }, reading)
    }

    private func settle(isClean: Bool, isCut: Bool) {
        inside = [:]
        unanswered = [:]
        busy = [:]
        do {
            let (all, reading) = try totals()
            if let epoch, let found = reading.epoch, epoch != found, !ledger.isRestored {
                fail("a new epoch has begun")
            }
            epoch = reading.epoch ?? epoch
            if reading.epoch == nil, epoch != nil { fail("the store is gone") }
            let end = Ledger.End(time: now, isClean: isClean, troubleSince: isTroubled ? troubleSince : nil)
            let judgement = ledger.settle(end, found: all)
            for violation in judgement.violations { fail(violation) }
            if isCut { try putCards() }
            result.lostPassages += judgement.lost
            result.mostLost = max(result.mostLost, judgement.lost)
            result.oldestLoss = max(result.oldestLoss, judgement.oldestLoss)
        } catch {
            fail("the store can't be read: \(error)")
        }
    }
}
