import Glibc
import NIOPosix
import Synchronization
import TunetLocal

/// Drives ``TerminalModel``: one thread draws and waits for keys; tasks ask the service and put what it says in a queue.
final class TerminalLoop: Sendable {
    private let client: ControlClient
    private let socket: String
    /// Between two looks at the service.
    private let pause: Duration
    /// At most one status, and one answer to the one request under way, each a few kilobytes.
    private let events = Mutex<[TerminalEvent]>([])
    private let asked: AsyncStream<(Int, TerminalRequest)>
    private let ask: AsyncStream<(Int, TerminalRequest)>.Continuation

    init(socket: String, pause: Duration = .seconds(1)) {
        client = ControlClient(socket: socket)
        self.socket = socket
        self.pause = pause
        (asked, ask) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(4))
    }

    /// Until somebody quits or the process is told to end.
    ///
    /// - Throws: ``NodeError`` if there is no terminal to draw on.
    func run(_ model: TerminalModel) async throws {
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let loop = self
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await loop.look() }
            group.addTask { await loop.answer() }
            do {
                try await pool.runIfActive { try loop.draw(model) }
            } catch {
                group.cancelAll()
                try await pool.shutdownGracefully()
                throw error
            }
            group.cancelAll()
        }
        try await pool.shutdownGracefully()
    }

    // MARK: - The thread that draws

    private func draw(_ model: consuming TerminalModel) throws {
        var device = try TerminalDevice()
        var model = model
        model.resize(to: device.size())
        while true {
            // First what has been told before there was anybody to wake.
            for event in takeEvents() {
                guard carryOut(model.receive(event)) else { return }
            }
            device.show(TerminalDrawing.screen(model))
            let news = device.wait()
            guard !news.contains(.end) else { return }
            if news.contains(.stop) { device.suspend() }
            if news.contains(.redraw) { device.forget() }
            if !news.isDisjoint(with: [.resized, .stop, .redraw]) { model.resize(to: device.size()) }
            while let key = device.key() {
                guard let key else { continue }
                guard carryOut(model.press(key)) else { return }
            }
        }
    }

    private func takeEvents() -> [TerminalEvent] {
        events.withLock { queue in
            defer { queue = [] }
            return queue
        }
    }

    /// - Returns: whether to go on.
    private func carryOut(_ actions: [TerminalAction]) -> Bool {
        for action in actions {
            switch action {
            case .ask(let id, let request): ask.yield((id, request))
            case .quit: return false
            }
        }
        return true
    }

    private func tell(_ event: TerminalEvent) {
        events.withLock { queue in
            // Only the newest state counts; the thread may be stopped for days.
            switch event {
            case .status, .lost: queue.removeAll { if case .answer = $0 { false } else { true } }
            case .answer: break
            }
            queue.append(event)
        }
        TerminalDevice.wake()
    }

    // MARK: - Tasks

    /// Looks at the service once a second. Only what is new is told: at rest nothing is decoded or drawn.
    private func look() async {
        var last: [UInt8]?
        var lost: TerminalModel.Loss?
        while !Task.isCancelled {
            if let bytes = await client.statusBytes() {
                if bytes != last || lost != nil {
                    if let status = try? TerminalStatus(json: bytes) {
                        tell(.status(status))
                        (last, lost) = (bytes, nil)
                    } else {
                        lost = tellLoss(.silent, lost)
                    }
                }
            } else if !Task.isCancelled {
                lost = tellLoss(loss, lost)
            }
            try? await Task.sleep(for: pause)
        }
    }

    private func tellLoss(_ loss: TerminalModel.Loss, _ last: TerminalModel.Loss?) -> TerminalModel.Loss {
        if loss != last { tell(.lost(loss)) }
        return loss
    }

    private var loss: TerminalModel.Loss {
        guard access(socket, R_OK | W_OK) != 0 else { return .silent }
        return errno == EACCES || errno == EPERM ? .forbidden : .absent
    }

    private func answer() async {
        for await (id, request) in asked {
            tell(.answer(id, await client.answer(to: request)))
        }
    }
}
