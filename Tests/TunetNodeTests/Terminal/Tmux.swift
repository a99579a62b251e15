import Foundation
import Testing
import TunetTestSupport

/// A real terminal, with a shell in it: tmux, with a server of its own.
struct Tmux: Sendable {
    private static let program = "/usr/bin/tmux"

    private let socket: String
    /// Longest wait for what a screen should show.
    private static let limit = Duration.seconds(120)

    /// - Parameter folder: for the server's socket.
    init(folder: ScratchFolder, columns: Int = 80, rows: Int = 24) async throws {
        socket = folder.file("tmux.sock")
        // The server lives on; whatever it inherited, the end of its starter would not be noticed (Foundation's Process).
        let start = """
            for file in /proc/$$/fd/*; do
                file=${file##*/}
                [ "$file" -le 2 ] || eval "exec $file>&-"
            done
            exec "$@"
            """
        let shell = "env PS1='$ ' ENV= LC_ALL=C.UTF-8 sh"
        let size = ["-x", "\(columns)", "-y", "\(rows)"]
        let result = try await Program.run(
            executable: "/bin/bash",
            ["-c", start, "bash", Self.program, "-u", "-S", socket, "-f", "/dev/null", "new-session", "-d"] + size + [
                shell
            ])
        #expect(result.status == 0, "tmux: \(result.errors)")
        _ = try await wait { $0.contains("$") }
    }

    @discardableResult
    func callAsFunction(_ arguments: String...) async throws -> String {
        let result = try await Program.run(executable: Self.program, ["-u", "-S", socket] + arguments)
        #expect(result.status == 0, "tmux \(arguments): \(result.errors)")
        return result.output
    }

    /// Without its session the server ends by itself. `kill-server` would send it a signal, which a test's threads block, and
    /// so whatever they start.
    func end() async {
        _ = try? await Program.run(executable: Self.program, ["-S", socket, "kill-session"])
        let end = ContinuousClock.now.advanced(by: Self.limit)
        while await isRunning, ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(30)) }
        #expect(await !isRunning, "tmux goes on")
    }

    private var isRunning: Bool {
        get async {
            (try? await Program.run(executable: Self.program, ["-S", socket, "list-sessions"]))?.status == 0
        }
    }

    /// A line for the shell.
    func run(_ command: String) async throws {
        try await self("send-keys", "-l", command)
        try await self("send-keys", "Enter")
    }

    /// Keys by tmux's names, such as `Enter`, `Escape`, `F1` and `r`.
    func press(_ keys: String...) async throws {
        for key in keys { try await self("send-keys", key) }
    }

    func type(_ text: String) async throws { try await self("send-keys", "-l", text) }

    func resize(columns: Int, rows: Int) async throws {
        try await self("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// Its lines, as a person sees them.
    func screen() async throws -> String { try await self("capture-pane", "-p") }

    /// Waits until the screen is as it should be; a failure shows how it was instead.
    @discardableResult
    func wait(
        _ comment: Comment? = nil, at location: SourceLocation = #_sourceLocation,
        until isThere: (String) -> Bool
    ) async throws -> String {
        let end = ContinuousClock.now.advanced(by: Self.limit)
        var screen = try await screen()
        while !isThere(screen) {
            guard ContinuousClock.now < end else {
                Issue.record("\(comment ?? "") is not on the screen:\n\(screen)", sourceLocation: location)
                throw Missing()
            }
            try await Task.sleep(for: .milliseconds(30))
            screen = try await self.screen()
        }
        return screen
    }

    @discardableResult
    func wait(
        for text: String, at location: SourceLocation = #_sourceLocation
    ) async throws -> String {
        try await wait("“\(text)”", at: location) { $0.contains(text) }
    }

    struct Missing: Error {}

    /// A terminal as long as `body` needs it.
    static func with(
        _ world: World, columns: Int = 80, rows: Int = 24, _ body: (Tmux) async throws -> Void
    ) async throws {
        let tmux = try await Tmux(folder: world.scratch, columns: columns, rows: rows)
        do { try await body(tmux) } catch is Missing {} catch { Issue.record(error) }
        await tmux.end()
    }
}
