import Synchronization
import Testing
import TunetCore
import TunetTestSupport
import TunetUplink
import TunetWire

@testable import TunetNode

/// Whatever is emitted – files, log lines, uploads, their sizes and their times – depends on people only through the noised
/// values, and on when they came no more finely than the bin, or for presses the day.
@Suite("Everything that is emitted")
struct EmissionTests {
    /// Somebody does something.
    private enum Deed: Sendable {
        case walk(isIn: Bool, bin: Int, second: Int)
        /// Of one of the panel's two buttons, in a minute of the day.
        case press(Int, day: Int, minute: Int)

        func edges(_ life: Life) -> [Edge] {
            switch self {
            case .walk(let isIn, let bin, let second):
                let time = life.time(0, 15 * bin, second)
                return isIn ? Footsteps.walkIn(at: time) : Footsteps.walkOut(at: time)
            case .press(let button, let day, let minute):
                return Footsteps.press(2 + button, at: life.time(0, minute, 30, days: day))
            }
        }
    }

    private static func life(_ seed: UInt64) throws -> Life {
        try Life(seed: seed) { configuration in
            configuration.sessions = [SmallPlace.cafe]
            configuration.release.correctionDays = 0
            configuration.release.directions = .both
        }
    }

    /// Three days with people. Deeds of the same bin keep their distance of 20 s, and from the bin's end.
    private static func deeds(_ random: inout SeededGenerator) -> [Deed] {
        (0..<40).map { _ in
            let bin = random.whole(0...287)
            return random.chance(0.6)
                ? .walk(isIn: random.chance(0.5), bin: bin, second: 20 * random.whole(0...42))
                : .press(random.whole(0...1), day: bin / 96, minute: bin % 96 * 15 + random.whole(0...14))
        }
    }

    /// Where two sets of files differ, in a few words.
    private static func differences(_ one: [String: [UInt8]], _ other: [String: [UInt8]]) -> [String] {
        Set(one.keys).union(other.keys).sorted().compactMap { name in
            let (a, b) = (one[name] ?? [], other[name] ?? [])
            let places = zip(a, b).enumerated().filter { $0.element.0 != $0.element.1 }.map(\.offset)
            guard !places.isEmpty || a.count != b.count else { return nil }
            return "\(name): \(a.count) and \(b.count) bytes, \(places.count) differ, from \(places.prefix(12)) on"
        }
    }

    private static func differences(_ one: Emitted, _ other: Emitted) -> [String] {
        (one.log == other.log ? [] : ["the log"]) + (one.uploads == other.uploads ? [] : ["uploads"])
    }

    /// Lives through three days and the uploads after them.
    ///
    /// - Parameter look: called at the end of each bin.
    private static func live(
        _ life: Life, _ deeds: [Deed], isAway: Bool = false, look: (Int) throws -> Void = { _ in }
    ) async throws {
        let outside = try await Outside(life)
        let answer: @Sendable ([UInt8]) async throws -> CollectorClient.Outcome = { bytes in
            isAway ? .refused(status: 503, message: "not now", retryAfter: nil) : try await outside.answer(bytes)
        }
        let device = try await life.device()
        let edges = deeds.flatMap { $0.edges(life) }.sorted { $0.time < $1.time }
        var next = edges.startIndex
        for bin in 1...(4 * 96) {
            let end = life.time(0, 15 * bin)
            let last = edges[next...].firstIndex { $0.time >= end } ?? edges.endIndex
            try await device.play(Array(edges[next..<last]), answer: answer)
            next = last
            try await device.run(to: end, answer: answer)
            try look(bin)
        }
        try await device.run(to: life.time(12, days: 8), answer: answer)
        try await device.engine.end(at: life.time(12, days: 8))
    }

    @Test(arguments: 1...2 as ClosedRange<UInt64>)
    func theSameHistoryGivesTheSameFiles(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let deeds = Self.deeds(&random)
        var first: (Emitted, [String: [UInt8]])?
        for _ in 1...2 {
            let life = try Self.life(seed)
            defer { life.scratch.remove() }
            try await Self.live(life, deeds)
            let found = (life.emitted, try life.filesWithoutSalts())
            #expect(found.0.uploads.count > 3)
            #expect(found.1["store.sqlite"]?.isEmpty == false)
            if let first {
                #expect(Self.differences(first.0, found.0) == [])
                #expect(Self.differences(first.1, found.1) == [])
            }
            first = found
        }
    }

    /// One passage moves within its bin, and nothing that is kept or emitted moves with it.
    @Test(arguments: 1...2 as ClosedRange<UInt64>)
    func aPassageIsDatedByItsBinOnly(seed: UInt64) async throws {
        var random = SeededGenerator(seed: 100 + seed)
        var deeds = Self.deeds(&random)
        // In a bin of its own, at its front and shortly before its end.
        let bin = 40 + Int(seed) * 3
        deeds.removeAll { if case .walk(_, bin, _) = $0 { true } else { false } }
        let records = try await [5, 700].asyncMap { second in
            let life = try Self.life(seed)
            defer { life.scratch.remove() }
            var files: [[String: [UInt8]]] = []
            try await Self.live(life, deeds + [.walk(isIn: seed % 2 == 0, bin: bin, second: second)]) { _ in
                files.append(try life.filesWithoutSalts())
            }
            return (life.emitted, files, try life.filesWithoutSalts())
        }
        #expect(Self.differences(records[0].0, records[1].0) == [])
        for (number, pair) in zip(records[0].1, records[1].1).enumerated() {
            #expect(Self.differences(pair.0, pair.1) == [], "after bin \(number + 1)")
        }
        #expect(Self.differences(records[0].2, records[1].2) == [])
        #expect(Self.differences(records[0].1[bin - 1], records[0].1[bin]) != [], "the files change at all")
    }

    /// One press moves within its day. Until the day is over, which observed time is on the disk tells when the latest commit was, as
    /// the file's own time does.
    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func aPressIsDatedByItsDayOnly(seed: UInt64) async throws {
        var random = SeededGenerator(seed: 200 + seed)
        var deeds = Self.deeds(&random)
        deeds.removeAll { if case .press(_, 1, _) = $0 { true } else { false } }
        let records = try await [20, 23 * 60].asyncMap { minute in
            let life = try Self.life(seed)
            defer { life.scratch.remove() }
            var afterMidnight: [[String: [UInt8]]] = []
            try await Self.live(life, deeds + [.press(Int(seed % 2), day: 1, minute: minute)]) { bin in
                if bin % 96 == 1 { afterMidnight.append(try life.filesWithoutSalts()) }
            }
            return (life.emitted, afterMidnight, try life.filesWithoutSalts())
        }
        #expect(Self.differences(records[0].0, records[1].0) == [])
        for (day, pair) in zip(records[0].1, records[1].1).enumerated() {
            #expect(Self.differences(pair.0, pair.1) == [], "on the morning of day \(day + 1)")
        }
        #expect(Self.differences(records[0].2, records[1].2) == [])
    }

    /// The last press of a day and the last entry lie in one quarter of an hour. Whether who came in has pressed, or somebody before
    /// them, can't be told: not from what is emitted, and not from the files at the end of any bin.
    @Test func theLastPressAndTheNextEntryHaveNoOrder() async throws {
        var random = SeededGenerator(seed: 300)
        var deeds = Self.deeds(&random)
        let bin = 96 + 84
        deeds.removeAll {
            switch $0 {
            case .walk(_, let other, _): (bin..<192).contains(other)
            case .press(_, let day, let minute): day == 1 && minute >= 15 * 84
            }
        }
        deeds.append(.walk(isIn: true, bin: bin, second: 400))
        let records = try await [1, 12].asyncMap { minute in
            let life = try Self.life(3)
            defer { life.scratch.remove() }
            var files: [[String: [UInt8]]] = []
            try await Self.live(life, deeds + [.press(0, day: 1, minute: 15 * 84 + minute)]) { _ in
                files.append(try life.filesWithoutSalts())
            }
            return (life.emitted, files)
        }
        #expect(Self.differences(records[0].0, records[1].0) == [])
        for (number, pair) in zip(records[0].1, records[1].1).enumerated() {
            #expect(Self.differences(pair.0, pair.1) == [], "after bin \(number + 1)")
        }
        #expect(Self.differences(records[0].1[bin - 1], records[0].1[bin]) != [], "the files change at all")
    }

    /// Two places with the same luck, one with many people and one with nobody: uploads come at the same times, whether the
    /// collector answers or not, and hold the same rows.
    @Test(arguments: [false, true])
    func uploadsTellNothingOfPeople(isAway: Bool) async throws {
        var random = SeededGenerator(seed: 7)
        let deeds = Self.deeds(&random) + Self.deeds(&random)
        let records = try await [deeds, []].asyncMap { deeds in
            let life = try Self.life(7)
            defer { life.scratch.remove() }
            try await Self.live(life, deeds, isAway: isAway)
            let payloads = try life.emitted.uploads.map { try life.payload(of: $0.bytes) }
            for (payload, upload) in zip(payloads, life.emitted.uploads) {
                // A batch is a function of what is in it: its size is that of its noised digits, deflated.
                let header = try SealedBatch(parsing: upload.bytes).header
                let bare = BatchHeader(place: header.place, epoch: header.epoch, first: header.first, last: header.last)
                #expect(try SealedBatch(header: bare, body: payload, key: life.key).bytes == upload.bytes)
            }
            return (life.emitted, payloads)
        }
        let (busy, empty) = (records[0], records[1])
        #expect(busy.0.uploads.map(\.time) == empty.0.uploads.map(\.time))
        // When it is said that nobody comes for long follows from who came. It is said when a quarter of an hour is over.
        let (silences, others) = (busy.0.log.filter(Self.isSilence), busy.0.log.filter { !Self.isSilence($0) })
        #expect(others == empty.0.log.filter { !Self.isSilence($0) })
        #expect(silences.allSatisfy { $0.time.nanoseconds % 900_000_000_000 == 0 })
        #expect(isAway ? busy.0.uploads.count > 100 : busy.0.uploads.count > 3)
        #expect(busy.1.map(Self.blank) == empty.1.map(Self.blank), "the same rows, in the same order")
        #expect(busy.1 != empty.1)
        if !isAway {
            let times = busy.0.uploads.map { ($0.time.nanoseconds / 1_000_000_000) % 86_400 }
            #expect(times.allSatisfy { $0 == 195 * 60 }, "only at the fixed time of day")
        }
    }

    private static func isSilence(_ line: Emitted.Line) -> Bool { line.message.text.contains(": silent ") }

    /// A batch without its values.
    private static func blank(_ payload: BatchPayload) -> BatchPayload {
        var payload = payload
        for index in payload.releases.indices { payload.releases[index].value = 0 }
        return payload
    }
}

extension Array where Element: Sendable {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var results: [T] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
