import Foundation
import Synchronization
import TunetCore
import TunetStore
import TunetTestSupport
import TunetWire

/// How a world comes to be.
extension World {
    /// In memory where there is such a place, because a month makes some hundred thousand small writes.
    static func scratchFolder() throws -> ScratchFolder {
        try ScratchFolder()
    }

    static func configuration(folder: String, using random: inout SeededGenerator) -> PlaceConfiguration {
        var second = SmallPlace.frontDoor
        second.id = "back"
        let doors: [[Door]] = [
            [SmallPlace.frontDoor], [SmallPlace.frontDoor, SmallPlace.gardenDoor], [SmallPlace.frontDoor, second],
        ]
        let panels: [[Panel]] = [
            [SmallPlace.panel()], [SmallPlace.panel(), SmallPlace.panel("hall")],
        ]
        var configuration = SmallPlace.configuration(
            dataFolder: folder, doors: doors[random.whole(0...2)], panels: panels[random.whole(0...1)],
            sessions: random.chance(0.5) ? [SmallPlace.cafe] : [],
            // At this ε the noise is 0, but for a share of e⁻¹⁰⁰⁰ of the draws: what is released can be compared with what
            // happened.
            release: ReleasePolicy(
                leaf: random.pick([(LeafPeriod.day, 3), (.week, 2), (.month, 1)]), epsilonNumerator: 1000,
                correctionDays: random.whole(0...3), yearlyCeiling: 1_000_000_000),
            uplink: UplinkPolicy(
                collectorURL: "http://127.0.0.1:1", collectorKey: [], uploadMinute: random.whole(0...95) * 15))
        configuration.device.clockTrust = .synchronised
        configuration.openings = []
        configuration.questions = zip(["trivsel", "mat"], configuration.panels).map {
            SmallPlace.question($0, on: [$1])
        }
        return configuration
    }

    /// Makes the data folder with a key that the seed decides, so that batches are the same in each run.
    static func makeDevice(
        _ folder: String, scratch: ScratchFolder, using random: inout SeededGenerator
    ) throws -> VerifyingKey {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        try FileManager.default.createDirectory(atPath: scratch.file("reading"), withIntermediateDirectories: false)
        let key = try SigningKey(raw: (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) })
        try ScratchFolder.write(key.raw, to: folder + "/device.key")
        return key.verifyingKey
    }

    static func chance(seed: UInt64) -> RandomSource {
        let generator = Shared(SeededGenerator(seed: seed))
        return RandomSource { generator.value.withLock { $0.next() } }
    }

    private final class Shared: Sendable {
        let value: Mutex<SeededGenerator>

        init(_ generator: SeededGenerator) {
            value = Mutex(generator)
        }
    }
}
