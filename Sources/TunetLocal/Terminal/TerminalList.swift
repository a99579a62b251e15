import TunetCore

/// What can be done, beginning from the overview and the menu.
package enum TerminalCommand: String, Sendable, CaseIterable {
    case correct, check, session, actions, faults, test, clock, language, help, quit
}

/// A list to choose from.
package struct TerminalList: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case menu, languages
        /// Parts of days that can be corrected; nil until the service has said.
        case corrections(CorrectionStatus?)
        case doors
        /// What can be done with a door's count check.
        case check(door: String)
        case faults
        case tests
        /// Nil until the service has said.
        case actions([ActionList.Entry]?)
    }

    package struct Item: Sendable, Equatable {
        /// What is chosen by it, whatever the language and the order.
        package var id: String
        package var text: String
        /// The key that chooses it.
        package var letter: Character?
        package var isOff = false
    }

    package var kind: Kind
    /// The id of the chosen item; nil for the first.
    package var selected: String?
    /// Where it was, should it be gone.
    var index = 0

    package init(_ kind: Kind) { self.kind = kind }

    /// Nil if there is nothing to choose.
    func position(among items: [Item]) -> Int? {
        guard !items.isEmpty else { return nil }
        return items.firstIndex { $0.id == selected } ?? min(index, items.count - 1)
    }

    mutating func select(_ position: Int, of items: [Item]) {
        guard !items.isEmpty else { return }
        index = min(max(0, position), items.count - 1)
        selected = items[index].id
    }
}

extension TerminalModel {
    /// The command of a letter, whether it is typed large or small.
    func command(_ letter: Character) -> TerminalCommand? {
        let typed = letter.uppercased()
        return TerminalCommand.allCases.first { say("terminal.letter.\($0.rawValue)") == typed }
    }

    package func items(of kind: TerminalList.Kind) -> [TerminalList.Item] {
        switch kind {
        case .menu:
            return TerminalCommand.allCases.map {
                TerminalList.Item(
                    id: $0.rawValue, text: say("terminal.menu.\($0.rawValue)"),
                    letter: say("terminal.letter.\($0.rawValue)").first)
            }
        case .languages:
            return LanguageFiles.codes.compactMap { code in
                Catalogue(code).map { TerminalList.Item(id: code, text: say.capitalised($0.name)) }
            }
        case .corrections(let status): return corrections(status)
        case .doors:
            return checkableDoors.map { TerminalList.Item(id: $0.id, text: "\($0.name): \(checkState($0))") }
        case .check(let id): return checkItems(id)
        case .faults:
            return callItems
                + (status?.problems ?? []).map { problem in
                    let seen = problem.isAcknowledged ? parenthesis(say("terminal.acknowledged")) : ""
                    let words = words.problem(problem.health)
                    return TerminalList.Item(
                        id: problem.id, text: "\(problem.name): \(words)\(seen)", isOff: problem.isAcknowledged)
                }
        case .tests:
            let panels = (status?.node.panels ?? []).map { TerminalList.Item(id: $0.id, text: $0.name) }
            let all = TerminalList.Item(id: "", text: say("terminal.test_all"))
            return panels.count == 1 ? panels : panels.isEmpty ? [] : [all] + panels
        case .actions(let actions):
            return (actions ?? []).map { action in
                let day = action.day.flatMap { CivilDate($0) }.map { say.day($0, seenOn: today) }
                let undone = action.undone ? parenthesis(say("terminal.undone")) : ""
                return TerminalList.Item(
                    id: String(action.id),
                    text: [day.map(say.capitalised), action.words].compactMap { $0 }
                        .joined(separator: ": ") + undone,
                    isOff: !action.canUndo)
            }
        }
    }

    private func corrections(_ status: CorrectionStatus?) -> [TerminalList.Item] {
        (status?.days ?? []).flatMap { day in
            day.parts.flatMap { part in
                part.counts.map { count in
                    TerminalList.Item(
                        id: "\(day.day)/\(part.session)/\(count.direction.rawValue)",
                        text: words.correction(day.day, part, count, today))
                }
            }
        }
    }

    /// One item for each panel at which somebody waits: whoever has been there has been there for all of them.
    private var callItems: [TerminalList.Item] {
        (status?.callingPanels ?? []).map { panel in
            let texts = (panel.calls ?? []).map { $0.text }.joined(separator: ", ")
            let words: [String: Catalogue.Word] = ["panel": .text(panel.name), "text": .text(texts)]
            return TerminalList.Item(id: Self.callPrefix + panel.id, text: say("terminal.call_seen", words))
        }
    }

    /// Of the ids of calls among the faults, which begin with a source and a slash.
    static let callPrefix = "call:"

    private func parenthesis(_ text: String) -> String { " (\(text))" }

    var checkableDoors: [DoorChecks] { status?.node.countCheck?.doors ?? [] }

    private func checkState(_ door: DoorChecks) -> String {
        say("terminal.check_\(door.state.rawValue)")
    }

    private func checkItems(_ id: String) -> [TerminalList.Item] {
        guard let door = checkableDoors.first(where: { $0.id == id }) else { return [] }
        let actions: [String]
        switch door.state {
        case .idle: actions = ["start"]
        case .interrupted: actions = ["start", "cancel"]
        case .counting, .stopped: actions = ["stop", "cancel"]
        }
        return actions.map { TerminalList.Item(id: $0, text: say("terminal.check_do.\($0)")) }
    }
}
