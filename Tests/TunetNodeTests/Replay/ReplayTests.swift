import Foundation
import Testing
import TunetCore
import TunetTestSupport

@testable import TunetNode

@Suite("Replay of recorded traces")
struct ReplayTests {
    private func file(_ scratch: ScratchFolder, _ edges: [Edge]) throws -> String {
        let lines = edges.map { "\($0.time.nanoseconds),\($0.line),\($0.level ? 1 : 0)\n" }
        return try file(scratch, "t_ns,line,value\n" + lines.joined())
    }

    private func file(_ scratch: ScratchFolder, _ text: String) throws -> String {
        let path = scratch.file("trace.csv")
        try ScratchFolder.write(Array(text.utf8), to: path)
        return path
    }

    private func at(_ second: Int) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: Int64(second) * 1_000_000_000)
    }

    private func json(_ replay: TraceReplay, withPassages: Bool) throws -> [String: Any] {
        let text = try ReplayReport(replay, withPassages: withPassages).json()
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private var walks: [Edge] {
        let turnBack = [(0, true), (1, true), (1, false), (0, false)].enumerated().map { index, step in
            Edge(time: at(20).advanced(by: .milliseconds(200 * index)), line: step.0, level: step.1)
        }
        return Footsteps.walkIn(at: at(1)) + Footsteps.walkIn(at: at(5)) + Footsteps.walkOut(at: at(10)) + turnBack
    }

    @Test func jsonHasTheKeysThatProgramsRead() throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        var replay = TraceReplay(configuration: nil, keepsPassages: true)
        try replay.replay(file: try file(scratch, walks))
        let object = try json(replay, withPassages: true)
        for (key, value) in [
            ("in", 2), ("in_low", 2), ("in_high", 3), ("out", 1), ("out_low", 1), ("out_high", 2), ("edges", 16),
        ] {
            #expect(object[key] as? Int == value, "\(key)")
        }
        #expect(object["rejected"] as? [String: Int] == ["turn_back": 1])
        let passages = try #require(object["passages"] as? [[String: Any]])
        #expect(passages.map { $0["direction"] as? String } == ["in", "in", "out"])
        #expect(passages.map { $0["t_ns"] as? Int } == [1_600_000_000, 5_600_000_000, 10_600_000_000])
        for passage in passages {
            #expect(Set(passage.keys) == ["t_ns", "direction", "confidence"])
            let confidence = try #require(passage["confidence"] as? Double)
            #expect((0...1).contains(confidence))
        }
        #expect(try json(replay, withPassages: false)["passages"] == nil)
    }

    @Test func textIsForPeople() throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let path = try file(scratch, walks)
        #expect(
            try NodeCommands.replay(trace: path, configuration: nil, asJSON: false, withPassages: false) == """
                in: 2 (2 to 3)
                out: 1 (1 to 2)
                rejected or in doubt: turn_back 1
                edges: 16
                """)
        let long = try NodeCommands.replay(trace: path, configuration: nil, asJSON: false, withPassages: true)
        #expect(long.hasSuffix("\n10600000000 ns  out  99.7 %"))
    }

    @Test func severalDoorsAreCountedEachAndTogether() throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        var back = SmallPlace.frontDoor
        back.id = "back"
        let configuration = SmallPlace.configuration(doors: [SmallPlace.frontDoor, SmallPlace.gardenDoor, back])
        let mat = [Edge(time: at(2), line: 2, level: true), Edge(time: at(3), line: 2, level: false)]
        let edges =
            Footsteps.walkIn(at: at(0)) + mat + Footsteps.walkOut(at: at(5), outer: 3, inner: 4)
            + Footsteps.walkIn(at: at(8), outer: 3, inner: 4) + Footsteps.press(5, at: at(10))
        var replay = TraceReplay(configuration: configuration, keepsPassages: true)
        try replay.replay(file: try file(scratch, edges))
        let object = try json(replay, withPassages: true)
        #expect(object["in"] as? Int == 2)
        #expect(object["out"] as? Int == 1)
        #expect(object["unknown"] as? Int == 1)
        #expect(object["edges"] as? Int == 16)
        let doors = try #require(object["doors"] as? [[String: Any]])
        #expect(doors.map { $0["id"] as? String } == ["front", "garden", "back"])
        #expect(doors.map { $0["in"] as? Int } == [1, 0, 1])
        #expect(doors.map { $0["out"] as? Int } == [0, 0, 1])
        #expect(doors.map { $0["unknown"] as? Int } == [0, 1, 0])
        #expect((object["passages"] as? [[String: Any]])?.count == 4)
        let text = ReplayReport(replay, withPassages: false).text()
        #expect(text.contains("back: out: 1 (1 to 1)"))
        #expect(text.contains("all doors: in: 2 (2 to 2)"))
    }

    @Test func sensorsThatCountNobodyHaveLinesOfTheirOwn() throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        var front = SmallPlace.frontDoor
        front.upper = InputLine(.name("UPPER"))
        front.reed = InputLine(.name("LEAF"))
        let configuration = SmallPlace.configuration(doors: [front, SmallPlace.hall, SmallPlace.shed], panels: [])
        func pulse(_ line: Int, _ second: Int, _ seconds: Int) -> [Edge] {
            [
                Edge(time: at(second), line: line, level: true),
                Edge(time: at(second + seconds), line: line, level: false),
            ]
        }
        // Somebody opens and goes in, a cat follows; then the motion sensor, and the shed twice.
        let edges =
            pulse(3, 10, 4) + Footsteps.walkIn(at: at(11)) + pulse(2, 11, 1) + Footsteps.walkIn(at: at(13))
            + pulse(4, 20, 30) + pulse(5, 60, 2) + pulse(5, 70, 2)
        var replay = TraceReplay(configuration: configuration, keepsPassages: true)
        try replay.replay(file: try file(scratch, edges.sorted { $0.time < $1.time }))
        let object = try json(replay, withPassages: true)
        #expect(object["in"] as? Int == 1 && object["unknown"] as? Int == 0)
        let doors = try #require(object["doors"] as? [[String: Any]])
        #expect(doors[0]["rejected"] as? [String: Int] == ["animal": 1])
        #expect(doors[0]["swings"] as? Int == 1 && doors[0]["presences"] == nil)
        #expect(doors[1]["presences"] as? Int == 1 && doors[1]["presence_seconds"] as? Int == 30)
        #expect(doors[1]["swings"] == nil && doors[1]["in"] as? Int == 0)
        #expect(doors[2]["swings"] as? Int == 2)
        let text = ReplayReport(replay, withPassages: false).text()
        #expect(text.contains("hall: presence: 1 times, 30 s"))
        #expect(text.contains("shed: swings of the door: 2"))
    }

    @Test(arguments: [
        ("t_ns,line,value\n1,0,1\n2,7,0\n", 3, "the unknown line 7; there are lines 0 to 1"),
        ("t_ns,line,value\n5,0,1\n4,0,0\n", 3, "time going backwards, from 5 to 4 ns"),
        ("t_ns,line,value\n5,0,2\n", 2, "the value 2"),
        ("t_ns,line,value\n5,0\n", 2, "fewer than three fields"),
        ("t_ns,line,value\nfive,0,1\n", 2, "an unexpected “f”"),
        ("time,line,value\n5,0,1\n", 1, "instead of the header t_ns,line,value"),
        ("", 1, "instead of the header t_ns,line,value"),
    ]) func mistakesNameFileAndLine(_ text: String, _ line: Int, _ what: String) throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let path = try file(scratch, text)
        var replay = TraceReplay(configuration: nil, keepsPassages: false)
        let error = #expect(throws: NodeError.self) { try replay.replay(file: path) }
        #expect(error?.message.hasPrefix("\(path), line \(line): found ") == true)
        #expect(error?.message.contains(what) == true)
    }

    @Test(arguments: ["/nonexistent/trace.csv", "/"]) func aFileThatCannotBeReadIsAnError(_ path: String) {
        let error = #expect(throws: NodeError.self) {
            try NodeCommands.replay(trace: path, configuration: nil, asJSON: true, withPassages: false)
        }
        #expect(error?.message.contains(path) == true)
    }

    @Test func aTraceLargerThanOnePieceIsReadWhole() throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let edges = (0..<20_000).flatMap { Footsteps.walkIn(at: at(2 * $0)) }
        var replay = TraceReplay(configuration: nil, keepsPassages: false)
        try replay.replay(file: try file(scratch, edges))
        #expect(replay.edges == 80_000)
        #expect(replay.total.in.count == 20_000)
        #expect(replay.passages.isEmpty)
    }
}
