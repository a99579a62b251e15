/// What the terminal shows: a grid of cells.
package struct TerminalScreen: Sendable, Equatable {
    package struct Cell: Sendable, Equatable {
        /// Nil for the right half of a wide character.
        package var character: Character?
        package var style: TerminalStyle

        static let blank = Cell(character: " ", style: [])
    }

    /// Cells of one style beside each other.
    package struct Run: Sendable, Equatable {
        package var row: Int
        package var column: Int
        package var text: String
        package var style: TerminalStyle
    }

    package struct Position: Sendable, Equatable {
        package var row: Int
        package var column: Int
    }

    package let size: TerminalSize
    private var cells: [Cell]
    /// Where the cursor is shown; nil for nowhere.
    package var cursor: Position?

    package init(_ size: TerminalSize) {
        self.size = TerminalSize(rows: max(0, size.rows), columns: max(0, size.columns))
        cells = Array(repeating: .blank, count: self.size.rows * self.size.columns)
    }

    package subscript(row: Int, column: Int) -> Cell { cells[row * size.columns + column] }

    /// Draws a line from `column` on. What is outside of the grid is not drawn; callers fit their lines before.
    package mutating func put(_ line: TerminalLine, row: Int, column: Int) {
        guard (0..<size.rows).contains(row) else { return }
        var column = column
        for span in line.spans {
            for character in span.text {
                let width = TerminalWidth.of(character)
                guard column >= 0, column + width <= size.columns else { return }
                cells[row * size.columns + column] = Cell(character: character, style: span.style)
                if width == 2 { cells[row * size.columns + column + 1] = Cell(character: nil, style: span.style) }
                column += width
            }
        }
    }

    /// The text of each row, blanks at its end left out.
    package var text: [String] {
        (0..<size.rows).map { row in
            var line = String((0..<size.columns).compactMap { self[row, $0].character })
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// What differs from another screen, or everything if that is nil or has another size.
    package func changes(since old: TerminalScreen?) -> [Run] {
        let old = old?.size == size ? old : nil
        var runs: [Run] = []
        for row in 0..<size.rows {
            var isOpen = false
            for column in 0..<size.columns {
                let cell = self[row, column]
                guard old?[row, column] != cell else {
                    isOpen = false
                    continue
                }
                if isOpen, runs[runs.count - 1].style == cell.style {
                    if let character = cell.character { runs[runs.count - 1].text.append(character) }
                } else if let character = cell.character {
                    runs.append(Run(row: row, column: column, text: String(character), style: cell.style))
                    isOpen = true
                }
            }
        }
        return runs
    }

    /// What stands for a character on a terminal that has only the letters of an older encoding.
    package static func plain(_ character: Character) -> Character {
        switch character {
        case "─", "–", "−": "-"
        case "│": "|"
        case "┌", "┐", "└", "┘", "├", "┤": "+"
        case "█", "▌": "#"
        case "►": ">"
        case "↑": "^"
        case "↓": "v"
        case "…": "."
        case "·", "•": "*"
        case "“", "”": "\""
        case "\u{A0}": " "
        default: character
        }
    }
}
