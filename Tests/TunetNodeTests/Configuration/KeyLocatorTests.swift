import Testing

@testable import TunetNode

@Suite("Lines of keys")
struct KeyLocatorTests {
    static let text = #"""
        # a comment with [brackets] = "and a quote
        title = "first"   # line 2
        a.b . "c d".'e' = 1

        [place]
        text = """
        [not.a.table]
        key = 1 \"""
        ends here""""
        literal = '''
        x = 'y'
        '''
        list = [
          1, # one, two ]
          "two ]",
          [ 3, { in = "three" } ],
        ]
        after = 18

        [[door]]
        id = "a"
        sensor = { kind = "beam", line = { name = "}" }, last = 'x' }
        [door.sensor.more]
        deep = 1
        [[door]]
        id = "b"
          [[door.part]]
          id = 1
          [[door.part]]
          id = 2
        [[ "quo]ted" ]]
        date = 1979-05-27 07:32:00
        inline = [ { x = 1 },
                   { x = 2 } ]
        """#

    @Test(
        "Every key has the line on which it first stands",
        arguments: [
            ("title", 2), ("a", 3), ("a.b", 3), ("a.b.\"c d\".e", 3), ("place", 5), ("place.text", 6),
            ("place.literal", 10), ("place.list", 13), ("place.list[0]", 14), ("place.list[1]", 15),
            ("place.list[2]", 16), ("place.list[2][0]", 16), ("place.list[2][1].in", 16), ("place.after", 18),
            ("door", 20), ("door[0]", 20), ("door[0].id", 21), ("door[0].sensor", 22), ("door[0].sensor.line.name", 22),
            ("door[0].sensor.last", 22), ("door[0].sensor.more.deep", 24), ("door[1]", 25), ("door[1].id", 26),
            ("door[1].part", 27), ("door[1].part[0].id", 28), ("door[1].part[1]", 29), ("door[1].part[1].id", 30),
            ("\"quo]ted\"[0].date", 32), ("\"quo]ted\"[0].inline[0].x", 33), ("\"quo]ted\"[0].inline[1].x", 34),
        ])
    func lines(path: String, line: Int) throws {
        let lines = try KeyLocator.locate(in: Self.text)
        let known = Dictionary(uniqueKeysWithValues: lines.lines.map { ($0.key.description, $0.value) })
        #expect(known[path] == line)
    }

    @Test("An absent key has the line of the table around it")
    func absent() throws {
        let lines = try KeyLocator.locate(in: Self.text)
        let door = ConfigurationPath.root.appending("door")
        #expect(lines.line(of: door.appending(1).appending("name")) == 25)
        #expect(lines.line(of: door.appending(7).appending("name")) == 20)
        #expect(lines.line(of: .root.appending("panel")) == 1)
        #expect(lines.line(of: .root) == 1)
    }

    @Test("Lines may end in a carriage return and a line feed")
    func carriageReturns() throws {
        let lines = try KeyLocator.locate(in: "\u{FEFF}[a]\r\nb = [\r\n1,\r\n2 ]\r\n\r\nc = 'd'\r\n")
        #expect(lines.line(of: .root.appending("a").appending("b").appending(1)) == 4)
        #expect(lines.line(of: .root.appending("a").appending("c")) == 6)
    }

    @Test(
        "Texts with keys that are not TOML are refused",
        arguments: [
            "[", "[[", "a", "a =", "a = [", "a = {", "a = \"", "a = '''", "\\", "a = \"\\u12", "[dør]", "a = [}", "[#]",
            "dør = 1", "a = [1 2", "a = { b 1 }", "a = \"b\n\"", "[[a]", "a.", "= 1",
        ])
    func otherTexts(text: String) {
        #expect(throws: ConfigurationValue.SyntaxError.self) { try KeyLocator.locate(in: text) }
        _ = try? KeyLocator.locate(in: String(repeating: text, count: 10_000))
    }
}
