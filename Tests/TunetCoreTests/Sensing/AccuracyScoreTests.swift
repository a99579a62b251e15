import Testing
import TunetCore
import TunetTestSupport

@Suite("How accuracy is measured")
struct AccuracyScoreTests {
    @Test("The plain machine counts the traces as it always has", arguments: TraceTruth.names.map(\.name))
    func plainMachine(name: String) throws {
        let expected = try #require(TraceTruth.names.first { $0.name == name })
        let counted = DoorCount(plain: try TraceTests.edges(name))
        #expect(counted.in.count == expected.plainIn && counted.out.count == expected.plainOut)
    }

    @Test(
        "The plain machine goes by the first and the last beam that was broken alone",
        arguments: [
            ("00 10 11 01 00", 1, 0), ("00 01 11 10 00", 0, 1), ("00 10 00", 0, 0), ("00 10 00 01 00", 0, 0),
            ("00 10 11 10 00", 0, 0), ("00 10 11 10 11 01 00", 1, 0), ("00 10 01 00", 0, 0), ("00 11 00", 1, 0),
            ("00 10 11+3ms 10+3ms 00", 0, 0), ("00 10 11 01 11 10 00", 0, 0),
        ])
    func plainOrder(script: String, in entered: Int, out left: Int) {
        let counted = DoorCount(plain: EdgeScript(script).edges)
        #expect(counted.in.count == entered && counted.out.count == left, "\(script)")
    }

    @Test("A truth file is read, and one that lacks something is not")
    func truthFile() throws {
        let truth = try #require(TraceTruth(json: try Repository.text("Tests/Traces/door-b.truth.json")))
        #expect(truth.in == 187 && truth.out == 163 && truth.edges == 2192 && truth.gap == 0.2)
        #expect(TraceTruth(json: #"{"in": 1, "out": 2, "edges": 8}"#) == nil)
    }

    static func count(_ entered: Int, _ left: Int, by width: Int = 0) -> DoorCount {
        DoorCount(
            in: .init(entered, (entered - width)...(entered + width)), out: .init(left, (left - width)...(left + width))
        )
    }

    @Test("Too many of one direction do not make up for too few of the other, nor one day for another")
    func error() {
        #expect(Self.count(11, 9).error(against: Self.count(10, 10)) == 2)
        var score = AccuracyScore("door")
        score.add(Self.count(101, 99, by: 1), plain: Self.count(104, 96), truth: Self.count(100, 100))
        score.add(Self.count(99, 101, by: 0), plain: Self.count(100, 100), truth: Self.count(100, 100))
        #expect(score.errors == 4 && score.plainErrors == 8 && score.error == 1 && score.plainError == 2)
        #expect(score.ratio == 0.5 && score.relativeWidth == 1)
        #expect(score.coverageIn == 50 && score.coverageOut == 50)
    }

    /// Each line breaks exactly one promise; the first none.
    @Test(
        "Each bound can be missed",
        arguments: [
            (counted: (100, 100, 5), plain: 110, small: false, width: Double?.none, missed: 0),
            ((105, 100, 5), 110, false, nil, 0),
            ((106, 100, 6), 110, false, nil, 1),
            ((101, 101, 2), 101, false, nil, 0),
            ((103, 101, 3), 110, true, nil, 1),
            ((106, 100, 5), 120, false, nil, 1),
            ((100, 106, 5), 120, false, nil, 1),
            ((100, 100, 5), 100, false, 10, 0),
            ((100, 100, 6), 100, false, 10, 1),
        ])
    func bounds(counted: (Int, Int, Int), plain: Int, small: Bool, width: Double?, missed: Int) {
        var score = AccuracyScore("door")
        score.add(
            Self.count(counted.0, counted.1, by: counted.2), plain: Self.count(plain, 100), truth: Self.count(100, 100))
        var bounds = AccuracyBounds()
        bounds.needsSmallError = small
        bounds.width = width
        #expect(bounds.broken(by: score).count == missed, "\(bounds.broken(by: score))")
    }

    @Test("Of people one by one each error counts, whichever way it goes")
    func spacedErrors() {
        let day = WalkGeneratorTests.day(.spaced, seed: 3)
        var passages = day.crossings.map { Passage(time: $0.time, began: $0.time, direction: $0.direction) }
        #expect(day.errors(of: passages).count == 0)
        #expect(day.errors(of: Array(passages.dropLast())).count == 1)
        #expect(day.errors(of: Array(passages.dropFirst(3))).count == 3)
        let doubled = passages[...10] + passages[10...]
        #expect(day.errors(of: Array(doubled)).count == 1)
        passages[7].direction = passages[7].direction == .in ? .out : .in
        #expect(day.errors(of: passages).count == 2)
        #expect(day.errors(of: []).count == day.crossings.count)
    }

    @Test("The distance that a door is told is the true one, or half or twice of it")
    func fittings() {
        let told = BeamFitting.allCases.map { $0.parameters(gap: 0.123).beamGap }
        #expect(told == [BeamPairParameters().beamGap, .millimetres(123), .millimetres(62), .millimetres(246)])
        #expect(BeamFitting.doubled.parameters(gap: 0.3).beamGap == .millimetres(500))
    }
}
