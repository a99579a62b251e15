/// How far the beams really are from each other, judged by the bodies that pass.
///
/// A body of depth d breaks each beam for d / v and needs g / v from one beam to the other, so that length over lag is
/// d / g whatever its speed v. The median of that over many bodies gives g in units of the expected depth.
struct BeamGauge: Sendable {
    /// Millimetres.
    private(set) var beamGap: Int64 = 0
    /// What the installer measured, in millimetres; 0 if they did not.
    private let measured: Int64
    /// Millimetres.
    private let depth: Int64
    /// The median of length over lag, in thousandths.
    private var ratio: Int64
    private var step: Int64 = 8
    private var unused = 0
    /// Of a lag, how long both beams may be clear within one body, in 1/1024.
    private var clearShare: Int64 = 0
    private let clearWithin: Int64

    init(_ parameters: BeamPairParameters, _ limits: BodyLimits) {
        measured = Int64(parameters.beamGap?.millimetres ?? 0)
        depth = limits.depth
        clearWithin = limits.clearWithin
        let gap = measured > 0 ? measured : Int64(BeamPairParameters.usualBeamGap.millimetres)
        ratio = 1000 * depth / gap
        take(gap)
    }

    /// How long both beams may be clear within a body that has `lag` from beam to beam: 60 to 900 ms.
    func wait(afterLag lag: Int64) -> Int64 {
        min(max(lag * clearShare / 1024, 60_000_000), 900_000_000)
    }

    /// How long the longest body with `lag` from beam to beam takes, with all its parts: 1 m, and 1.7 m at the speed of
    /// wheeled walkers.
    func longest(afterLag lag: Int64, _ limits: BodyLimits) -> Int64 {
        let isSlow = lag * limits.walkerSpeed > beamGap * 1_000_000_000
        return lag * (isSlow ? 1700 : 1000) / beamGap
    }

    /// One crossing with one break of each beam: a step towards it, up or down.
    ///
    /// - Parameters:
    ///   - lags: from outer to inner, of both ends together.
    ///   - lengths: of both breaks together.
    mutating func learn(lags: Int64, lengths: Int64) {
        guard lags > 20_000_000, lengths < 3_000_000_000 else { return }
        let change = max(1, step < 64 ? ratio / step : ratio >> 6)
        ratio = lengths * 1000 > ratio * lags ? ratio + change : max(100, ratio - change)
        unused += 1
        guard step < 64 || unused >= 8 else { return }
        unused = 0
        step = min(step + 1, 64)
        // A measured distance is believed unless the bodies make it impossible.
        let learned = min(max(1000 * depth / ratio, 20), 500)
        take(10 * learned > 6 * measured && 10 * learned < 16 * measured ? measured : learned)
    }

    private mutating func take(_ gap: Int64) {
        beamGap = gap
        clearShare = clearWithin * 1024 / gap
    }
}
