import TunetCore

/// What stands beside the words of an option: a face that is drawn here, or a sign.
enum KioskSymbol {
    /// Hidden from a screen reader: the words say it all.
    static func html(_ symbol: String?) -> String {
        guard let symbol else { return "" }
        guard let mouth = mouths[symbol] else {
            return "<span class=\"symbol\" aria-hidden=\"true\">\(HTMLText.escape(symbol))</span>"
        }
        return """
            <svg class="symbol" viewBox="0 0 48 48" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="3" \
            stroke-linecap="round"><circle cx="24" cy="24" r="21"/><circle cx="17" cy="19" r="1.5" fill="currentColor"/>\
            <circle cx="31" cy="19" r="1.5" fill="currentColor"/><path d="\(mouth)"/></svg>
            """
    }

    private static let mouths = [
        "very-happy": "M13 27h22a11 10 0 0 1-22 0z", "happy": "M14 29q10 8 20 0", "neutral": "M15 32h18",
        "sad": "M14 35q10-8 20 0", "very-sad": "M13 37a11 10 0 0 1 22 0z",
    ]
}
