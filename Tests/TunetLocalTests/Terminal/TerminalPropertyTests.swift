import Testing
import TunetCore

@testable import TunetLocal

/// Whatever is pressed, answered and resized, in whatever order.
@Suite("Terminal: any keys")
struct TerminalPropertyTests {
    private static let keys: [TerminalKey] = [
        .up, .down, .left, .right, .enter, .enter, .enter, .escape, .backspace, .delete, .tab, .backTab, .pageUp,
        .pageDown, .home, .end, .help,
    ]

    private static func key(_ random: inout SeededGenerator) -> TerminalKey {
        if Int.random(in: 0..<3, using: &random) > 0, let key = keys.randomElement(using: &random) { return key }
        let letters = Array("rksafptlhcud?jyn mæØ1234567890:.,-e\u{301}漢")
        return .character(letters.randomElement(using: &random) ?? "x")
    }

    private static func answer(_ request: TerminalRequest, _ random: inout SeededGenerator) -> TerminalAnswer {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: .unknown
        case 1: .unreachable
        case 2: .refused("Det går ikke.\nPrøv igjen.")
        default: TerminalModel.answer(to: request)
        }
    }

    /// What is typed in the form in front.
    private static func typed(_ model: TerminalModel) -> (depth: Int, form: TerminalForm)? {
        guard case .form(let form)? = model.layers.last?.view else { return nil }
        return (model.layers.count, form)
    }

    @Test(
        "No key breaks it, and nothing typed is lost but by Esc or by being taken", arguments: 0..<12 as Range<UInt64>)
    func anyKeys(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var model = try TerminalFixtures.model(LanguageFiles.builtInCodes.randomElement(using: &random))
        var open: (id: Int, request: TerminalRequest)?
        for step in 0..<300 {
            let before = Self.typed(model)
            let place = Comment("seed \(seed), step \(step)")
            var actions: [TerminalAction] = []
            var mayClose = false
            switch Int.random(in: 0..<20, using: &random) {
            case 0:
                let size = (0...70).randomElement(using: &random) ?? 24
                model.resize(to: TerminalSize(rows: size, columns: Int.random(in: 0...220, using: &random)))
            case 1: actions = model.receive(.lost(.silent))
            case 2, 3:
                let status = Bool.random(using: &random) ? TerminalFixtures.busy() : TerminalFixtures.quiet()
                actions = model.receive(.status(status))
            case 4, 5, 6:
                guard let asked = open else { continue }
                open = nil
                let answer = Self.answer(asked.request, &random)
                switch answer {
                case .refused, .unknown, .unreachable: break
                // Taken: but only what was asked from this form may close it.
                default: mayClose = model.pending?.id == asked.id && model.pending?.isAbandoned == false
                }
                actions = model.receive(.answer(asked.id, answer))
            default:
                let key = Self.key(&random)
                mayClose = key == .escape
                actions = model.press(key)
                if let before, let after = Self.typed(model), before.depth == after.depth, model.pending == nil {
                    let (old, new) = (Self.text(before.form), Self.text(after.form))
                    let shrinks = new.count < old.count
                    #expect(
                        !shrinks || key == .backspace || key == .delete
                            || before.form.entries.contains { !$0.options.isEmpty }, place)
                }
            }
            for case .ask(let id, let request) in actions { open = (id, request) }
            if let before, !mayClose {
                // It may be covered, by help or by a message, and comes back then.
                let isThere = model.layers.count >= before.depth
                let view = isThere ? model.layers[before.depth - 1].view : .help
                if case .form(let form) = view {
                    #expect(form.entries.count >= before.form.entries.count, place)
                } else {
                    Issue.record(place)
                }
            }
            let screen = TerminalDrawing.screen(model)
            #expect(screen.size == model.size, place)
            if let cursor = screen.cursor {
                #expect(
                    (0..<model.size.rows).contains(cursor.row) && (0..<model.size.columns).contains(cursor.column),
                    place)
            }
            #expect(model.layers.count < 12, "layers pile up: \(place)")
        }
    }

    private static func text(_ form: TerminalForm) -> String {
        form.entries.filter { $0.options.isEmpty }.map(\.text).joined()
    }

    @Test("A text field does what an editor does", arguments: 0..<20 as Range<UInt64>)
    func editing(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var form = TerminalForm(.session)
        var expected: [Character] = []
        var cursor = 0
        for _ in 0..<200 {
            switch Int.random(in: 0..<9, using: &random) {
            case 0:
                _ = form.press(.left)
                cursor = max(0, cursor - 1)
            case 1:
                _ = form.press(.right)
                cursor = min(expected.count, cursor + 1)
            case 2:
                _ = form.press(.home)
                cursor = 0
            case 3:
                _ = form.press(.end)
                cursor = expected.count
            case 4:
                _ = form.press(.backspace)
                if cursor > 0 {
                    cursor -= 1
                    expected.remove(at: cursor)
                }
            case 5:
                _ = form.press(.delete)
                if cursor < expected.count { expected.remove(at: cursor) }
            default:
                let letter = Array("abæøå Ñ漢").randomElement(using: &random) ?? "x"
                _ = form.press(.character(letter))
                guard expected.count < TerminalForm.most else { continue }
                expected.insert(letter, at: cursor)
                cursor += 1
            }
            #expect(form.entries[0].text == String(expected) && form.entries[0].cursor == cursor, "seed \(seed)")
        }
    }
}
