import Glibc
import Synchronization

/// Waits for edges and for chips that come and go, on whichever thread calls ``run(wake:)``.
///
/// Lock order: `state`, then `announcements`; neither is held while it waits or while the consumer is called.
final class LinePoller: Sendable {
    /// How long it waits before it looks again for lines that are missing.
    private static let retryNanoseconds: Int64 = 2_000_000_000
    /// How often it looks for older edges of other chips before it gives away those it has.
    private static let roundsPerTurn = 4

    private struct State: ~Copyable {
        var bank: LineBank
        var sequencer = EventSequencer()
        var buffer = EdgeBuffer()
        var nextRetry: Int64 = 0
    }

    private struct Announcements {
        var queue: EventQueue
        /// Whether the consumer has been woken for what is in the queue.
        var isAnnounced = false
    }

    private let state: Mutex<State>
    private let announcements: Mutex<Announcements>
    private let wakeUp: OwnedDescriptor
    private let deviceFolder: OwnedDescriptor
    private let isStopping = Atomic(false)

    /// Requests all lines.
    init(lines: [Line], capacity: Int) throws(GPIOError) {
        do {
            wakeUp = try .event()
            // Before 6.6 the kernel does not end a poll when a chip is unbound; the node's removal tells of it.
            deviceFolder = try .folderWatch("/dev")
        } catch {
            throw GPIOError(
                .system, "no descriptor to wait with; raise the limits of open files and inotify instances",
                errno: error.number)
        }
        var state = State(bank: try LineBank(lines))
        for group in state.bank.groups where !group.isOutput {
            state.sequencer.add(source: group.source, lines: group.idsByOffset)
        }
        self.state = Mutex(state)
        announcements = Mutex(Announcements(queue: EventQueue(capacity: capacity)))
    }

    // MARK: For other threads

    /// Ends ``run(wake:)``.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        wakeUp.signal()
    }

    /// Gives every line back.
    func release() {
        state.withLock { state in state.bank.releaseAll() }
    }

    /// Moves what waits into `events`, and tells what did not fit behind it.
    func take(into events: inout [GPIOEvent]) -> EventQueue.Overflow? {
        announcements.withLock { waiting in
            waiting.isAnnounced = false
            return waiting.queue.take(into: &events)
        }
    }

    /// The inputs' levels of now, and the lines that have none because they are missing.
    func levels() -> (inputs: [Int: Bool], missing: [Int]) {
        state.withLock { state in (state.bank.inputLevels(), state.bank.missingIDs) }
    }

    /// Sets an output, now or when its chip is back.
    func set(_ id: Int, _ level: Bool) throws(GPIOError) {
        let gonePath = try state.withLock { (state) throws(GPIOError) -> String? in
            let path = try state.bank.set(id, level)
            if let path { unplug(path, &state) }
            return path
        }
        guard let gonePath else { return }
        wakeUp.signal()
        throw GPIOError(
            .unplugged, "the chip \(gonePath) is unplugged; its outputs are set when it is back", lines: [id])
    }

    // MARK: The thread

    /// Waits and reads until ``stop()``. It sleeps without a timeout unless lines are missing.
    func run(wake: () -> Void) {
        var polled: [pollfd] = []
        while !isStopping.load(ordering: .acquiring) {
            let timeout = state.withLock { state in
                listDescriptors(of: state.bank, in: &polled)
                return milliseconds(until: state.nextRetry, ifMissing: state.bank.isMissingLines)
            }
            // A signal is as good a reason to look as any.
            guard unsafe poll(&polled, nfds_t(polled.count), timeout) >= 0 || errno == EINTR else {
                preconditionFailure("poll failed: \(SystemFailure(errno))")
            }
            if polled[0].revents != 0 { wakeUp.clear() }
            let devicesChanged = polled[1].revents != 0
            if devicesChanged { deviceFolder.discard() }
            state.withLock { state in
                readEdges(&state, &polled)
                if devicesChanged { unplugWhatIsGone(&state) }
                replugIfDue(&state, devicesChanged: devicesChanged)
            }
            if needsAnnouncement() { wake() }
        }
    }

    private func listDescriptors(of bank: LineBank, in polled: inout [pollfd]) {
        polled.removeAll(keepingCapacity: true)
        polled.append(pollfd(fd: wakeUp.number, events: Int16(POLLIN), revents: 0))
        polled.append(pollfd(fd: deviceFolder.number, events: Int16(POLLIN), revents: 0))
        for group in bank.groups where !group.isOutput {
            polled.append(pollfd(fd: group.descriptor, events: Int16(POLLIN), revents: 0))
        }
    }

    private func milliseconds(until instant: Int64, ifMissing isMissing: Bool) -> CInt {
        guard isMissing else { return -1 }
        return CInt(clamping: max(0, instant - Self.now() + 999_999) / 1_000_000)
    }

    private func readEdges(_ state: inout State, _ polled: inout [pollfd]) {
        for _ in 0..<Self.roundsPerTurn {
            var foundAny = false
            for entry in polled.dropFirst(2) where entry.revents != 0 {
                // Another thread may have found the chip gone since the poll.
                guard let group = state.bank.groups.first(where: { !$0.isOutput && $0.descriptor == entry.fd })
                else { continue }
                foundAny = true
                do {
                    try group.readEdges(into: &state.buffer)
                    for index in 0..<state.buffer.count {
                        state.sequencer.take(state.buffer[index], from: group.source)
                    }
                } catch {
                    flush(&state)
                    unplug(group.path, &state)
                }
            }
            // Edges of one chip are in order as they are; those of several may not be until all are read.
            guard foundAny, polled.count > 3 else { break }
            listDescriptors(of: state.bank, in: &polled)
            guard unsafe poll(&polled, nfds_t(polled.count), 0) > 0 else { break }
        }
        flush(&state)
    }

    private func flush(_ state: inout State) {
        let bank = state.bank
        announcements.withLock { waiting in
            state.sequencer.flush(levels: bank.inputLevels) { waiting.queue.push($0) }
        }
    }

    private func unplugWhatIsGone(_ state: inout State) {
        for path in Set(state.bank.groups.filter { !$0.isAlive }.map(\.path)) { unplug(path, &state) }
    }

    private func unplug(_ path: String, _ state: inout State) {
        let gone = state.bank.unplug(path: path)
        guard !gone.isEmpty else { return }
        for group in gone { state.sequencer.remove(source: group.source) }
        let now = Self.now()
        state.nextRetry = now + Self.retryNanoseconds
        push(.unplugged(lines: gone.flatMap { $0.lines.map(\.id) }, at: now))
    }

    private func replugIfDue(_ state: inout State, devicesChanged: Bool) {
        guard state.bank.isMissingLines, devicesChanged || Self.now() >= state.nextRetry else { return }
        var levels: [Int: Bool] = [:]
        for found in state.bank.replug() {
            if !found.group.isOutput {
                state.sequencer.add(source: found.group.source, lines: found.group.idsByOffset)
            }
            levels.merge(found.levels) { _, new in new }
        }
        let now = Self.now()
        state.nextRetry = now + Self.retryNanoseconds
        if !levels.isEmpty { push(.plugged(levels: levels, at: now)) }
    }

    private func push(_ event: GPIOEvent) {
        announcements.withLock { waiting in waiting.queue.push(event) }
    }

    private func needsAnnouncement() -> Bool {
        announcements.withLock { waiting in
            guard !waiting.isAnnounced, !waiting.queue.isEmpty else { return false }
            waiting.isAnnounced = true
            return true
        }
    }

    private static func now() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
