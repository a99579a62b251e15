import Foundation
import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Recorded doors")
struct TraceTests {
    /// A whole number of a trace's `NAME.truth.json`, such as `"in": 188`.
    static func truth(_ key: String, of name: String) throws -> Int {
        let parts = try Repository.text("Tests/Traces/\(name).truth.json").split(
            separator: "\"\(key)\": ", maxSplits: 1)
        return try #require(parts.last.flatMap { Int($0.prefix { $0.isNumber }) }, "\(key) of \(name)")
    }

    static func edges(_ name: String) throws -> [Edge] {
        let folder = name == "door-a" ? "Sources/TunetNode/Demo/Resources" : "Tests/Traces"
        var parser = TraceParser(lineCount: 2)
        var edges: [Edge] = []
        let bytes = try Repository.bytes("\(folder)/\(name).csv")
        try parser.feed(bytes.span) { edges.append($0) }
        try parser.end { edges.append($0) }
        return edges
    }

    /// What a plain machine counts: debounce of 5 ms, judged on the return to clear by the first and the last beam that
    /// was broken alone, if both were broken in between.
    @Test(
        "Counts are at least as near to the truth as those of a plain machine",
        arguments: [
            ("door-a", 185, 192), ("door-b", 175, 163), ("crowd-uo050", 54, 0), ("bottleneck", 71, 0),
        ])
    func counts(name: String, plainIn: Int, plainOut: Int) throws {
        let truth = (in: try Self.truth("in", of: name), out: try Self.truth("out", of: name))
        let edges = try Self.edges(name)
        #expect(edges.count == (try Self.truth("edges", of: name)))
        let run = BeamPairPropertyTests.run(edges)
        let tally = run.tally
        let error = abs(tally.in.count - truth.in) + abs(tally.out.count - truth.out)
        #expect(error <= abs(plainIn - truth.in) + abs(plainOut - truth.out), "\(name): \(tally)")
        #expect(tally.in.bounds.lowerBound <= tally.in.count && tally.in.count <= tally.in.bounds.upperBound)
        #expect(tally.out.bounds.lowerBound <= tally.out.count && tally.out.count <= tally.out.bounds.upperBound)
    }

    /// It moves a clearing by up to 3 ms, which may be more than there is between two people in a crowd.
    @Test("Chatter changes hardly a count", arguments: ["door-a", "door-b", "crowd-uo050", "bottleneck"])
    func chatter(name: String) throws {
        let edges = try Self.edges(name)
        let quiet = BeamPairPropertyTests.run(edges).tally
        for seed: UInt64 in 0..<5 {
            var random = SeededGenerator(seed: seed)
            let chattering = edges.chattering(using: &random)
            #expect(chattering.count > edges.count)
            let tally = BeamPairPropertyTests.run(chattering).tally
            let changed = abs(tally.in.count - quiet.in.count) + abs(tally.out.count - quiet.out.count)
            #expect(changed <= 3, "\(name), seed \(seed): \(changed)")
        }
    }

    @Test("A trace counts the same whenever the time is told", arguments: ["door-a", "door-b", "bottleneck"])
    func paces(name: String) throws {
        let edges = try Self.edges(name)
        #expect(BeamPairPropertyTests.run(edges, pace: .onTime).events == BeamPairPropertyTests.run(edges).events)
    }
}
