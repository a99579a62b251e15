/// How text looks. What a style says is said in words or signs as well, since colours may be missing or not be seen.
package struct TerminalStyle: OptionSet, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let bold = TerminalStyle(rawValue: 1)
    package static let reverse = TerminalStyle(rawValue: 2)
    package static let dim = TerminalStyle(rawValue: 4)
    package static let underline = TerminalStyle(rawValue: 8)
    /// Green where there are colours.
    package static let good = TerminalStyle(rawValue: 16)
    /// Yellow.
    package static let warning = TerminalStyle(rawValue: 32)
    /// Cyan.
    package static let accent = TerminalStyle(rawValue: 48)
}

/// A line of styled text.
package struct TerminalLine: Sendable, Equatable {
    package struct Span: Sendable, Equatable {
        package var text: String
        package var style: TerminalStyle
    }

    package private(set) var spans: [Span] = []
    /// In cells.
    package private(set) var width = 0

    package init() {}

    package init(_ text: String, _ style: TerminalStyle = []) { append(text, style) }

    package mutating func append(_ text: String, _ style: TerminalStyle = []) {
        guard !text.isEmpty else { return }
        let clean = TerminalWidth.clean(text)
        spans.append(Span(text: clean, style: style))
        width += TerminalWidth.of(clean)
    }

    package mutating func append(_ other: TerminalLine) {
        spans += other.spans
        width += other.width
    }

    /// The same line in exactly `target` cells: filled with blanks, or shortened with an ellipsis.
    package func fitted(_ target: Int, filledWith style: TerminalStyle = []) -> TerminalLine {
        if width <= target {
            var line = self
            line.append(String(repeating: " ", count: target - width), style)
            return line
        }
        var line = TerminalLine()
        for span in spans {
            let room = target - line.width
            guard TerminalWidth.of(span.text) >= room else {
                line.append(span.text, span.style)
                continue
            }
            line.append(TerminalWidth.fit(span.text + " ", room), span.style)
            break
        }
        return line.width < target ? line.fitted(target, filledWith: style) : line
    }

    /// All of it in another style.
    package func styled(_ style: TerminalStyle) -> TerminalLine {
        var line = TerminalLine()
        for span in spans { line.append(span.text, span.style.union(style)) }
        return line
    }

    /// `left      right` in `width` cells; the left side is shortened if need be, and the right one if it does not fit alone.
    package static func sides(
        _ left: String, _ right: String, _ width: Int, left leftStyle: TerminalStyle = [],
        right rightStyle: TerminalStyle = []
    ) -> TerminalLine {
        let end = TerminalWidth.fit(TerminalWidth.clean(right), max(0, width))
        let room = width - TerminalWidth.of(end) - (end.isEmpty ? 0 : 2)
        guard room >= 4 || end.isEmpty else { return TerminalLine(end, rightStyle).fitted(width) }
        var line = TerminalLine(TerminalWidth.clean(left), leftStyle).fitted(room)
        if !end.isEmpty { line.append("  ") }
        line.append(end, rightStyle)
        return line
    }

    /// The text in as many lines as it takes; the first begins with `mark`, the others are indented as far.
    package static func wrapped(
        _ text: String, _ width: Int, _ style: TerminalStyle = [], mark: String = ""
    ) -> [TerminalLine] {
        let indent = TerminalWidth.of(mark)
        // Line ends are kept, other control characters are not.
        let paragraphs = text.split(separator: "\n", omittingEmptySubsequences: false)
        let clean = paragraphs.map { TerminalWidth.clean(String($0)) }.joined(separator: "\n")
        return TerminalWidth.wrap(clean, max(1, width - indent)).enumerated().map { index, part in
            var line = TerminalLine(index == 0 ? mark : String(repeating: " ", count: indent), style)
            line.append(part, style)
            return line
        }
    }
}
