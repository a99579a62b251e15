import NIOCore
import ServiceLifecycle

/// Server-sent events that say that the status has changed, and nothing more: what has changed the page asks for itself.
///
/// It wakes when the service has something new, at most once a second, and every ``heartbeat`` to find out whether somebody
/// still listens.
///
/// On a network the moment of an event would tell when somebody passed, whoever can read it. There a page is told at once of
/// calls for help only, and renews itself four times an hour, whatever has happened.
struct LiveFeed: Sendable {
    private static let heartbeat = Duration.seconds(45)
    private static let pause = Duration.seconds(1)
    /// A quarter of an hour, the length of a bin.
    private static let beatsToRenewal = 20

    private enum Wake: Sendable {
        case change, beat
    }

    private let source: any StatusSource
    private let isAtMachine: Bool
    /// Whether whoever follows may still do so.
    private let isAllowed: @Sendable () async -> Bool
    private var beats = 0
    private let wakes: AsyncStream<Wake>
    private let waker: AsyncStream<Wake>.Continuation
    private let tasks: Tasks
    private var last: Shown?

    init(
        source: any StatusSource, isAtMachine: Bool, while isAllowed: @escaping @Sendable () async -> Bool
    ) async {
        self.source = source
        self.isAtMachine = isAtMachine
        self.isAllowed = isAllowed
        (wakes, waker) = AsyncStream<Wake>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (waker, changes) = (waker, await source.changes())
        tasks = Tasks(
            waiting: Task { for await _ in changes { waker.yield(.change) } },
            beating: Task {
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.heartbeat, tolerance: .seconds(5))
                    waker.yield(.beat)
                }
            })
    }

    /// Ends the feed.
    var stop: @Sendable () -> Void { { [waker] in waker.finish() } }

    /// What to send next; nil once the service ends, or nobody may follow any more.
    mutating func next() async -> ByteBuffer? {
        guard let last else {
            last = shown(await source.status())
            // After an interruption a browser asks again after 5 s.
            return ByteBuffer(string: "retry: 5000\n\n")
        }
        let (wakes, waker) = (wakes, waker)
        while true {
            let wake = await withTaskCancellationOrGracefulShutdownHandler {
                var iterator = wakes.makeAsyncIterator()
                return await iterator.next()
            } onCancelOrGracefulShutdown: {
                waker.finish()
            }
            guard let wake, await isAllowed() else { return nil }
            let status = shown(await source.status())
            if case .beat = wake { beats += 1 }
            let isRenewal = !isAtMachine && beats >= Self.beatsToRenewal
            if status != last || isRenewal {
                if isRenewal { beats = 0 }
                self.last = status
                try? await Task.sleep(for: Self.pause, tolerance: .milliseconds(200))
                return ByteBuffer(string: "event: change\ndata: \n\n")
            }
            if case .beat = wake { return ByteBuffer(string: ":\n\n") }
        }
    }

    /// What a page is told of at once.
    private enum Shown: Equatable {
        /// What stands on it: not the lines, which change with every edge.
        case page(NodeStatus)
        case calls([[NodeStatus.CallStatus]])
    }

    private func shown(_ status: NodeStatus) -> Shown {
        guard isAtMachine else { return .calls(status.panels.map { $0.calls ?? [] }) }
        var shown = status
        shown.lines = []
        shown.lostEdges = 0
        return .page(shown)
    }

    /// Ends with the feed.
    private final class Tasks: Sendable {
        private let waiting: Task<Void, Never>
        private let beating: Task<Void, Never>

        init(waiting: Task<Void, Never>, beating: Task<Void, Never>) {
            self.waiting = waiting
            self.beating = beating
        }

        deinit {
            waiting.cancel()
            beating.cancel()
        }
    }
}
