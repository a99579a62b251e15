import Foundation
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode

/// `tunet terminal` in a real terminal, against a real service on virtual time.
@Suite("tunet terminal", .serialized)
struct TerminalProgramTests {
    private func command(_ socket: String, _ options: String = "") throws -> String {
        "\(try Program.path("tunet")) terminal --socket \(socket) \(options)"
    }

    /// Four people have come at ten.
    private func morning(_ service: ServedDevice, _ world: World) async {
        await service.run(to: world.time(10))
        for number in 0..<4 { await service.play(Footsteps.walkIn(at: world.time(10, 1, 10 * number))) }
        await service.run(to: world.time(10, 20))
    }

    /// The terminal is as a shell needs it.
    private func expectRestored(_ tmux: Tmux) async throws {
        try await tmux.run("clear; stty -a | tr ' ' '\\n' | grep -cE '^(icanon|echo|isig|icrnl)[;]?$'; echo over")
        let screen = try await tmux.wait { $0.split(separator: "\n").contains("over") }
        #expect(screen.split(separator: "\n").contains("4"), "\(screen)")
    }

    @Test func startHelpLanguageAndEnd() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await morning(service, world)
            try await Tmux.with(world) { tmux in
                try await tmux.run("echo before")
                try await tmux.wait(for: "before\n")
                try await tmux.run(try command(service.socket))
                let screen = try await tmux.wait(for: "4 besøk")
                for part in [
                    "Tunet på prøve", "Mandag 2. november 2026", "4 inne nå", "10–11  █", "Hoveddøra", "I orden",
                    "Alt er i orden.", "Panelet", "F1  Hjelp",
                ] {
                    #expect(screen.contains(part), "\(part)\n\(screen)")
                }
                #expect(!screen.contains("before"))
                try await tmux.press("F1")
                try await tmux.wait(for: "┌─ Hjelp ─")
                try await tmux.press("Escape")
                try await tmux.wait("overview") { $0.contains("10–11") }
                try await tmux.press("l")
                try await tmux.wait(for: "► Norsk bokmål")
                try await tmux.press("Down")
                try await tmux.wait(for: "► Norsk nynorsk")
                try await tmux.press("Enter")
                try await tmux.wait(for: "4 inne no")
                // What happens is seen without a key.
                await service.play(Footsteps.walkIn(at: world.time(10, 30)))
                await service.run(to: world.time(10, 31))
                try await tmux.wait(for: "5 besøk")
                try await tmux.press("q")
                let after = try await tmux.wait("the shell") { $0.contains("before\n") }
                #expect(!after.contains("besøk"), "nothing of it stays")
                try await expectRestored(tmux)
            }
        }
    }

    @Test func aDayIsCorrectedByArrowKeys() async throws {
        let world = try World { $0.sessions = [SmallPlace.cafe] }
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await morning(service, world)
            try await Tmux.with(world) { tmux in
                try await tmux.run(try command(service.socket))
                try await tmux.wait(for: "4 besøk")
                try await tmux.press("Enter")
                try await tmux.wait(for: "► R  Rett en dag")
                try await tmux.press("Enter")
                try await tmux.wait(for: "► I dag, utenom faste tider: inn 4")
                try await tmux.press("Enter", "Right", "Down")
                try await tmux.type("9")
                try await tmux.press("Enter", "Enter")
                try await tmux.wait(for: "! Så mange kan ikke trekkes fra: det er bare 4.")
                try await tmux.press("Up", "Up", "Left", "Down")
                try await tmux.type("1")
                try await tmux.press("Enter", "Enter")
                // The list is read anew after the answer.
                try await tmux.wait("the answer and the new number") {
                    $0.contains("Rettet. I dag, utenom faste tider: inn 95 (talt 4, rettet +91)")
                        && $0.contains("► I dag, utenom faste tider: inn 95")
                }
                try await tmux.press("Escape")
                let overview = try await tmux.wait(for: "95 besøk")
                #expect(overview.contains("rettet; sensorene talte 4"))
                try await tmux.press("r")
                try await tmux.wait(for: "► I dag")
                try await tmux.press("Enter")
                try await tmux.wait(for: "(•) flere")
                try await tmux.press("Left", "Right", "Right", "PageDown", "Enter")
                try await tmux.wait(for: "Rettet. I dag, utenom faste tider: inn 4")
            }
        }
    }

    @Test func aCountCheckIsStartedAndStopped() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await morning(service, world)
            try await Tmux.with(world) { tmux in
                try await tmux.run(try command(service.socket, "--language en"))
                try await tmux.wait(for: "4 visits")
                try await tmux.press("k")
                try await tmux.wait(for: "► Hoveddøra: no count check")
                try await tmux.press("Enter")
                try await tmux.wait(for: "► Begin a count check")
                try await tmux.press("Enter")
                try await tmux.wait(for: "has begun")
                try await tmux.press("Escape")
                try await tmux.wait(for: "► Hoveddøra: a count check is under way")
                for number in 0..<6 {
                    await service.play(Footsteps.walkIn(at: service.now.advanced(by: .seconds(10 + number))))
                }
                try await tmux.press("Enter")
                try await tmux.wait(for: "► Finished")
                try await tmux.press("Enter")
                try await tmux.wait(for: "Counted on their way in")
                try await tmux.type("6")
                try await tmux.press("Down")
                try await tmux.type("0")
                try await tmux.press("Down", "Enter")
                try await tmux.wait(for: "6 by hand, 6 by the sensor")
            }
        }
    }

    @Test func theClockIsSet() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world, isDated: false) { service in
            try await Tmux.with(world, columns: 100, rows: 40) { tmux in
                try await tmux.run(try command(service.socket))
                try await tmux.wait(for: "Datoen er ukjent")
                try await tmux.press("t")
                try await tmux.wait(for: "► Dag")
                try await tmux.press("Down")
                try await tmux.type("8")
                try await tmux.press("Down", "Enter")
                try await tmux.wait(for: "! «8» er ikke et klokkeslett")
                try await tmux.type(":05")
                try await tmux.press("Enter", "Enter")
                // The service asks for the day, and what was typed is still there.
                let asking = try await tmux.wait(for: "! Hvilken dag er det?")
                #expect(asking.contains("[8:05"))
                try await tmux.press("PageUp")
                try await tmux.type("2.11.2026")
                try await tmux.press("PageDown", "Enter")
                try await tmux.wait(for: "Klokka er stilt: mandag 2. november 2026 kl. 08:05.")
                try await tmux.press("Escape")
                try await tmux.wait(for: "Mandag 2. november 2026")
            }
        }
    }

    @Test func aServiceThatGoesAndComesBack() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let socket = world.scratch.file("control.sock")
        try await Tmux.with(world) { tmux in
            try await tmux.run(try command(socket))
            try await tmux.wait(for: "Tjenesten er ikke i gang.")
            try await ServedDevice.serving(world) { service in
                try await tmux.wait(for: "Tjenesten svarer igjen.")
                await morning(service, world)
                try await tmux.wait(for: "4 besøk")
                try await tmux.press("s")
                try await tmux.wait(for: "► Hva skjedde?")
                try await tmux.type("Strikkekafé")
                try await tmux.wait(for: "[Strikkekafé")
            }
            let lost = try await tmux.wait(for: "Tallene er de siste vi fikk.")
            #expect(lost.contains("[Strikkekafé") && lost.contains("4 besøk"), "nothing is lost")
            try await ServedDevice.serving(world) { _ in
                let found = try await tmux.wait(for: "Tjenesten svarer igjen.")
                #expect(found.contains("[Strikkekafé"))
            }
        }
    }

    @Test func everySizeIsDrawnAfresh() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await morning(service, world)
            try await Tmux.with(world) { tmux in
                try await tmux.run(try command(service.socket))
                try await tmux.wait(for: "4 besøk")
                for (columns, rows) in [(200, 60), (100, 30), (80, 24), (40, 12)] {
                    try await tmux.resize(columns: columns, rows: rows)
                    let screen = try await tmux.wait("\(columns)x\(rows)") { screen in
                        let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
                        return lines.count >= rows && lines[rows - 1].contains("F1  Hjelp")
                            && lines.contains { $0.hasPrefix(" I dag ─") }
                    }
                    #expect(screen.contains("11–12") == (rows > 12))
                    #expect(screen.contains("││") == false && screen.contains("██  ██") == (rows == 60))
                }
                try await tmux.resize(columns: 30, rows: 6)
                try await tmux.wait { $0.contains("4 besøk, 4 inne nå") && $0.contains("Vinduet er for lite.") }
                try await tmux.resize(columns: 80, rows: 24)
                try await tmux.wait(for: "11–12")
            }
        }
    }

    @Test(arguments: ["TERM", "ABRT", "SEGV", "INT", "HUP"])
    func theTerminalIsGivenBackAfter(_ signal: String) async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            try await Tmux.with(world) { tmux in
                try await tmux.run("echo before; " + (try command(service.socket)))
                try await tmux.wait(for: "0 besøk")
                let pane = try await tmux("display-message", "-p", "#{pane_pid}").filter { !$0.isWhitespace }
                let children = ScratchFolder.bytes("/proc/\(pane)/task/\(pane)/children")
                let program = try #require(Int32(String(decoding: children, as: UTF8.self).filter { !$0.isWhitespace }))
                let numbers = ["TERM": SIGTERM, "ABRT": SIGABRT, "SEGV": SIGSEGV, "INT": SIGINT, "HUP": SIGHUP]
                #expect(kill(program, try #require(numbers[signal])) == 0)
                try await tmux.wait("the shell") { $0.contains("before\n") && !$0.contains("besøk") }
                try await expectRestored(tmux)
            }
        }
    }

    @Test func itStopsAndGoesOnLikeAnyProgram() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await morning(service, world)
            try await Tmux.with(world) { tmux in
                try await tmux.run(try command(service.socket))
                try await tmux.wait(for: "4 besøk")
                try await tmux.press("s")
                try await tmux.wait(for: "► Hva skjedde?")
                try await tmux.type("Allsang")
                try await tmux.wait(for: "[Allsang")
                try await tmux.press("C-z")
                try await tmux.wait("the shell") { $0.contains("Stopped") }
                try await expectRestored(tmux)
                try await tmux.run("fg")
                try await tmux.wait(for: "[Allsang")
                try await tmux.press("C-c")
                try await expectRestored(tmux)
            }
        }
    }

    @Test(arguments: ["linux", "xterm-256color", "screen", "tmux", "vt100", "xterm-of-the-future"])
    func kindsOfTerminals(_ kind: String) async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDevice.serving(world) { service in
            await morning(service, world)
            try await Tmux.with(world) { tmux in
                // As at the console of a small system, where no language is set.
                try await tmux.run("env -u LC_ALL -u LANG TERM=\(kind) " + (try command(service.socket)))
                let screen = try await tmux.wait(for: "4 besøk")
                #expect(screen.contains("Hoveddøra") && screen.contains("10–11  █"))
                // What F1 sends on the console is not what tmux sends for it.
                try await tmux.press(kind == "linux" ? "?" : "F1")
                try await tmux.wait(for: "┌─ Hjelp ─")
                try await tmux.press("Escape", "q")
                try await expectRestored(tmux)
            }
        }
    }

    @Test func aLanguageIsAFile() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let own = try Repository.text("Sources/TunetLocal/Languages/en.toml")
            .replacing("name = \"English\"", with: "name = \"davvisámegiella\"").replacing(
                "here now", with: "dáppe dál")
        try ScratchFolder.write(Array(own.utf8), to: world.scratch.file("se.toml"))
        try await ServedDevice.serving(world) { service in
            await morning(service, world)
            try await Tmux.with(world) { tmux in
                try await tmux.run("export TUNET_LANGUAGES=\(world.scratch.path)")
                try await tmux.run(try command(service.socket, "--language nn"))
                try await tmux.wait(for: "4 inne no")
                try await tmux.press("l", "End")
                try await tmux.wait(for: "► Davvisámegiella")
                try await tmux.press("Enter")
                try await tmux.wait(for: "4 dáppe dál")
            }
        }
    }

    @Test func whatIsMissingIsSaid() async throws {
        let none = try await Program.run("tunet", ["terminal", "--socket", "/nonexistent"])
        #expect(none.status == 1 && none.errors.contains("“tunet status” prints the numbers as text"))
        let language = try await Program.run("tunet", ["terminal", "--socket", "/nonexistent", "--language", "xx"])
        #expect(
            language.status == 1 && language.errors.contains("There is no catalogue for “xx”. The languages are: nb"))
        let world = try World()
        defer { world.scratch.remove() }
        try await Tmux.with(world) { tmux in
            try await tmux.run("TERM=dumb " + (try command("/nonexistent")))
            try await tmux.wait(for: "This kind of terminal (TERM=dumb)")
            try await tmux.run("clear; TERM=nonesuch " + (try command("/nonexistent")))
            try await tmux.wait(for: "This kind of terminal (TERM=nonesuch)")
        }
    }
}
