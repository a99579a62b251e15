import CTunetTerminal
import Glibc
import TunetLocal

/// The real terminal, as long as it is ours: it is given back at the end of the value.
///
/// Everything but ``wake()`` belongs to one thread.
struct TerminalDevice: ~Copyable {
    /// What ``wait()`` tells.
    struct News: OptionSet {
        let rawValue: Int32

        static let keys = News(rawValue: Int32(TUNET_TERMINAL_KEYS))
        static let resized = News(rawValue: Int32(TUNET_TERMINAL_RESIZED))
        static let end = News(rawValue: Int32(TUNET_TERMINAL_END))
        static let stop = News(rawValue: Int32(TUNET_TERMINAL_STOP))
        static let redraw = News(rawValue: Int32(TUNET_TERMINAL_REDRAW))
    }

    private var shown: TerminalScreen?
    private let isUTF8: Bool

    /// - Throws: ``NodeError`` that says what is missing.
    init() throws(NodeError) {
        let result = tunet_terminal_open()
        guard result == 0 else { throw NodeError(Self.reason(-result)) }
        isUTF8 = tunet_terminal_is_utf8() != 0
    }

    deinit { tunet_terminal_close() }

    private static func reason(_ error: Int32) -> String {
        switch error {
        case ENOENT:
            "The terminal needs the library ncursesw, which this system lacks. Install it: apt install libncursesw6. "
                + "“tunet status” shows the numbers without it."
        case ENOTTY:
            "“tunet terminal” draws on a terminal, and standard input or output is none. “tunet status” prints the "
                + "numbers as text."
        case ENOTSUP:
            "This kind of terminal (TERM=\(getenv("TERM").map { String(cString: $0) } ?? "")) is not known here, or can't "
                + "be drawn on. Try TERM=xterm tunet terminal, or “tunet status”."
        default: "The terminal can't be used: \(String(cString: strerror(error)))."
        }
    }

    /// The size that is drawn in from now on.
    mutating func size() -> TerminalSize {
        var (rows, columns): (Int32, Int32) = (0, 0)
        _ = tunet_terminal_size(&rows, &columns)
        shown = nil
        return TerminalSize(rows: Int(rows), columns: Int(columns))
    }

    /// Sends what differs from what is shown; nothing if nothing does.
    mutating func show(_ screen: TerminalScreen) {
        guard screen != shown else { return }
        for run in screen.changes(since: shown) {
            let text = isUTF8 ? run.text : String(run.text.map(TerminalScreen.plain))
            let scalars = text.unicodeScalars.map(\.value)
            tunet_terminal_put(
                Int32(run.row), Int32(run.column), scalars, Int32(scalars.count), Int32(run.style.rawValue))
        }
        tunet_terminal_show(Int32(screen.cursor?.row ?? -1), Int32(screen.cursor?.column ?? 0))
        shown = screen
    }

    /// Everything is drawn anew: another program may have written on the terminal.
    mutating func forget() {
        tunet_terminal_forget()
        shown = nil
    }

    /// Blocks until there is a key, a signal or a wake-up.
    func wait() -> News {
        let result = tunet_terminal_wait()
        return result < 0 ? .end : News(rawValue: result)
    }

    /// From any thread.
    static func wake() { tunet_terminal_wake() }

    mutating func suspend() {
        tunet_terminal_suspend()
        shown = nil
    }

    /// Nil if there is no key.
    func key() -> TerminalKey?? {
        let code = tunet_terminal_key()
        guard code >= 0 else { return nil }
        return .some(Self.key(code))
    }

    /// Nil for keys without a meaning here.
    private static func key(_ code: Int32) -> TerminalKey? {
        if let special = special[code] { return special }
        guard code >= 0x20, let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
        return .character(Character(scalar))
    }

    private static let special: [Int32: TerminalKey] = {
        let keys: [(Int, TerminalKey)] = [
            (Int(TUNET_TERMINAL_KEY_UP), .up), (Int(TUNET_TERMINAL_KEY_DOWN), .down),
            (Int(TUNET_TERMINAL_KEY_LEFT), .left), (Int(TUNET_TERMINAL_KEY_RIGHT), .right),
            (Int(TUNET_TERMINAL_KEY_ENTER), .enter), (Int(TUNET_TERMINAL_KEY_BACKSPACE), .backspace),
            (Int(TUNET_TERMINAL_KEY_DELETE), .delete), (Int(TUNET_TERMINAL_KEY_HOME), .home),
            (Int(TUNET_TERMINAL_KEY_END), .end), (Int(TUNET_TERMINAL_KEY_PAGE_UP), .pageUp),
            (Int(TUNET_TERMINAL_KEY_PAGE_DOWN), .pageDown), (Int(TUNET_TERMINAL_KEY_BACK_TAB), .backTab),
            (Int(TUNET_TERMINAL_KEY_HELP), .help), (0x09, .tab), (0x1B, .escape),
        ]
        return Dictionary(uniqueKeysWithValues: keys.map { (Int32($0.0), $0.1) })
    }()
}
