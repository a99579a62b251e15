import Testing
import TunetTestSupport

@testable import TunetCore

@Suite("Beam pair that could not see")
struct BeamPairHealthTests {
    static func at(_ milliseconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
    }

    @Test(
        "A start away from clear counts nothing until both beams are clear",
        arguments: [
            ("10", "11 01 00"), ("11", "01 00"), ("01", "00"), ("10", "00"), ("11", "10 00"), ("11", "10 11 01 00"),
        ])
    func startAway(levels: String, rest: String) {
        var run = SensorRun()
        run.synchronise(levels.first == "1", levels.last == "1", at: .zero)
        #expect(!run.sensor.isObserving)
        run.receive(EdgeScript(rest, from: levels).edges)
        run.advance(to: Self.at(3000))
        #expect(run.sensor.isObserving)
        run.receive(EdgeScript("10 11 01 00", start: .seconds(4)).edges)
        run.finish()
        #expect(run.briefs == ["~unsynchronised 1000", "in 3/2"])
    }

    @Test("A start that stays away from clear becomes blocked")
    func startBlocked() {
        var run = SensorRun()
        run.synchronise(true, false, at: .zero)
        run.advance(to: Self.at(30_004))
        #expect(run.briefs == ["~unsynchronised 1000"])
        run.advance(to: Self.at(30_005))
        #expect(run.briefs == ["~unsynchronised 1000", "+blocked"])
        #expect(run.events.last?.time == Self.at(30_000))
        run.synchronise(false, false, at: Self.at(60_000))
        #expect(run.briefs.last == "-blocked")
        #expect(run.sensor.isObserving)
    }

    @Test("A start with both beams clear says nothing and counts")
    func startClear() {
        var run = SensorRun()
        run.synchronise(false, false, at: .zero)
        run.receive(EdgeScript("01 11 10 00").edges)
        run.finish()
        #expect(run.briefs == ["out 3/2"])
    }

    @Test("Edges lost in a crossing: the crossing is a doubt, not a passage, until both beams are clear")
    func lostInCrossing() {
        var run = SensorRun()
        run.receive(EdgeScript("10 11").edges)
        run.synchronise(false, true, at: Self.at(1500), because: .lostEdges)
        #expect(run.briefs == ["~lost_edges 1000", "+lost_edges"])
        #expect(!run.sensor.isObserving)
        run.synchronise(true, true, at: Self.at(1600), because: .lostEdges)
        run.receive(EdgeScript("01 00", start: .milliseconds(1700), from: "11").edges)
        run.finish()
        #expect(run.briefs == ["~lost_edges 1000", "+lost_edges", "-lost_edges"])
        #expect(run.sensor.isObserving)
        #expect(run.tally.in.doubt.under == 1000 && run.tally.out.doubt.under == 1000)
    }

    @Test("Edges lost while clear: away from clear now is a doubt, clear now is half of one")
    func lostWhileClear() {
        var away = SensorRun()
        away.synchronise(true, false, at: Self.at(1000), because: .lostEdges)
        away.synchronise(false, false, at: Self.at(1500), because: .lostEdges)
        #expect(away.briefs == ["~lost_edges 1000", "+lost_edges", "-lost_edges"])
        var clear = SensorRun()
        clear.synchronise(false, false, at: Self.at(1000), because: .lostEdges)
        #expect(clear.briefs == ["~lost_edges 500"])
        #expect(clear.tally.in.doubt.under == 500 && clear.tally.out.doubt.under == 500)
        #expect(clear.sensor.isObserving)
        var unseen = SensorRun()
        unseen.synchronise(false, false, at: Self.at(1000), because: .unsynchronised)
        #expect(unseen.briefs.isEmpty)
    }

    @Test("A half-crossing before lost edges stays one")
    func halfBeforeLoss() {
        var run = SensorRun()
        run.receive(EdgeScript("10 00").edges)
        run.synchronise(false, false, at: Self.at(1200), because: .lostEdges)
        run.receive(EdgeScript("01 00", start: .milliseconds(1300)).edges)
        run.finish()
        #expect(run.briefs == ["~half_crossing 0", "~lost_edges 500", "~half_crossing 0"])
    }

    @Test("Who was through before edges were lost, or the chip was, is counted")
    func throughBeforeLoss() {
        for isUnplugged in [false, true] {
            for (script, before) in [
                ("10 11 01 00 10+50 11", ["in 3/2", "~lost_edges 1000"]), ("10 11 01 11", ["~lost_edges 1000"]),
                ("10 11 01", ["~lost_edges 1000"]), ("10 11", ["~lost_edges 1000"]),
                ("10 00+20 10+20", ["~lost_edges 1000"]),
            ] {
                var run = SensorRun()
                run.receive(EdgeScript(script).edges)
                if isUnplugged {
                    run.unplug(at: Self.at(1600))
                } else {
                    run.synchronise(true, false, at: Self.at(1600), because: .lostEdges)
                }
                #expect(run.briefs == before + [isUnplugged ? "+unplugged" : "+lost_edges"], "\(script)")
            }
        }
    }

    @Test("At the end of the service whoever is through is counted at once, and who is not is doubt")
    func conclude() {
        for (script, briefs) in [
            ("10 11 01 00", ["in 3/2"]), ("10 11 01", ["~unsynchronised 1000"]),
            ("10 11 01 00 10+50 11", ["in 3/2", "~unsynchronised 1000"]), ("10 00", ["~half_crossing 0"]),
            ("10 11 01 00+3 10", ["in 3/2", "~unsynchronised 1000"]), ("", []),
        ] {
            var run = SensorRun()
            run.receive(EdgeScript(script).edges)
            let end = run.now.advanced(by: .milliseconds(1))
            run.conclude(at: end)
            #expect(run.briefs == briefs, "\(script)")
            run.conclude(at: end)
            #expect(run.briefs == briefs, "twice")
        }
    }

    @Test("Lost edges while blocked do not end it")
    func lostWhileBlocked() {
        var run = SensorRun()
        run.receive(EdgeScript("10").edges)
        run.synchronise(true, true, at: Self.at(40_000), because: .lostEdges)
        #expect(run.briefs == ["~blocked 1000", "+blocked", "+lost_edges"])
        run.receive(EdgeScript("00", start: .seconds(41), from: "11").edges)
        run.finish()
        #expect(run.briefs == ["~blocked 1000", "+blocked", "+lost_edges", "-blocked", "-lost_edges"])
    }

    @Test("An unplugged chip sees nothing, and ends what it had begun")
    func unplugged() {
        var run = SensorRun()
        run.receive(EdgeScript("10 11").edges)
        run.unplug(at: Self.at(1500))
        run.unplug(at: Self.at(1600))
        #expect(run.briefs == ["~lost_edges 1000", "+unplugged"])
        #expect(!run.sensor.isObserving)
        #expect(run.sensor.deadline == nil)
        run.receive(EdgeScript("10 11 01 00", start: .seconds(2)).edges)
        run.advance(to: Self.at(60_000))
        #expect(run.briefs.count == 2)
        run.synchronise(false, false, at: Self.at(61_000))
        run.receive(EdgeScript("10 11 01 00", start: .seconds(62)).edges)
        run.finish()
        #expect(run.briefs == ["~lost_edges 1000", "+unplugged", "-unplugged", "in 3/2"])
    }

    @Test("Unplugged while blocked and with lost edges: each ends before the next begins")
    func unpluggedBlocked() {
        var run = SensorRun()
        run.synchronise(true, false, at: .zero, because: .lostEdges)
        run.unplug(at: Self.at(40_000))
        #expect(run.briefs == ["~lost_edges 1000", "+lost_edges", "+blocked", "-blocked", "-lost_edges", "+unplugged"])
        run.synchronise(true, true, at: Self.at(50_000))
        #expect(!run.sensor.isObserving)
        #expect(run.briefs.suffix(2) == ["~unsynchronised 1000", "-unplugged"])
        run.synchronise(false, false, at: Self.at(51_000))
        #expect(run.sensor.isObserving)
    }
}
