import TunetCore

/// A form that is filled in field by field. What is typed stays until it is sent and taken, or until Esc.
package struct TerminalForm: Sendable, Equatable {
    package enum Purpose: Sendable, Equatable {
        /// A direction of a part of a day, with what has been counted and corrected.
        case correct(day: String, part: CorrectionStatus.Part, count: CorrectionStatus.Count)
        /// The end of a count check at a door.
        case check(door: DoorChecks)
        case clock
        case session
    }

    package enum Field: String, Sendable, CaseIterable {
        case change, number
        case day, time, sure
        case name, from, to, organiser, sector, counted
        case countedIn = "counted_in"
        case countedOut = "counted_out"
        case countedAll = "counted_all"
    }

    package struct Entry: Sendable, Equatable {
        package var field: Field
        package var text: String
        /// Ids of what can be chosen; empty for a field to type in.
        package var options: [String]
        /// In characters from the beginning.
        package var cursor: Int
        package var isOptional: Bool

        package init(_ field: Field, _ text: String = "", options: [String] = [], isOptional: Bool = false) {
            self.field = field
            self.text = text
            self.options = options
            self.isOptional = isOptional
            cursor = text.count
        }
    }

    /// What a key did.
    package enum Outcome: Sendable, Equatable {
        case none, submit, leave
    }

    /// Characters to a field; names and sectors are shorter.
    package static let most = 60

    package var purpose: Purpose
    package var entries: [Entry]
    /// An entry's index, or their number for the button that sends the form.
    package var focus = 0
    /// Why the form was not taken.
    package var error: String?

    package init(_ purpose: Purpose, today: String = "") {
        self.purpose = purpose
        switch purpose {
        case .correct(_, _, let count):
            let options = ["more", "fewer"] + (count.corrected == 0 ? [] : ["undo"])
            entries = [Entry(.change, "more", options: options), Entry(.number)]
        case .check(let door):
            switch door.directions {
            case .inAndOut: entries = [Entry(.countedIn), Entry(.countedOut)]
            case .in: entries = [Entry(.countedIn)]
            case .out: entries = [Entry(.countedOut)]
            case .undirected: entries = [Entry(.countedAll)]
            }
        case .clock:
            entries = [Entry(.day, isOptional: true), Entry(.time)]
        case .session:
            entries = [
                Entry(.name), Entry(.day, today), Entry(.from, isOptional: true), Entry(.to, isOptional: true),
                Entry(.organiser), Entry(.sector, options: RecordedSession.Sector.allCases.map(\.rawValue)),
                Entry(.counted, isOptional: true),
            ]
        }
    }

    package subscript(field: Field) -> String {
        let text = entries.first { $0.field == field }?.text ?? ""
        return String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// The form was refused. What may be meant all the same can be said then.
    mutating func refuse(_ reason: String, at field: Field? = nil) {
        error = reason
        if let index = entries.firstIndex(where: { $0.field == field }) { focus = index }
    }

    /// Asks whether what was refused is meant all the same.
    mutating func askWhetherSure() {
        guard !entries.contains(where: { $0.field == .sure }) else { return }
        entries.append(Entry(.sure, "no", options: ["no", "yes"]))
        focus = entries.count - 1
    }

    mutating func press(_ key: TerminalKey) -> Outcome {
        switch key {
        case .escape: return .leave
        case .up, .backTab: focus = max(0, focus - 1)
        case .down, .tab: focus = min(entries.count, focus + 1)
        case .pageUp: focus = 0
        case .pageDown: focus = entries.count
        case .enter:
            guard focus < entries.count else { return .submit }
            focus += 1
        default:
            guard focus < entries.count else { return .none }
            if entries[focus].options.isEmpty { entries[focus].edit(key) } else { entries[focus].choose(key) }
        }
        return .none
    }
}

extension TerminalForm.Entry {
    fileprivate mutating func choose(_ key: TerminalKey) {
        guard let index = options.firstIndex(of: text) else {
            // Nothing has been chosen yet.
            if [.left, .right, .character(" "), .home].contains(key) { text = options[0] }
            if key == .end { text = options[options.count - 1] }
            return
        }
        switch key {
        case .left: text = options[max(0, index - 1)]
        case .right: text = options[min(options.count - 1, index + 1)]
        case .character(" "): text = options[(index + 1) % options.count]
        case .home: text = options[0]
        case .end: text = options[options.count - 1]
        default: break
        }
    }

    fileprivate mutating func edit(_ key: TerminalKey) {
        var characters = Array(text)
        switch key {
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(characters.count, cursor + 1)
        case .home: cursor = 0
        case .end: cursor = characters.count
        case .backspace where cursor > 0:
            cursor -= 1
            characters.remove(at: cursor)
        case .delete where cursor < characters.count: characters.remove(at: cursor)
        case .character(let character) where takes(character) && characters.count < limit:
            characters.insert(character, at: cursor)
            cursor += 1
        default: break
        }
        text = String(characters)
        // A combining letter may have joined the one before it.
        cursor = min(cursor, text.count)
    }

    /// In characters.
    var limit: Int {
        switch field {
        case .number, .counted, .countedIn, .countedOut, .countedAll: 5
        case .time, .from, .to: 5
        case .day: 20
        default: TerminalForm.most
        }
    }

    private func takes(_ character: Character) -> Bool {
        switch field {
        case .number, .counted, .countedIn, .countedOut, .countedAll: ("0"..."9").contains(character)
        case .time, .from, .to: ("0"..."9").contains(character) || character == ":" || character == "."
        default: TerminalWidth.clean(String(character)) == String(character)
        }
    }
}
