/// Plays one ``SignalPattern`` after the other on the lights of a panel, or on its buzzer: one at a time, and never so that
/// lights flash more than three times in any second, whatever is pressed.
struct SignalPlayer: Sendable {
    /// How long after a light has begun another may begin that can wait.
    static let pause = Duration.seconds(1)

    private struct Playing: Sendable {
        var output: Int
        var pattern: SignalPattern
        var isUrgent: Bool
        var pulse = 0
        var isOn = true
        /// When it goes off or on next.
        var due: Int64
    }

    private var playing: Playing?
    private var waiting: (output: Int, pattern: SignalPattern)?
    /// When a light last began.
    private var begunAt = Int64.min / 2

    /// When ``advance(to:_:)`` has something to do, in nanoseconds; the largest number if never.
    var due: Int64 {
        let mayBegin = waiting == nil || !mayReplace ? .max : begunAt + Self.pause.wholeNanoseconds
        return min(playing?.due ?? .max, mayBegin)
    }

    /// Begins at once, in the place of whatever is played.
    mutating func begin(_ pattern: SignalPattern, on output: Int, at now: Int64, _ emit: (Int, Bool) -> Void) {
        waiting = nil
        start(pattern, on: output, isUrgent: true, at: now, emit)
    }

    /// Begins when it may: not within ``pause`` of the beginning of another, which it then ends if that was urgent. Of several
    /// that wait only the last is played.
    mutating func offer(_ pattern: SignalPattern, on output: Int, at now: Int64, _ emit: (Int, Bool) -> Void) {
        // Whoever hammers on a button need not be told more often than this.
        if let playing, !playing.isUrgent { return }
        waiting = (output, pattern)
        startWaiting(at: now, emit)
    }

    mutating func advance(to now: Int64, _ emit: (Int, Bool) -> Void) {
        while var current = playing, current.due <= now {
            let pulse = current.pattern.pulses[current.pulse]
            if current.isOn {
                emit(current.output, false)
                current.isOn = false
                current.pulse += 1
                current.due += pulse.off.wholeNanoseconds
                playing = current.pulse < current.pattern.pulses.count ? current : nil
            } else {
                emit(current.output, true)
                begunAt = current.due
                current.isOn = true
                current.due += pulse.on.wholeNanoseconds
                playing = current
            }
        }
        startWaiting(at: now, emit)
    }

    /// The outputs are gone: nothing is played, and nothing is left on.
    mutating func stop(_ emit: (Int, Bool) -> Void) {
        if let playing, playing.isOn { emit(playing.output, false) }
        playing = nil
        waiting = nil
    }

    /// Whether what waits may begin once its time has come.
    private var mayReplace: Bool { playing?.isUrgent ?? true }

    private mutating func startWaiting(at now: Int64, _ emit: (Int, Bool) -> Void) {
        guard mayReplace, let next = waiting, begunAt + Self.pause.wholeNanoseconds <= now else { return }
        waiting = nil
        start(next.pattern, on: next.output, isUrgent: false, at: now, emit)
    }

    private mutating func start(
        _ pattern: SignalPattern, on output: Int, isUrgent: Bool, at now: Int64, _ emit: (Int, Bool) -> Void
    ) {
        let wasOn = playing.map { $0.isOn ? $0.output : nil } ?? nil
        if let wasOn, wasOn != output { emit(wasOn, false) }
        if wasOn != output { emit(output, true) }
        begunAt = now
        playing = Playing(
            output: output, pattern: pattern, isUrgent: isUrgent,
            due: now + (pattern.pulses.first?.on.wholeNanoseconds ?? 0))
    }
}
