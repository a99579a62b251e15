/// How many cells text takes on a terminal.
package enum TerminalWidth {
    /// 0, 1 or 2 cells.
    package static func of(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        return isWide(scalar.value) ? 2 : 1
    }

    package static func of(_ text: String) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    /// Wide and full-width characters (Unicode Standard Annex 11), by blocks.
    private static func isWide(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }

    /// The text without anything that would move the cursor: names and messages come from others.
    package static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }

    /// As much of the text as there is room for; what is left out is marked by an ellipsis.
    package static func fit(_ text: String, _ width: Int) -> String {
        guard of(text) > width else { return text }
        guard width > 0 else { return "" }
        var fitted = ""
        var used = 0
        for character in text {
            guard used + of(character) <= width - 1 else { break }
            fitted.append(character)
            used += of(character)
        }
        while fitted.last == " " { fitted.removeLast() }
        return fitted + "…"
    }

    /// The text in lines of at most `width` cells, broken between words; a word that is too long is broken as it is.
    package static func wrap(_ text: String, _ width: Int) -> [String] {
        guard width > 0 else { return [] }
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            for word in paragraph.split(separator: " ") {
                var word = String(word)
                if !line.isEmpty {
                    if of(line) + 1 + of(word) <= width {
                        line += " " + word
                        continue
                    }
                    lines.append(line)
                    line = ""
                }
                while of(word) > width {
                    let head = cut(word, width)
                    lines.append(head)
                    word = String(word.dropFirst(head.count))
                }
                line = word
            }
            lines.append(line)
        }
        return lines
    }

    /// At least one character, so that breaking comes to an end.
    private static func cut(_ word: String, _ width: Int) -> String {
        var head = ""
        var used = 0
        for character in word {
            guard head.isEmpty || used + of(character) <= width else { break }
            head.append(character)
            used += of(character)
        }
        return head
    }
}
