/// How a light or a sound goes on and off: data, which a ``SignalPlayer`` plays.
///
/// No pattern flashes between 3 and 50 times a second, which can set off seizures: WCAG 2.2, success criterion 2.3.1, allows
/// three flashes in any second; ISO 9241-391 names the frequencies.
package struct SignalPattern: Sendable, Equatable {
    /// How long it is on, and then off. The last pause of a pattern is not waited for.
    package struct Pulse: Sendable, Equatable {
        package var on: Duration
        package var off: Duration

        package init(on: Duration, off: Duration) {
            self.on = on
            self.off = off
        }
    }

    package let pulses: [Pulse]

    /// The shortest time from one beginning of a light to the next: 2.5 flashes a second.
    package static let shortestFlash = Duration.milliseconds(400)

    /// A pattern for a light.
    ///
    /// - Precondition: at least one pulse, and each with its pause takes ``shortestFlash`` or more, but for the last.
    package init(light pulses: [Pulse]) {
        precondition(!pulses.isEmpty, "a pattern without a pulse says nothing")
        precondition(
            pulses.dropLast().allSatisfy { $0.on + $0.off >= Self.shortestFlash },
            "a light that flashes so fast is dangerous"
        )
        self.pulses = pulses
    }

    /// A pattern for a buzzer, which may be quicker than a light.
    package init(sound pulses: [Pulse]) {
        precondition(!pulses.isEmpty, "a pattern without a pulse says nothing")
        self.pulses = pulses
    }

    /// One pulse.
    package static func once(_ time: Duration) -> SignalPattern {
        SignalPattern(light: [Pulse(on: time, off: .zero)])
    }

    /// How long it takes.
    package var length: Duration {
        pulses.dropLast().reduce(pulses.last?.on ?? .zero) { $0 + $1.on + $1.off }
    }
}

/// What a panel says with light and sound. They are told apart by their number and length, with the eyes or the ears alone.
package struct PanelSignals: Sendable, Equatable {
    package var light: SignalPattern
    package var sound: SignalPattern

    /// A long steady light, and one short tone that does not disturb a room.
    package static func taken(light: Duration) -> PanelSignals {
        PanelSignals(light: .once(light), sound: SignalPattern(sound: [.init(on: .milliseconds(120), off: .zero)]))
    }

    /// Two slow blinks and two clicks for what may be tried again in a moment; three for what may not.
    package static func refused(_ refusal: Refusal) -> PanelSignals {
        switch refusal {
        case .justPressed, .severalAtOnce, .notSaved: blinks(2)
        case .closed, .stuck, .testing: blinks(3)
        }
    }

    private static func blinks(_ count: Int) -> PanelSignals {
        PanelSignals(
            light: SignalPattern(
                light: Array(repeating: .init(on: .milliseconds(200), off: .milliseconds(400)), count: count)),
            sound: SignalPattern(
                sound: Array(repeating: .init(on: .milliseconds(40), off: .milliseconds(120)), count: count)))
    }
}

/// Why a press was not taken.
package enum Refusal: String, Sendable, CaseIterable {
    /// The panel asks nothing today, or has no answer for this button.
    case closed
    /// Within the lock-out.
    case justPressed = "just_pressed"
    /// Another button was down.
    case severalAtOnce = "several_at_once"
    /// A button of the panel is stuck, so that not all answers could be given.
    case stuck
    /// It could not be written to the card.
    case notSaved = "not_saved"
    /// Somebody tests the lights.
    case testing
}
