import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing
import TunetCore
import TunetTestSupport

@testable import TunetLocal

/// A place whose panels say what a test wants.
private final class TestKiosk: KioskSource {
    let status: Mutex<KioskStatus>
    let touched = Mutex<[String]>([])
    let hub = ChangeHub(most: 2)

    init(_ status: KioskStatus) {
        self.status = Mutex(status)
    }

    func change(_ body: (inout KioskStatus) -> Void) {
        status.withLock { body(&$0) }
        hub.changed()
    }

    func kiosk() async -> KioskStatus { status.withLock { $0 } }

    func touch(panel: String, button: Int) async { touched.withLock { $0.append("\(panel) \(button)") } }

    func kioskChanges() -> AsyncStream<Void>? { hub.listen() }
}

@Suite("The screen beside the panel")
struct KioskTests {
    static let day = CivilDate(year: 2026, month: 11, day: 5)

    static func status(_ change: (inout KioskStatus) -> Void = { _ in }) -> KioskStatus {
        var status = KioskStatus(
            place: "Tunet", languages: ["nb", "nn", "en"], languageTime: .seconds(600), day: day, minute: 12 * 60,
            panels: [
                .init(
                    id: "panel", question: text("Hva?", "Kva?", "What?"),
                    buttons: [
                        .init(number: 0, text: text("Gå", "Gå", "Walk"), symbol: "🚶", isFixed: false, calls: false),
                        .init(
                            number: 1, text: text("Synge", "Syngje", "Sing"), symbol: "happy", isFixed: false,
                            calls: false),
                        .init(number: 2, text: text("Hjelp", "Hjelp", "Help"), symbol: nil, isFixed: true, calls: true),
                    ], answer: nil)
            ],
            programme: [.init(name: "Seniorkafé", from: 660, to: 840), .init(name: "Dans", from: 840, to: 900)],
            messages: [text("God jul", "God jol", "Merry Christmas")],
            promises: [Promise(said: text("Mer sang", "Meir song", "More songs"), did: text("Kor", "Kor", "A choir"))],
            visits: .today(1))
        change(&status)
        return status
    }

    private static func text(_ nb: String, _ nn: String, _ en: String) -> LocalizedText {
        LocalizedText(["nb": nb, "nn": nn, "en": en])
    }

    static func main(_ language: String = "nb", _ change: (inout KioskStatus) -> Void = { _ in }) -> String {
        KioskPage(status(change), language: language).main
    }

    @Test(
        "Everything is said in the language of the page",
        arguments: [
            (
                "nb",
                [
                    "Hva?", "Synge", "Mer sang", "Dere sa – vi gjorde", "God jul", "Ett besøk så langt i dag",
                    "Torsdag 5. november",
                ]
            ),
            ("nn", ["Kva?", "Syngje", "Meir song", "De sa – vi gjorde", "God jol", "Eitt besøk så langt i dag"]),
            ("en", ["What?", "Sing", "More songs", "You said – we did", "Merry Christmas", "One visit so far today"]),
        ])
    func languages(_ code: String, _ texts: [String]) {
        let html = Self.main(code)
        #expect(html.contains("<main id=\"kiosk\" lang=\"\(code)\""))
        for text in texts { #expect(html.contains(text), "\(text)") }
        #expect(html.contains("Seniorkafé <strong>") && !html.contains("Dans <strong>"), "what is on now is marked")
    }

    @Test("A pressed option is marked, and thanked for; a call is promised an answer")
    func taken() {
        let html = Self.main { $0.panels[0].answer = PanelAnswer(button: 1) }
        #expect(html.contains("<div class=\"option taken\">") && html.contains("Takk! Svaret ditt er tatt imot."))
        #expect(Self.main { $0.panels[0].answer = PanelAnswer(button: 2) }.contains("Noen kommer til deg."))
    }

    @Test("Why a press was not taken is said in every language", arguments: Refusal.allCases, ["nb", "nn", "en"])
    func refused(_ refusal: Refusal, _ code: String) throws {
        let html = Self.main(code) { $0.panels[0].answer = PanelAnswer(button: 0, refusal: refusal) }
        #expect(html.contains("option refused") && !html.contains("taken\">"))
        let say = try #require(Catalogue(code))
        let said = say("kiosk.refused.\(refusal.rawValue)")
        #expect(html.contains(HTMLText.escape(said)) && said.hasSuffix("."))
    }

    @Test("A text that does not exist in the page's language says in which it is")
    func otherLanguage() {
        let html = Self.main("nn") { $0.panels[0].question = LocalizedText(["en": "Only English?"]) }
        #expect(html.contains("<h1 lang=\"en\">Only English?</h1>"))
    }

    @Test(
        "Released visits have their interval, and few are fewer than five",
        arguments: [
            (123, "omtrent 123 besøk (mellom 110 og 136)"), (4, "færre enn fem besøk"), (-3, "færre enn fem besøk"),
        ])
    func released(_ sum: Int, _ words: String) throws {
        let week = try #require(Period("2026-W45"))
        let html = Self.main { $0.visits = .released(week, sum: sum, low: 110, high: 136) }
        #expect(html.contains("2. november til 8. november: \(words)"))
        let month = try #require(Period("2026-11"))
        #expect(Self.main { $0.visits = .released(month, sum: 50, low: 1, high: 2) }.contains("November 2026: "))
        #expect(!Self.main { $0.visits = nil }.contains("Besøk"))
    }

    @Test("Names that would be markup are text")
    func hostile() {
        let evil = "<script>alert('x')</script>\"&"
        let html = Self.main { status in
            status.place = evil
            status.panels[0].id = "panel"
            status.panels[0].question = LocalizedText(["nb": evil])
            status.panels[0].buttons[0].text = LocalizedText(["nb": evil])
            status.panels[0].buttons[0].symbol = "<b>"
            status.programme[0].name = evil
            status.messages = [LocalizedText(["nb": evil])]
            status.promises = [Promise(said: LocalizedText(["nb": evil]), did: LocalizedText(["nb": evil]))]
        }
        #expect(!html.contains("<script") && !html.contains("<b>"))
    }

    // MARK: - Served

    private let group = MultiThreadedEventLoopGroup.singleton
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private struct NoStatus: StatusSource {
        func status() async -> NodeStatus { Fixtures.status() }
    }

    private func serving(_ kiosk: TestKiosk, _ body: @escaping @Sendable (String) async throws -> Void) async throws {
        let (ready, continuation) = AsyncStream<Int>.makeStream()
        let server = LocalServers.page(
            port: 0, site: VolunteerSite(source: NoStatus(), now: { .zero }), kiosk: kiosk, group: group, logger: logger
        ) {
            continuation.yield($0)
        }
        let services = ServiceGroup(services: [server], logger: logger)
        async let run: Void = services.run()
        for await port in ready {
            do { try await body("http://127.0.0.1:\(port)") } catch { Issue.record(error) }
            break
        }
        await services.triggerGracefulShutdown()
        try await run
    }

    private static func get(_ url: String, host: String? = nil) async throws -> (HTTPClientResponse, String) {
        var request = HTTPClientRequest(url: url)
        if let host { request.headers.add(name: "Host", value: host) }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(300))
        return (answer, String(buffer: try await answer.body.collect(upTo: 1 << 20)))
    }

    @Test("The page and all that it loads are from here, small, and never kept")
    func served() async throws {
        try await serving(TestKiosk(Self.status())) { root in
            var size = 0
            for path in ["/kiosk", "/kiosk.css", "/kiosk.js"] {
                let (answer, text) = try await Self.get(root + path)
                #expect(answer.status == .ok && answer.headers.first(name: "Cache-Control") == "no-store")
                let policy = try #require(answer.headers.first(name: "Content-Security-Policy"))
                #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
                #expect(!text.contains("http://") && !text.contains("https://"))
                size += text.utf8.count
            }
            #expect(size < 60_000, "\(size) bytes")
            // Without a script one language follows the other, and again when nobody has touched a chosen one for a while.
            let turning = try await Self.get(root + "/kiosk?lang=nn&turn=1").1
            #expect(turning.contains("content=\"600;url=/kiosk?lang=en&amp;turn=1\""))
            let chosen = try await Self.get(root + "/kiosk?lang=nn").1
            #expect(chosen.contains("<html lang=\"nn\">") && chosen.contains("content=\"120;url=/kiosk\""))
            #expect(chosen.contains("/kiosk/live?lang=nn&amp;stay=1\"") && !turning.contains("stay=1"))
            #expect(try await Self.get(root + "/kiosk?lang=xx").1.contains("<html lang=\"nb\">"))
            for path in ["/kiosk", "/kiosk/live", "/kiosk.js"] {
                #expect(try await Self.get(root + path, host: "elsewhere.example").0.status.code == 421)
            }
        }
    }

    @Test("A chosen language stays for a while, however fast the others follow, and then one follows the other again")
    func chosen() {
        let status = Self.status { $0.languageTime = .seconds(5) }
        var stream = KioskStream(source: TestKiosk(status), language: "nn", stays: true)
        #expect(stream.pause(status) == KioskPage.choiceTime)
        // Not while somebody is told something.
        stream.follow(Self.status { $0.panels[0].answer = PanelAnswer(button: 1) })
        #expect(stream.language == "nn" && stream.stays)
        stream.follow(status)
        #expect(stream.language == "en" && !stream.stays)
        stream.follow(status)
        #expect(stream.language == "nb")
        let turning = KioskStream(source: TestKiosk(status), language: "nn", stays: false)
        #expect(turning.pause(status) == .seconds(5))
    }

    @Test("A change is followed at once, a screen too many is refused, and the service ends with screens open")
    func live() async throws {
        let kiosk = TestKiosk(Self.status())
        try await serving(kiosk) { root in
            let answer = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: root + "/kiosk/live?lang=en"), timeout: .seconds(300))
            #expect(answer.headers.first(name: "Content-Type") == "text/event-stream")
            let second = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: root + "/kiosk/live"), timeout: .seconds(300))
            #expect(second.status == .ok)
            let third = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: root + "/kiosk/live"), timeout: .seconds(300))
            #expect(third.status == .serviceUnavailable)
            var heard = ""
            var isPressed = false
            for try await part in answer.body {
                heard += String(buffer: part)
                if !isPressed, heard.contains("What?") {
                    isPressed = true
                    #expect(heard.hasPrefix("retry: "))
                    kiosk.change { $0.panels[0].answer = PanelAnswer(button: 0) }
                } else if heard.contains("Thank you!") {
                    break
                }
            }
            #expect(heard.contains("event: main\ndata: <main"))
        }
        #expect(kiosk.hub.count == 0)
    }

    /// Before the next beat of its language, which here is 10 minutes away.
    @Test("A screen that goes makes room for another one at once", .timeLimit(.minutes(2)))
    func goes() async throws {
        let kiosk = TestKiosk(Self.status())
        try await serving(kiosk) { root in
            for _ in 0..<6 {
                let client = HTTPClient(eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton))
                let answer = try await client.execute(
                    HTTPClientRequest(url: root + "/kiosk/live"), timeout: .seconds(300))
                #expect(answer.status == .ok)
                for try await _ in answer.body { break }
                try await client.shutdown()
                while kiosk.hub.count > 0, !Task.isCancelled { await Task.yield() }
                #expect(kiosk.hub.count == 0)
            }
        }
    }

    /// - Returns: the status, and where to go on.
    private static func press(_ root: String, _ body: String, origin: String? = nil) async throws -> String {
        var request = HTTPClientRequest(url: root + "/kiosk/press")
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: body))
        if let origin { request.headers.add(name: "Origin", value: origin) }
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
        let answer = try await client.execute(request, timeout: .seconds(300))
        try await client.shutdown()
        return ([String(answer.status.code)] + answer.headers["Location"]).joined(separator: " ")
    }

    @Test("A finger on the screen is a press, where the place has allowed it and the page is its own")
    func touch() async throws {
        let kiosk = TestKiosk(Self.status { $0.isTouchable = true })
        try await serving(kiosk) { root in
            let page = try await Self.get(root + "/kiosk").1
            #expect(page.contains("<button class=\"option\" name=\"button\" value=\"1\">"))
            #expect(!page.contains("name=\"stay\""))
            let taken = try await Self.press(root, "panel=panel&lang=nn&button=1", origin: root)
            #expect(taken == "303 /kiosk?lang=nn&turn=1")
            // A language that was chosen is so for another while.
            #expect(try await Self.get(root + "/kiosk?lang=nn").1.contains("name=\"stay\" value=\"1\""))
            let chosen = try await Self.press(root, "panel=panel&lang=nn&stay=1&button=1")
            #expect(chosen == "303 /kiosk?lang=nn")
            let scripted = try await Self.press(root, "panel=panel&button=1&script=1")
            #expect(scripted == "204")
            for bad in [
                "", "panel=panel", "panel=other&button=1", "panel=panel&button=9", "panel=panel&button=x", "=&=&&",
            ] {
                // The script is told; without one there must be a way back from what is there no more.
                let plain = try await Self.press(root, bad)
                #expect(plain == "303 /kiosk", "\(bad)")
                let told = try await Self.press(root, bad + "&script=1")
                #expect(told == "400", "\(bad)")
            }
            let stale = try await Self.press(root, "panel=panel&lang=nn&button=9")
            #expect(stale == "303 /kiosk?lang=nn&turn=1")
            let foreign = try await Self.press(
                root, "panel=panel&lang=nn&button=1", origin: "http://elsewhere.example")
            #expect(foreign == "403")
            let long = try await Self.press(root, String(repeating: "x", count: 5000))
            #expect(long == "413")
            kiosk.change { $0.isTouchable = false }
            let untouchable = try await Self.press(root, "panel=panel&lang=nn&button=1")
            #expect(untouchable == "303 /kiosk?lang=nn&turn=1")
            let toldUntouchable = try await Self.press(root, "panel=panel&button=1&script=1")
            #expect(toldUntouchable == "403")
        }
        #expect(kiosk.touched.withLock { $0 } == ["panel 1", "panel 1", "panel 1"])
    }
}
