import Foundation
import Testing
import TunetCore
import TunetLocal
import TunetTestSupport

@testable import TunetNode

/// What volunteers do on the page, through a real engine and store on virtual time.
@Suite("Page for volunteers of a device")
struct VolunteerPageNodeTests {
    /// World's first day is a Monday, without the café.
    @Test func aDayIsCorrectedAndTakenBack() async throws {
        let world = try World { $0.sessions = [SmallPlace.cafe] }
        defer { world.scratch.remove() }
        try await ServedDesk.serving(world) { desk in
            await desk.device.run(to: world.time(10))
            for number in 0..<4 { await desk.device.play(Footsteps.walkIn(at: world.time(10, 1, 10 * number))) }
            await desk.device.run(to: world.time(10, 20))
            let path = "/frivillig/rett"
            let page = try await desk.visitor.get(path)
            #expect(page.body.contains("value=\"outside/in\" checked> <span>Utenom faste tider: 4 inn</span>"))
            let added = try await desk.send(
                path, form: "name=\"amount\"", [("part", "outside/in"), ("sign", "add"), ("amount", "24")])
            #expect(
                added.body.contains(
                    "Rettet.<br>Mandag 2. november 2026, Utenom faste tider: 28 inn (talt 4, rettet +24)."))
            let overview = try await desk.visitor.get("/frivillig")
            #expect(
                overview.body.contains("<b>28</b> besøk i dag") && overview.body.contains("rettet; sensorene talte 4"))
            let tooMany = try await desk.send(
                path, form: "name=\"amount\"", [("part", "outside/in"), ("sign", "remove"), ("amount", "29")])
            #expect(
                tooMany.status == 422 && tooMany.body.contains("<a href=\"#f-amount\">Så mange kan ikke trekkes fra"))
            #expect(tooMany.body.contains("value=\"29\"") && tooMany.body.contains("value=\"remove\" checked"))
            for amount in ["", "0", "1001", "-3", "3,5"] {
                let wrong = try await desk.send(
                    path, form: "name=\"amount\"", [("part", "outside/in"), ("sign", "add"), ("amount", amount)])
                #expect(wrong.status == 422 && wrong.body.contains("Skriv hvor mange, fra 1 til 1000."), "\(amount)")
            }
            #expect(try await desk.visitor.get("/frivillig").body.contains("<b>28</b> besøk i dag"), "nothing was done")
            let undone = try await desk.send(path, form: "value=\"undo\"")
            #expect(undone.body.contains("Utenom faste tider: 4 inn."))
            #expect(try await desk.visitor.get("/frivillig").body.contains("<b>4</b> besøk i dag"))
            // The next day has two parts; the day before is still to be had.
            await desk.device.run(to: world.time(9, days: 1))
            let next = try await desk.visitor.get(path)
            #expect(next.body.contains("value=\"kafe/in\"> <span>Seniorkafé: 0 inn</span>"))
            #expect(next.body.contains("<option value=\"2026-11-02\">Mandag 2. november 2026</option>"))
            #expect(try await desk.visitor.get(path + "?day=2026-11-02").body.contains("Utenom faste tider: 4 inn"))
            let unchosen = try await desk.send(path, form: "name=\"amount\"", [("sign", "add"), ("amount", "1")])
            #expect(
                unchosen.status == 422 && unchosen.body.contains("<a href=\"#f-part\">Velg hva som skal rettes.</a>"))
        }
    }

    @Test func aCountCheckIsStartedComparedAndCancelled() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDesk.serving(world) { desk in
            await desk.device.run(to: world.time(10))
            let path = "/frivillig/kontroll"
            let started = try await desk.send(path, form: "value=\"start\"")
            #expect(started.body.contains("Kontrolltellingen er i gang.") && started.body.contains("name=\"in\""))
            for number in 0..<6 { await desk.device.play(Footsteps.walkIn(at: world.time(10, 1, 10 * number))) }
            await desk.device.run(to: world.time(10, 20))
            let wrong = try await desk.send(path, form: "value=\"stop\"", [("in", "seks"), ("out", "")])
            #expect(
                wrong.status == 422 && wrong.body.contains("<a href=\"#f-in\">")
                    && wrong.body.contains("<a href=\"#f-out\">"))
            #expect(wrong.body.contains("value=\"seks\""))
            let far = try await desk.send(path, form: "value=\"stop\"", [("in", "60"), ("out", "0")])
            #expect(far.status == 422 && far.body.contains("name=\"sure\"") && far.body.contains("value=\"60\""))
            let right = try await desk.send(path, form: "value=\"stop\"", [("in", "6"), ("out", "0")])
            #expect(right.status == 200 && right.body.contains("id=\"said\"><p>Kontrolltelling ved"), "\(right.body)")
            #expect(right.body.contains("value=\"start\""))
            _ = try await desk.send(path, form: "value=\"start\"")
            let cancelled = try await desk.send(path, form: "value=\"cancel\"")
            #expect(cancelled.body.contains("er avbrutt. Ingenting er lagret."))
        }
    }

    @Test func theClockIsSet() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDesk.serving(world, isDated: false) { desk in
            await desk.device.run(to: world.time(0, 1))
            let path = "/frivillig/klokke"
            #expect(try await desk.visitor.get("/frivillig").body.contains("Datoen er ukjent"))
            let page = try await desk.visitor.get(path)
            #expect(page.body.contains("Maskinen vet ikke hvilken dag det er."))
            let wrong = try await desk.send(path, form: "name=\"time\"", [("day", "3. november"), ("time", "24:00")])
            #expect(
                wrong.status == 422 && wrong.body.contains("href=\"#f-day\"") && wrong.body.contains("href=\"#f-time\"")
            )
            #expect(wrong.body.contains("value=\"3. november\"") && wrong.body.contains("value=\"24:00\""))
            let set = try await desk.send(path, form: "name=\"time\"", [("day", "2026-11-03"), ("time", "14:30")])
            #expect(
                set.body.contains("Klokka er stilt. Klokka er 14:30, tirsdag 3. november 2026. Den er stilt for hånd."),
                "\(set.body)")
            #expect(try await desk.visitor.get("/frivillig").body.contains("Tirsdag 3. november 2026"))
        }
    }

    @Test func aUseIsRecordedAndUndoneInTheLog() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDesk.serving(world) { desk in
            await desk.device.run(to: world.time(10))
            let path = "/frivillig/bruk"
            let fields = [
                ("day", "2026-11-02"), ("name", "Strikkekveld"), ("organiser", "Saniteten"), ("sector", "culture"),
            ]
            let wrong = try await desk.send(
                path, form: "name=\"organiser\"", fields + [("from", "18:10"), ("to", "19:00")])
            #expect(wrong.status == 422 && wrong.body.contains("<a href=\"#f-from\">"), "\(wrong.body)")
            let late = try await desk.send(
                path, form: "name=\"organiser\"", [("day", "2026-11-03")] + fields.dropFirst())
            #expect(late.status == 422 && late.body.contains("<a href=\"#f-day\">"))
            let done = try await desk.send(
                path, form: "name=\"organiser\"", fields + [("from", "18:00"), ("to", "21:00"), ("counted", "14")])
            #expect(done.status == 200 && done.body.contains("id=\"said\""), "\(done.body)")
            #expect(done.body.contains("Strikkekveld"), "the latest actions stand on the overview")
            let undone = try await desk.send("/frivillig/logg", form: "name=\"id\"")
            #expect(undone.status == 200 && undone.body.contains("(angret)"), "\(undone.body)")
            #expect(try await desk.device.node.engine.sessions(at: desk.device.now).sessions.isEmpty)
            #expect(
                WebVisitor.forms(in: undone.body).allSatisfy { !$0.contains("name=\"id\"") }, "an undo is not undone")
        }
    }

    @Test func lightsAreTested() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDesk.serving(world) { desk in
            await desk.device.run(to: world.time(10))
            let tested = try await desk.send("/frivillig/lys", form: "/frivillig/lys")
            #expect(tested.status == 200 && tested.body.contains("id=\"said\""), "\(tested.body)")
            let log = try await desk.visitor.get("/frivillig/logg")
            #expect(log.body.contains("Prøvde lys og lyd på alle paneler."))
        }
    }

    @Test func aFaultIsAcknowledged() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        try await ServedDesk.serving(world, isDated: false) { desk in
            await desk.device.run(to: world.time(0, 30))
            let seen = try await desk.send("/frivillig", form: "value=\"undated\"")
            #expect(seen.status == 200 && seen.body.contains("Noen har sett dette."), "\(seen.body)")
            #expect(WebVisitor.forms(in: seen.body).allSatisfy { !$0.contains("value=\"undated\"") })
        }
    }

    /// A page that follows hears of whoever comes in, and of nothing while nobody does.
    @Test func whoComesInIsHeardOf() async throws {
        let world = try World()
        defer { world.scratch.remove() }
        let node = try await world.device()
        await node.run(to: world.time(10))
        let changes = await node.engine.changes()
        await node.play(Footsteps.walkIn(at: world.time(10, 1)))
        var iterator = changes.makeAsyncIterator()
        let isTold: Void? = await iterator.next()
        #expect(isTold != nil)
        #expect(await node.engine.followers.count == 1)
        let task = Task { for await _ in await node.engine.changes() {} }
        while await node.engine.followers.count < 2 { await Task.yield() }
        task.cancel()
        while await node.engine.followers.count > 1 { await Task.yield() }
    }
}

@Suite("tunet pin")
struct PinProgramTests {
    @Test func theTableThatItPrintsIsTaken() async throws {
        let result = try await Program.run("tunet", ["pin", "--stdin"], input: "271828\n")
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            result.output.hasPrefix("[volunteers]\npin_hash = \"pbkdf2-sha256$") && !result.output.contains("271828"))
        let read = try ConfigurationReader.read(
            toml: ConfigurationSample.text + "\n" + result.output, file: "place.toml")
        let hash = try #require(read.volunteers.pinHash.flatMap { PinHash($0) })
        #expect(await hash.matches("271828"))
    }

    @Test(arguments: [
        ("1234\n", "in a row"), ("12\n", "4 to 12 digits"), ("", "Standard input is empty."), ("hest\n", "digits"),
    ])
    func whatIsNoPinIsRefused(_ input: String, _ words: String) async throws {
        let result = try await Program.run("tunet", ["pin", "--stdin"], input: input)
        #expect(result.status == 1 && result.output.isEmpty && result.errors.contains(words), "\(result.errors)")
    }

    /// Without a terminal nobody can be asked.
    @Test func asksOnlyAtATerminal() async throws {
        let result = try await Program.run("tunet", ["pin"], input: "271828\n")
        #expect(result.status == 1 && result.errors.contains("--stdin"))
    }
}
