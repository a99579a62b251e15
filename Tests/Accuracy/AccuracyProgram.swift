import Glibc
import TunetCore
import TunetTestSupport

/// Counts recorded and generated walks, prints how far the counts are from the truth, and ends with 1 if Tunet promises
/// better.
@main
enum AccuracyProgram {
    static func main() {
        do throws(Complaint) {
            guard let options = try Options(CommandLine.arguments.dropFirst()) else {
                print(Options.help)
                return
            }
            exit(try run(options) ? 0 : 1)
        } catch {
            System.say("tunet-accuracy: \(error.message)\n")
            exit(2)
        }
    }

    /// Whether every bound was kept.
    private static func run(_ options: Options) throws(Complaint) -> Bool {
        let begin = ContinuousClock.now
        var broken: [String] = []
        var rows: [FittedScores] = []
        if options.parts.contains(.traces) {
            let measured = try TracePart.measure(root: options.root)
            for row in measured { broken += TracePart.broken(row) }
            rows += measured
        }
        if options.parts.contains(.days) {
            for scenario in WalkScenario.allCases where scenario != .spaced {
                let row = DayPart.measure(scenario, options)
                for fitting in [BeamFitting.standard, .known] {
                    broken += AccuracyBounds.days(of: scenario, fitting).broken(by: row[fitting])
                }
                rows.append(row)
            }
        }
        if !rows.isEmpty {
            print(Table.accuracy(of: rows))
            print(Table.fittings(of: rows))
            print(Table.note)
        }
        if options.parts.contains(.spaced) { broken += SpacedPart.measure(options) }
        if options.parts.contains(.noise) { broken += try NoisePart.measure(options) }
        let (seconds, _) = (ContinuousClock.now - begin).components
        print("Seed \(options.seed), \(seconds) s.")
        for line in broken { print("MISSED  \(line)") }
        print(broken.isEmpty ? "Every bound was kept." : "A bound was missed.")
        return broken.isEmpty
    }
}

/// Why nothing could be measured.
struct Complaint: Error {
    var message: String

    init(_ message: String) {
        self.message = message
    }
}
