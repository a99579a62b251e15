import Hummingbird
import NIOCore
import ServiceLifecycle

/// What one screen is told, as server-sent events: the page's changing part whenever it has changed, and one language after
/// the other.
struct KioskStream {
    let source: any KioskSource
    var language: String
    /// Whether somebody has chosen the language, and it has not yet been followed by another one.
    private(set) var stays: Bool
    private var sent = ""
    private let end: AsyncStream<Void>
    private let ender: AsyncStream<Void>.Continuation

    init(source: any KioskSource, language: String, stays: Bool) {
        self.source = source
        self.language = language
        self.stays = stays
        (end, ender) = AsyncStream<Void>.makeStream()
    }

    /// Ends the stream.
    var stop: @Sendable () -> Void { { [ender] in ender.finish() } }

    /// Returns when the screen has gone, or the service ends.
    @concurrent
    mutating func run(_ changes: AsyncStream<Void>, to writer: inout any ResponseBodyWriter) async throws {
        // After a restart of the service the screen tries again soon.
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        let turns = Turns(changes: changes, end: end)
        try await send(to: &writer)
        let first = await source.kiosk()
        for await turn in turns.stream(after: pause(first), every: first.languageTime).cancelOnGracefulShutdown() {
            if case .language = turn {
                follow(await source.kiosk())
                // A comment now and then finds out that a screen has gone.
                try await writer.write(ByteBuffer(string: ":\n\n"))
            }
            try await send(to: &writer)
        }
    }

    /// How long the first language is shown.
    func pause(_ status: KioskStatus) -> Duration { stays ? KioskPage.choiceTime : status.languageTime }

    /// Goes on to the next language.
    mutating func follow(_ status: KioskStatus) {
        // Nobody should lose the line that he is reading.
        guard status.panels.allSatisfy({ $0.answer == nil }) else { return }
        language = following(in: status.languages)
        stays = false
    }

    private func following(in languages: [String]) -> String {
        guard let index = languages.firstIndex(of: language) else { return languages.first ?? language }
        return languages[(index + 1) % languages.count]
    }

    @concurrent
    private mutating func send(to writer: inout any ResponseBodyWriter) async throws {
        let main = KioskPage(await source.kiosk(), language: language, isChosen: stays).main
        guard main != sent else { return }
        sent = main
        let lines = main.split(separator: "\n", omittingEmptySubsequences: false).map { "data: \($0)\n" }
        try await writer.write(ByteBuffer(string: "event: main\n\(lines.joined())\n"))
    }

    /// Changes, and the beats of a clock.
    private struct Turns {
        enum Turn: Sendable { case change, language }

        let changes: AsyncStream<Void>
        let end: AsyncStream<Void>

        func stream(after first: Duration, every pause: Duration) -> AsyncStream<Turn> {
            let (stream, continuation) = AsyncStream<Turn>.makeStream(bufferingPolicy: .bufferingNewest(2))
            let (changes, end) = (changes, end)
            let task = Task {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for await _ in changes { continuation.yield(.change) }
                    }
                    group.addTask {
                        for await _ in end {}
                    }
                    group.addTask {
                        try? await Task.sleep(for: first)
                        while !Task.isCancelled {
                            continuation.yield(.language)
                            try? await Task.sleep(for: pause)
                        }
                    }
                    await group.next()
                    group.cancelAll()
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
            return stream
        }
    }
}
