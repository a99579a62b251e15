/// The lines of a place, numbered in the order of its configuration: every door's, then every panel's.
///
/// These numbers are the line numbers of ``Edge`` and of recorded traces.
package struct Wiring: Sendable {
    /// What a line that is read belongs to. Numbers count doors, panels and buttons in the configuration's order.
    package enum InputRole: Sendable, Hashable {
        case outerBeam(door: Int)
        case innerBeam(door: Int)
        /// The one line of any other sensor.
        case contact(door: Int)
        /// The beam above a pair.
        case upperBeam(door: Int)
        /// The contact on the leaf, besides the door's sensor.
        case leaf(door: Int)
        case button(panel: Int, button: Int)
    }

    package enum OutputRole: Sendable, Hashable {
        case light(panel: Int, button: Int)
        case buzzer(panel: Int)
    }

    package struct Input: Sendable {
        package var role: InputRole
        package var line: InputLine
        /// For people: `front outer`, `panel 1`.
        package var title: String
    }

    package struct Output: Sendable {
        package var role: OutputRole
        package var line: OutputLine
        package var title: String
    }

    package private(set) var inputs: [Input] = []
    package private(set) var outputs: [Output] = []

    package init(_ configuration: PlaceConfiguration) {
        for (number, door) in configuration.doors.enumerated() {
            switch door.sensor {
            case .beamPair(let outer, let inner, _):
                inputs.append(Input(role: .outerBeam(door: number), line: outer, title: "\(door.id) outer"))
                inputs.append(Input(role: .innerBeam(door: number), line: inner, title: "\(door.id) inner"))
            case .contact(let line, let parameters):
                let title = "\(door.id) \(parameters.kind.rawValue)"
                inputs.append(Input(role: .contact(door: number), line: line, title: title))
            case .activity(let line, let parameters):
                let title = "\(door.id) \(parameters.kind.rawValue)"
                inputs.append(Input(role: .contact(door: number), line: line, title: title))
            }
            if let upper = door.upper {
                inputs.append(Input(role: .upperBeam(door: number), line: upper, title: "\(door.id) upper"))
            }
            if let reed = door.reed {
                inputs.append(Input(role: .leaf(door: number), line: reed, title: "\(door.id) reed"))
            }
        }
        for (number, panel) in configuration.panels.enumerated() {
            add(panel, number: number)
        }
    }

    private mutating func add(_ panel: Panel, number: Int) {
        for (index, button) in panel.buttons.enumerated() {
            let title = "\(panel.id) \(button.use?.id ?? "\(index + 1)")"
            inputs.append(Input(role: .button(panel: number, button: index), line: button.line, title: title))
            if let led = button.led {
                outputs.append(Output(role: .light(panel: number, button: index), line: led, title: "\(title) light"))
            }
        }
        if let buzzer = panel.buzzer {
            outputs.append(Output(role: .buzzer(panel: number), line: buzzer, title: "\(panel.id) buzzer"))
        }
    }

    /// The number of the output with `role`; nil if the panel has none.
    package func output(_ role: OutputRole) -> Int? {
        outputs.firstIndex { $0.role == role }
    }
}
