import Logging
import ServiceLifecycle
import TunetCore
import TunetGPIO
import TunetLocal
import TunetUplink

/// The one event loop of a device: lines, time and answers of the collector go into the engine, one after the other.
struct NodeService: Service {
    enum Wake: Sendable {
        /// The lines have something to drain.
        case lines
        /// A deadline has come.
        case time
        case outcome(CollectorClient.Outcome, NodeEngine.Dispatch)
        case shutdown
    }

    /// The kernel hands edges over a little after it has stamped them. A deadline is reached only when no edge from
    /// before it can still be on its way.
    private static let lateness = Duration.milliseconds(10)
    /// How often the machine's clock is asked whether it can be trusted, until it can.
    private static let undatedPause = Duration.seconds(60)
    /// How often it is asked afterwards.
    private static let datedPause = Duration.seconds(900)

    let engine: NodeEngine
    let lines: GPIOLines
    let client: CollectorClient?
    let configuration: PlaceConfiguration
    let manager: ServiceManager
    let readiness: Readiness
    /// What wakes the loop. Whoever changes a deadline of the engine wakes it with `time`.
    let wakes: (stream: AsyncStream<Wake>, continuation: AsyncStream<Wake>.Continuation)

    func run() async throws {
        let continuation = wakes.continuation
        try await withGracefulShutdownHandler {
            try lines.start { continuation.yield(.lines) }
            await engine.begin(levels: lines.levels(), at: SystemClock.monotonic())
            await readiness.reached(.counting)
            var loop = Loop(service: self, continuation: continuation)
            await loop.prepare()
            for await wake in wakes.stream {
                if case .shutdown = wake { break }
                await loop.handle(wake)
                if await engine.isStoreDamaged {
                    await loop.stop()
                    throw NodeError(
                        "The store was found damaged while it was in use. The next start sets it aside and goes on in a new "
                            + "one, with all that can still be read.")
                }
            }
            manager.stopping()
            await loop.stop()
            lines.stop()
            await loop.drain()
            try await engine.end(at: SystemClock.monotonic())
        } onGracefulShutdown: {
            continuation.yield(.shutdown)
        }
    }

    /// What the loop keeps between two wakes.
    private struct Loop {
        let service: NodeService
        let continuation: AsyncStream<Wake>.Continuation
        var timer: Task<Void, Never>?
        var timerDue: MonotonicInstant?
        var sending: Task<Void, Never>?
        var clockDue = MonotonicInstant.zero
        var watchdogDue: MonotonicInstant?

        init(service: NodeService, continuation: AsyncStream<Wake>.Continuation) {
            self.service = service
            self.continuation = continuation
            watchdogDue = service.manager.watchdogInterval.map { SystemClock.monotonic().advanced(by: $0) }
        }

        mutating func prepare() async {
            await tick()
        }

        mutating func handle(_ wake: Wake) async {
            switch wake {
            case .lines: await drain()
            case .time: timerDue = nil
            case .outcome(let outcome, let dispatch):
                sending = nil
                await service.engine.finish(outcome, of: dispatch, at: SystemClock.monotonic())
            case .shutdown: break
            }
            await tick()
        }

        /// Gives everything that the lines have to the engine.
        mutating func drain() async {
            var inputs: [LineInput] = []
            service.lines.drain { event in inputs.append(LineInput(event)) }
            guard !inputs.isEmpty else { return }
            await service.engine.receive(inputs, at: SystemClock.monotonic())
        }

        /// Lets time pass in the engine, sends what it wants sent, and sets the next alarm.
        mutating func tick() async {
            let now = SystemClock.monotonic()
            await offerClock(at: now)
            await service.engine.advance(to: now.advanced(by: .zero - NodeService.lateness))
            if let due = watchdogDue, due <= now, let interval = service.manager.watchdogInterval {
                service.manager.alive()
                watchdogDue = now.advanced(by: interval)
            }
            await send()
            let engineDue = await service.engine.deadline.advanced(by: NodeService.lateness)
            setTimer(min(engineDue, clockDue, watchdogDue ?? engineDue))
        }

        private mutating func send() async {
            guard sending == nil, let client = service.client, let dispatch = await service.engine.takeDispatch()
            else { return }
            let place = service.configuration.place.id
            let continuation = continuation
            sending = Task {
                continuation.yield(.outcome(await client.send(dispatch.bytes, place: place), dispatch))
            }
        }

        private mutating func offerClock(at now: MonotonicInstant) async {
            guard clockDue <= now else { return }
            if let anchor = SystemClock.anchor(trust: service.configuration.device.clockTrust) {
                await service.engine.offer(anchor, at: now)
            }
            let isDated = await service.engine.isDated
            clockDue = now.advanced(by: isDated ? NodeService.datedPause : NodeService.undatedPause)
        }

        private mutating func setTimer(_ due: MonotonicInstant) {
            guard due != timerDue else { return }
            timer?.cancel()
            timerDue = due
            let continuation = continuation
            timer = Task {
                let pause = due.duration(since: SystemClock.monotonic())
                // Up to 1 ms early would only make for a second wake.
                try? await Task.sleep(for: max(pause, .zero), tolerance: .milliseconds(5))
                if !Task.isCancelled { continuation.yield(.time) }
            }
        }

        func stop() async {
            timer?.cancel()
            sending?.cancel()
            await sending?.value
        }
    }
}

extension LineInput {
    fileprivate init(_ event: GPIOEvent) {
        switch event {
        case .edge(let edge):
            let time = MonotonicInstant(nanoseconds: edge.nanoseconds)
            self = .edge(Edge(time: time, line: edge.line, level: edge.level))
        case .lost(let count, let time, let levels):
            self = .lost(count: count, at: MonotonicInstant(nanoseconds: time), levels: levels)
        case .unplugged(let lines, let time):
            self = .unplugged(lines: lines, at: MonotonicInstant(nanoseconds: time))
        case .plugged(let levels, let time):
            self = .plugged(levels: levels, at: MonotonicInstant(nanoseconds: time))
        }
    }
}
