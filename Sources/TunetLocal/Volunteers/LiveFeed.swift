import NIOCore
import ServiceLifecycle

/// Server-sent events that say that the status has changed, and nothing more: what has changed the page asks for itself.
///
/// It wakes when the service has something new, at most once a second, and every ``heartbeat`` to find out whether somebody
/// still listens.
struct LiveFeed: Sendable {
    private static let heartbeat = Duration.seconds(45)
    private static let pause = Duration.seconds(1)

    private enum Wake: Sendable {
        case change, beat
    }

    private let source: any StatusSource
    private let wakes: AsyncStream<Wake>
    private let waker: AsyncStream<Wake>.Continuation
    private let tasks: Tasks
    private var last: NodeStatus?

    init(source: any StatusSource) async {
        self.source = source
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

    /// What to send next; nil once the service ends.
    mutating func next() async -> ByteBuffer? {
        guard let last else {
            last = Self.shown(await source.status())
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
            guard let wake else { return nil }
            let status = Self.shown(await source.status())
            if status != last {
                self.last = status
                try? await Task.sleep(for: Self.pause, tolerance: .milliseconds(200))
                return ByteBuffer(string: "event: change\ndata: \n\n")
            }
            if case .beat = wake { return ByteBuffer(string: ":\n\n") }
        }
    }

    /// What stands on the page: not the lines, which change with every edge.
    private static func shown(_ status: NodeStatus) -> NodeStatus {
        var shown = status
        shown.lines = []
        shown.lostEdges = 0
        return shown
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
