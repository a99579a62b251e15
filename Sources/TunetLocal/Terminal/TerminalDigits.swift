/// Large digits, for a screen that is seen from across the room.
enum TerminalDigits {
    /// Rows of a digit.
    static let height = 5
    /// Cells of a digit with the gap after it.
    static let width = 8

    /// Each row of the number, or nil if it is not made of digits.
    static func lines(_ number: Int) -> [String]? {
        guard number >= 0 else { return nil }
        let digits = String(number).compactMap(\.wholeNumberValue)
        return (0..<height).map { row in
            digits.map { digit in
                glyphs[digit][row].map { $0 == "#" ? "██" : "  " }.joined()
            }.joined(separator: "  ")
        }
    }

    private static let glyphs = [
        ["###", "# #", "# #", "# #", "###"], [" # ", "## ", " # ", " # ", "###"],
        ["###", "  #", "###", "#  ", "###"], ["###", "  #", "###", "  #", "###"],
        ["# #", "# #", "###", "  #", "  #"], ["###", "#  ", "###", "  #", "###"],
        ["###", "#  ", "###", "# #", "###"], ["###", "  #", "  #", "  #", "  #"],
        ["###", "# #", "###", "# #", "###"], ["###", "# #", "###", "  #", "###"],
    ]
}
