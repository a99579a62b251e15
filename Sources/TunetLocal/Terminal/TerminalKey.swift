/// A key of the volunteers' terminal.
package enum TerminalKey: Sendable, Hashable {
    case character(Character)
    case up, down, left, right, enter, escape, backspace, delete, tab, backTab, pageUp, pageDown, home, end
    /// F1.
    case help
}

/// The terminal's size in cells.
package struct TerminalSize: Sendable, Hashable {
    package var rows: Int
    package var columns: Int

    package init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
    }

    /// Below it the columns of the overview stand one below the other.
    package static let usual = TerminalSize(rows: 24, columns: 80)
    /// Below it there is only room to ask for more.
    package static let least = TerminalSize(rows: 10, columns: 36)
}
