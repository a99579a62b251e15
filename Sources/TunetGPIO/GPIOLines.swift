import CTunetGPIO
import Synchronization

/// The lines of a place: inputs whose edges are collected by one thread of its own, and outputs.
///
/// All methods may be called from any thread. A chip that is unplugged while in use is looked for every two seconds
/// until it is back; its outputs then get their last levels again.
package final class GPIOLines: Sendable {
    private let poller: LinePoller
    private let thread = Mutex<PollThread?>(nil)
    private let taken = Mutex<[GPIOEvent]>([])

    /// Finds and requests all lines, or none: a mistake in one of them is an error.
    ///
    /// Edges are kept from now on, by the kernel until ``start(wake:)``.
    /// - Parameter bufferCapacity: how many events wait for ``drain(_:)`` before edges are dropped and counted.
    /// - Throws: ``GPIOError`` for a missing chip or line, a line that is held by another program or used twice, and
    ///   settings that the library or the controller does not have.
    package init(inputs: [GPIOInput], outputs: [GPIOOutput], bufferCapacity: Int = 4096) throws(GPIOError) {
        guard bufferCapacity > 0 else {
            throw GPIOError(.invalid, "the buffer must have room for at least 1 event, not \(bufferCapacity)")
        }
        var lines: [Line] = []
        for input in inputs { lines.append(try Line(input)) }
        lines += outputs.map { Line($0) }
        poller = try LinePoller(lines: lines, capacity: bufferCapacity)
    }

    deinit { stop() }

    /// Starts the thread. `wake` is called on it when there is something to ``drain(_:)``, and then not again before
    /// it has been drained; it must not block.
    ///
    /// May be called once; a second call does nothing.
    /// - Throws: ``GPIOError/Code/system`` when the system gives no thread.
    package func start(wake: @escaping @Sendable () -> Void) throws(GPIOError) {
        try thread.withLock { (thread) throws(GPIOError) in
            guard thread == nil else { return }
            let poller = poller
            do throws(SystemFailure) {
                thread = try PollThread { poller.run(wake: wake) }
            } catch {
                throw GPIOError(.system, "no thread to read the GPIO lines with", errno: error.number)
            }
        }
    }

    /// Gives away the events that wait, oldest first. Allocates nothing unless edges were lost.
    ///
    /// One caller at a time is served, and `body` must not drain.
    package func drain(_ body: (GPIOEvent) -> Void) {
        taken.withLock { events in
            let overflow = poller.take(into: &events)
            for event in events { body(event) }
            if let overflow { report(overflow, body) }
        }
    }

    /// The inputs' logical levels of now, by id. Those whose chip is unplugged have none.
    package func levels() -> [Int: Bool] { poller.levels().inputs }

    /// Sets an output; `true` is its active level.
    /// - Throws: ``GPIOError/Code/unplugged`` when its chip is gone: it is set when that is back;
    ///   ``GPIOError/Code/invalid`` when no output has the id.
    package func setOutput(_ id: Int, _ on: Bool) throws(GPIOError) { try poller.set(id, on) }

    /// Ends the thread, waits for it, and gives the lines back. What was read can still be drained; outputs cannot
    /// be set any longer.
    ///
    /// Must not be called by `wake`. May be called again.
    package func stop() {
        thread.withLock { thread in
            poller.stop()
            thread?.join()
        }
        poller.release()
    }

    /// After an overflow the consumer gets the state of everything, since it may have missed any of it.
    private func report(_ overflow: EventQueue.Overflow, _ body: (GPIOEvent) -> Void) {
        let (levels, missing) = poller.levels()
        if overflow.edges > 0 { body(.lost(count: overflow.edges, at: overflow.nanoseconds, levels: levels)) }
        guard overflow.plugging else { return }
        if !missing.isEmpty { body(.unplugged(lines: missing, at: overflow.nanoseconds)) }
        if !levels.isEmpty { body(.plugged(levels: levels, at: overflow.nanoseconds)) }
    }
}

extension GPIOLines {
    /// The version of libgpiod that is in use, for example "1.6.3".
    package static var libgpiodVersion: String {
        guard let version = unsafe tunet_gpio_library_version() else { return "unknown" }
        return unsafe String(cString: version)
    }

    /// Whether edges that the kernel dropped are noticed. With libgpiod 1 they are not.
    package static var detectsLoss: Bool { tunet_gpio_detects_loss() }

    /// Whether ``GPIOInput/kernelDebounce`` is available. With libgpiod 1 it is not.
    package static var debouncesInKernel: Bool { tunet_gpio_debounces_in_kernel() }
}
