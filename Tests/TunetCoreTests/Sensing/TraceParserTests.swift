import Testing

@testable import TunetCore

@Suite("Traces")
struct TraceParserTests {
    /// The edges and the failure of a trace that is fed in pieces of this many bytes.
    static func parse(
        _ bytes: [UInt8], lineCount: Int = 2, piece: Int = .max
    ) -> (edges: [Edge], failure: TraceParser.Failure?) {
        var parser = TraceParser(lineCount: lineCount)
        var edges: [Edge] = []
        do throws(TraceParser.Failure) {
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = Array(rest.prefix(piece))
                try parser.feed(part.span) { edges.append($0) }
                rest = rest.dropFirst(piece)
            }
            try parser.end { edges.append($0) }
            return (edges, nil)
        } catch {
            return (edges, error)
        }
    }

    static func edge(_ time: Int64, _ line: Int, _ level: Bool) -> Edge {
        Edge(time: MonotonicInstant(nanoseconds: time), line: line, level: level)
    }

    @Test(
        "Line ends of every kind, a missing last one, and empty lines",
        arguments: [
            "t_ns,line,value\n5,0,1\n7,1,0\n", "t_ns,line,value\n5,0,1\n7,1,0", "t_ns,line,value\r\n5,0,1\r\n7,1,0\r\n",
            "t_ns,line,value\r\n5,0,1\r\n7,1,0\r", "t_ns,line,value\n\n5,0,1\n\r\n7,1,0\n\n",
            "t_ns,line,value\n005,00,1\n0000000007,1,00\n",
        ])
    func lineEnds(text: String) {
        let (edges, failure) = Self.parse(Array(text.utf8))
        #expect(failure == nil)
        #expect(edges == [Self.edge(5, 0, true), Self.edge(7, 1, false)])
    }

    @Test(
        "A trace without edges is one", arguments: ["t_ns,line,value", "t_ns,line,value\n", "t_ns,line,value\r\n\r\n"])
    func empty(text: String) {
        let (edges, failure) = Self.parse(Array(text.utf8))
        #expect(failure == nil && edges.isEmpty)
    }

    @Test(
        "What is wrong is named with its line",
        arguments: [
            ("", 1, "instead of the header t_ns,line,value"),
            ("\n", 1, "instead of the header"), ("t,line,value\n", 1, "“t,line,value” instead of the header"),
            ("1,0,1\n", 1, "“1,0,1” instead of the header"), ("\u{FEFF}t_ns,line,value\n", 1, "header"),
            ("t_ns,line,value\n1,0,1\nx,0,1\n", 3, "an unexpected “x”"),
            ("t_ns,line,value\n-1,0,1\n", 2, "an unexpected “-”"),
            ("t_ns,line,value\n1.5,0,1\n", 2, "an unexpected “.”"),
            ("t_ns,line,value\n1, 0,1\n", 2, "byte 32"), ("t_ns,line,value\n1,0,1\u{0}\n", 2, "byte 0"),
            ("t_ns,line,value\n1,0,1\r2,0,1\n", 2, "an unexpected “2”"),
            ("t_ns,line,value\n1,0\n", 2, "fewer than three fields"), ("t_ns,line,value\n1\n", 2, "fewer than three"),
            ("t_ns,line,value\n1,0,\n", 2, "fewer than three fields"), ("t_ns,line,value\n1,0", 2, "fewer than three"),
            ("t_ns,line,value\n1,,1\n", 2, "an empty field"), ("t_ns,line,value\n,0,1\n", 2, "an empty field"),
            ("t_ns,line,value\n1,0,1,\n", 2, "more than three fields"),
            ("t_ns,line,value\n1,0,2\n", 2, "the value 2"), ("t_ns,line,value\n1,0,11\n", 2, "the value 11"),
            ("t_ns,line,value\n1,0,1\n\n2,2,1\n", 4, "the unknown line 2; there are lines 0 to 1"),
            ("t_ns,line,value\n5,0,1\n4,1,1\n", 3, "time going backwards, from 5 to 4 ns"),
            ("t_ns,line,value\n1000000000000000000,0,1\n", 2, "a number of more than 18 digits"),
            ("t_ns,line,value\n1,99999999999999999999,1\n", 2, "a number of more than 18 digits"),
            ("t_ns,line,value\n1,999999999999999999,1\n", 2, "the unknown line 999999999999999999"),
        ])
    func failures(text: String, line: Int, message: String) throws {
        let failure = try #require(Self.parse(Array(text.utf8)).failure)
        #expect(failure.lineNumber == line)
        #expect(failure.message.contains(message), "\(failure)")
        #expect(failure.description.hasPrefix("line \(line): found "))
    }

    @Test("The greatest time is 18 digits, and equal times are in order")
    func limits() {
        let text = "t_ns,line,value\n999999999999999999,0,1\n999999999999999999,1,1\n"
        #expect(
            Self.parse(Array(text.utf8)).edges.map(\.time.nanoseconds) == [
                999_999_999_999_999_999, 999_999_999_999_999_999,
            ])
        let one = Self.parse(Array("t_ns,line,value\n1,1,1\n".utf8), lineCount: 1)
        #expect(one.failure?.message.contains("there is only line 0") == true)
    }

    @Test("Edges before a bad line are handed over, none after it")
    func upToFailure() {
        let (edges, failure) = Self.parse(Array("t_ns,line,value\n1,0,1\n2,0,0\n3,0,7\n4,0,1\n".utf8))
        #expect(edges == [Self.edge(1, 0, true), Self.edge(2, 0, false)])
        #expect(failure?.lineNumber == 4)
    }

    @Test("A failure of the file says so")
    func unreadable() {
        #expect(TraceParser.Failure.unreadable("it is a folder").message == "it can't be read: it is a folder")
    }

    /// A good trace of some edges.
    private static func sample(using random: inout SeededGenerator) -> [UInt8] {
        var text = "t_ns,line,value"
        let end = Bool.random(using: &random) ? "\n" : "\r\n"
        var time: Int64 = 0
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            time += Int64.random(in: 0...3_000_000_000, using: &random)
            text += "\(end)\(time),\(Int.random(in: 0...1, using: &random)),\(Int.random(in: 0...1, using: &random))"
        }
        return Array((Bool.random(using: &random) ? text + end : text).utf8)
    }

    @Test("Damaged bytes never trap, name a line that exists, and pieces make no difference")
    func mutations() {
        let seed: UInt64 = 2026
        var random = SeededGenerator(seed: seed)
        let interesting = Array("0123456789,,,\n\n\r-+. x\"\u{0}".utf8) + [0xff, 0x80]
        var accepted = 0
        for round in 0..<4000 {
            var bytes = Self.sample(using: &random)
            for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                let byte = interesting.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: position)
                case 1: bytes.insert(byte, at: position)
                case 2: bytes.removeLast(Int.random(in: 0...min(20, bytes.count), using: &random))
                default: bytes[position] = byte
                }
            }
            let whole = Self.parse(bytes)
            for piece in [1, Int.random(in: 2...40, using: &random)] {
                let pieces = Self.parse(bytes, piece: piece)
                #expect(pieces.edges == whole.edges && pieces.failure == whole.failure, "seed \(seed), round \(round)")
            }
            if let failure = whole.failure {
                let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
                #expect((1...lines).contains(failure.lineNumber), "seed \(seed), round \(round): \(failure)")
            } else {
                accepted += 1
                let times = whole.edges.map(\.time)
                #expect(times == times.sorted(), "seed \(seed), round \(round)")
                #expect(whole.edges.allSatisfy { (0...1).contains($0.line) }, "seed \(seed), round \(round)")
            }
        }
        #expect(accepted > 800 && accepted < 3200)
    }
}
