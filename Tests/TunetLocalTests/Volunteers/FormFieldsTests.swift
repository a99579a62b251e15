import Testing
import TunetCore
import TunetTestSupport

@testable import TunetLocal

@Suite("What browsers send of forms")
struct FormFieldsTests {
    @Test(
        "Fields are read as the URL standard says",
        arguments: [
            ("a=1&b=2", ["a": "1", "b": "2"]), ("a=1&a=2", ["a": "1"]), ("a", ["a": ""]), ("a=", ["a": ""]),
            ("=b", ["": "b"]), ("a=b=c", ["a": "b=c"]), ("&&a=1&", ["a": "1"]), ("", [:]),
            ("navn=Bl%C3%A5b%C3%A6r+og+%26", ["navn": "Blåbær og &"]), ("a=%", ["a": "%"]), ("a=%4", ["a": "%4"]),
            ("a=%zz%41", ["a": "%zzA"]), ("a=%ff", ["a": "\u{FFFD}"]), ("a=1%0d%0a2%00", ["a": "12"]),
            ("%61=1", ["a": "1"]), ("a=%2B+%2b", ["a": "+ +"]),
        ])
    func reading(_ text: String, _ expected: [String: String]) throws {
        let fields = try #require(FormFields(text.utf8))
        #expect(Dictionary(uniqueKeysWithValues: fields.names.map { ($0, fields[$0] ?? "?") }) == expected)
    }

    @Test func onlySoMuchIsRead() throws {
        #expect(FormFields((0..<FormFields.mostFields).map { "f\($0)=1" }.joined(separator: "&").utf8) != nil)
        #expect(FormFields((0...FormFields.mostFields).map { "f\($0)=1" }.joined(separator: "&").utf8) == nil)
        let long = try #require(FormFields("a=\(String(repeating: "æ", count: 5000))".utf8))
        #expect((long["a"] ?? "").utf8.count <= FormFields.longestValue + 3)
    }

    @Test("Numbers are digits only", arguments: [("12", 12), (" 7 ", 7), ("007", 7), ("0", 0)])
    func numbers(_ text: String, _ number: Int) {
        var fields = FormFields()
        fields["n"] = text
        #expect(fields.number("n") == number)
    }

    @Test(arguments: ["", "-1", "+1", "1.0", "1e3", "٣", "1 2", "99999999999999999999", "0x1"])
    func noNumbers(_ text: String) {
        var fields = FormFields()
        fields["n"] = text
        #expect(fields.number("n") == nil)
    }

    @Test("Whatever the bytes, something comes of it, and what is written comes back", arguments: 0..<200)
    func fuzz(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("ab=&%+ 0Ff;é\0\n".utf8) + [0xC3, 0xFF, 0xED, 0xA0]
        let bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0
        }
        if let fields = FormFields(bytes) {
            for name in fields.names {
                let value = try #require(fields[name])
                #expect(value.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
            }
        }
        // Encoded and read again.
        let text = String(decoding: bytes.filter { $0 >= 32 }, as: UTF8.self)
        let digits = Array("0123456789ABCDEF")
        let encoded = text.utf8.map { "%\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
        let read = try #require(FormFields("x=\(encoded)".utf8))
        if text.utf8.count <= FormFields.longestValue { #expect(read["x"] == text, "seed \(seed)") }
    }
}

@Suite("Sessions of the page for volunteers")
struct VolunteerSessionsTests {
    private func at(_ hours: Int) -> MonotonicInstant { MonotonicInstant.zero.advanced(by: .seconds(3600 * hours)) }

    @Test func endsAfterEightHoursWithoutUse() {
        var sessions = VolunteerSessions()
        sessions.open("a", formToken: "f", at: at(0))
        #expect(sessions.use("a", at: at(7))?.formToken == "f")
        #expect(sessions.use("a", at: at(14)) != nil)
        #expect(sessions.use("a", at: at(22)) == nil)
        #expect(sessions.count == 0)
        #expect(sessions.use("b", at: at(22)) == nil)
    }

    /// A page that is left open asks for itself, night and day.
    @Test func endsAfterSixteenHoursOfUse() {
        var sessions = VolunteerSessions()
        sessions.open("a", formToken: "f", at: at(0))
        for hour in 1..<16 { #expect(sessions.use("a", at: at(hour)) != nil) }
        let (before, after) = (sessions.isOpen("a", at: at(15)), sessions.isOpen("a", at: at(16)))
        #expect(before && !after)
        #expect(sessions.use("a", at: at(16)) == nil)
    }

    @Test func whoeverAsksWhetherItIsOpenDoesNotUseIt() {
        var sessions = VolunteerSessions()
        sessions.open("a", formToken: "f", at: at(0))
        let answers = (1...8).map { hour in sessions.isOpen("a", at: at(hour)) }
        #expect(answers == Array(repeating: true, count: 7) + [false])
    }

    @Test func closesAndIsBounded() {
        var sessions = VolunteerSessions()
        for number in 0..<(VolunteerSessions.most + 5) {
            sessions.open("s\(number)", formToken: "f", at: at(0).advanced(by: .seconds(number)))
        }
        #expect(sessions.count == VolunteerSessions.most)
        #expect(sessions.use("s4", at: at(1)) == nil, "the longest unused made room")
        #expect(sessions.use("s5", at: at(1)) != nil)
        sessions.close("s5")
        #expect(sessions.use("s5", at: at(1)) == nil)
    }

    @Test func saysAThingOnce() {
        var sessions = VolunteerSessions()
        let draft = VolunteerSessions.Draft(path: "/x", fields: FormFields("a=1".utf8) ?? FormFields())
        sessions.open("a", formToken: "f", draft: draft, at: at(0))
        let notice = VolunteerSessions.Notice(words: "Rettet.", language: "nb")
        sessions.say(notice, to: "a")
        #expect(sessions.takeNotice(of: "a") == notice)
        #expect(sessions.takeNotice(of: "a") == nil)
        #expect(sessions.takeDraft(of: "a", for: "/y") == nil)
        #expect(sessions.takeDraft(of: "a", for: "/x")?["a"] == "1")
        #expect(sessions.takeDraft(of: "a", for: "/x") == nil)
    }
}

@Suite("What belongs to the local network")
struct LocalNetworkTests {
    @Test(arguments: [
        "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.5", "169.254.3.4", "::1",
        "fe80::1", "fe80::1%eth0", "febf::1", "fd12:3456::1", "fc00::1", "::ffff:192.168.1.5",
    ])
    func local(_ address: String) { #expect(LocalNetwork.isLocal(address)) }

    @Test(arguments: [
        "8.8.8.8", "172.15.0.1", "172.32.0.1", "192.169.0.1", "11.0.0.1", "100.64.0.1", "0.0.0.0", "2001:db8::1",
        "fec0::1", "::", "::ffff:8.8.8.8", "", "localhost", "10.0.0", "10.0.0.0.1", "1270.0.0.1", "::1x", "10.0.0.256",
    ])
    func elsewhere(_ address: String) { #expect(!LocalNetwork.isLocal(address)) }

    @Test func onlyTheMachineIsLoopback() {
        for address in ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"] {
            #expect(LocalNetwork.isLoopback(address))
        }
        for address in ["10.0.0.1", "fe80::1", "::2", "128.0.0.1", "127.0.0.1.evil.example", ""] {
            #expect(!LocalNetwork.isLoopback(address), "\(address)")
        }
    }

    @Test(
        "Only names of this machine are answered",
        arguments: [
            ("127.0.0.1:8481", true), ("localhost", true), ("LOCALHOST:1", true), ("[::1]:8481", true),
            ("tunet.local:8481", true), ("tunet.local.", true), ("192.168.1.5:8481", true), ("192.168.1.6", false),
            ("tunet.local.evil.example", false), ("evil.example:8481", false), ("tunet.local:x", false), ("", false),
            (":8481", false), ("127.0.0.1.evil.example", false), ("localhost:84811234", false), ("[::1", false),
            ("[::1]evil.example", false), ("localhost@evil.example", false), ("[::2]", false),
        ])
    func names(_ authority: String, _ isOurs: Bool) {
        let door = PageDoor(names: ["tunet.local"])
        #expect(door.answers(to: authority, at: "192.168.1.5") == isOurs)
        let own = ["127.0.0.1:8481", "localhost", "LOCALHOST:1", "[::1]:8481"].contains(authority)
        #expect(PageDoor(names: nil).answers(to: authority, at: "127.0.0.1") == own)
    }

    @Test func onlyTheLocalNetworkIsAdmitted() {
        let (machine, house) = (PageDoor(names: nil), PageDoor(names: []))
        for path in ["/", "/frivillig", "/frivillig/rett", "/kiosk", "/x"] {
            #expect(machine.admits(peer: "127.0.0.1", path: path) && house.admits(peer: "127.0.0.1", path: path))
            #expect(!machine.admits(peer: "192.168.1.9", path: path))
            #expect(!house.admits(peer: "8.8.8.8", path: path) && !house.admits(peer: nil, path: path))
        }
        for path in ["/", "/frivillig", "/frivillig/rett"] { #expect(house.admits(peer: "192.168.1.9", path: path)) }
        for path in ["/kiosk", "/kiosk/touch", "/frivilligx", "//frivillig", ""] {
            #expect(!house.admits(peer: "192.168.1.9", path: path), "\(path)")
        }
    }
}
