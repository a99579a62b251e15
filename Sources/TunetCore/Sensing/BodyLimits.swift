/// What bodies do and do not do at a door: every limit by which clusters of breaks are judged.
///
/// They are those of bodies, not of recordings. Distances become times by the speed with which a body goes from beam to
/// beam.
struct BodyLimits: Sendable {
    // MARK: Lengths, in millimetres

    /// What a body with its arms measures in the beams: a little more than its depth (recorded walks: 27 to 28 cm for
    /// torsos of 20 to 30 cm).
    let depth: Int64
    /// A part of less depth than this is no torso: 14 cm where 25 are expected. Arms and tubes have up to 10.
    let thin: Int64
    /// How far from a torso a thin part may be and still belong to it: a hand swings up to 30 cm to either side of the
    /// body's middle (Murray et al., Am. J. Phys. Med. 46 (1967) 290).
    let reach: Int64 = 250
    /// The same where people walk close behind each other, and a thin part may be another child.
    let reachInCompany: Int64 = 120
    /// The widest see-through gap in a wheeled walker or a wheelchair, with a quarter for changes of speed.
    let walkerGap: Int64 = 270
    /// The length of a wheeled walker with its person, or of a wheelchair: 1.2 m, with a third for changes of speed.
    let walkerLength: Int64 = 1600
    /// The length of the basket or seat of a wheeled walker.
    let basket: Int64 = 280
    /// Longest way of which both beams may be clear within one body.
    let clearWithin: Int64 = 300

    // MARK: Speeds, in millimetres per second

    /// Who pushes a wheeled walker goes no faster.
    let walkerSpeed: Int64 = 750
    /// Nobody who goes through a door goes slower from beam to beam.
    let creepingSpeed: Int64 = 250

    // MARK: Times, in nanoseconds

    /// Nobody steps forwards, stops, and is on the way back in less.
    let turnTime: Int64 = 350_000_000
    /// A beam broken for less was broken by a limb: a child of 12 cm who runs at 2.5 m/s takes 48 ms.
    let limbTime: Int64 = 40_000_000
    /// Least and greatest time in which somebody who walks past another who stands in the beams breaks one.
    let passingTime: ClosedRange<Int64> = 75_000_000...250_000_000
    /// Two people who meet in the beams at walking pace are through in this time.
    let meetingTime: Int64 = 450_000_000
    /// Who stands in one beam for longer than this before and after somebody passed was not the one who passed.
    let standingTime: Int64 = 400_000_000
    /// Whoever comes this long after the last one comes alone.
    let aloneTime: Int64 = 1_000_000_000
    let gapTime: Int64

    init(_ parameters: BeamPairParameters) {
        let expected = Int64(parameters.bodyDepth.millimetres)
        depth = expected * 108 / 100
        thin = expected * 14 / 25
        gapTime = parameters.gapTime.wholeNanoseconds
    }
}
