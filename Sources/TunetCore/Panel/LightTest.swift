/// Every light of a panel, one after the other, and then its buzzer: so that a person sees and hears what works.
///
/// On for ``lightTime`` and dark for ``pause``, it never flashes faster than twice in three seconds, which is far from what
/// may harm (WCAG 2.2, 2.3.1: three in one second). It begins and ends with everything dark.
package struct LightTest: Sendable {
    package static let lightTime = Duration.seconds(1)
    package static let soundTime = Duration.milliseconds(300)
    package static let pause = Duration.milliseconds(500)

    /// What is tried, in order.
    package struct Step: Sendable, Equatable {
        /// The number of the output in the wiring.
        package var output: Int
        /// A buzzer, and not a light.
        package var isSound: Bool

        package init(output: Int, isSound: Bool = false) {
            self.output = output
            self.isSound = isSound
        }
    }

    /// Numbers of the panels that are tried. Who presses one of them meanwhile tests it too: it is no answer, and no misuse.
    package let panels: Set<Int>
    package let began: MonotonicInstant
    /// When it is over.
    package let end: MonotonicInstant
    /// When which output changes, in order of time.
    private let changes: [(time: MonotonicInstant, output: Int, isOn: Bool)]
    private var next = 0
    /// What the panels themselves want of their lights and buzzers. Lights are shown once the test is over; a sound would come too
    /// late to be understood.
    private(set) var wanted: [Int: Bool]
    private let sounds: Set<Int>

    /// - Parameter lit: the outputs of these panels that are on now. They are switched off at once.
    package init(panels: Set<Int>, steps: [Step], lit: Set<Int>, at now: MonotonicInstant) {
        self.panels = panels
        began = now
        sounds = Set(steps.filter(\.isSound).map(\.output))
        wanted = Dictionary(lit.map { ($0, true) }) { first, _ in first }
        var changes = lit.sorted().map { (time: now, output: $0, isOn: false) }
        var time = now.advanced(by: Self.pause)
        for step in steps {
            changes.append((time, step.output, true))
            time = time.advanced(by: step.isSound ? Self.soundTime : Self.lightTime)
            changes.append((time, step.output, false))
            time = time.advanced(by: Self.pause)
        }
        self.changes = changes
        end = time
    }

    /// When ``advance(to:)`` has something to do; nil once the test is over.
    package var deadline: MonotonicInstant? {
        guard !isOver else { return nil }
        return next < changes.count ? changes[next].time : end
    }

    /// Whether all of it has been carried out.
    package private(set) var isOver = false

    /// Whether a panel that is tried was pressed at that time.
    package func covers(panel: Int, at time: MonotonicInstant) -> Bool {
        panels.contains(panel) && time >= began && time < end
    }

    /// A panel wants an output on or off.
    ///
    /// - Returns: whether that is to be done at once; otherwise it waits for the end.
    package mutating func want(output: Int, on isOn: Bool) -> Bool {
        guard !isOver else { return true }
        wanted[output] = isOn
        return false
    }

    /// What is due at `now`: outputs to be switched, in order. At the end the lights that the panels want on come on.
    package mutating func advance(to now: MonotonicInstant) -> [(output: Int, isOn: Bool)] {
        var due: [(output: Int, isOn: Bool)] = []
        while next < changes.count, changes[next].time <= now {
            due.append((changes[next].output, changes[next].isOn))
            next += 1
        }
        guard !isOver, next == changes.count, end <= now else { return due }
        isOver = true
        return due + wanted.filter { $0.value && !sounds.contains($0.key) }.keys.sorted().map { ($0, true) }
    }
}
