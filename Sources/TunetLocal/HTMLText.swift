/// Text on its way into a page.
enum HTMLText {
    /// Safe as the content of an element and of an attribute in quotes.
    static func escape(_ text: String) -> String {
        // By scalars: a sign with a combining mark is another character, but the same sign to a browser.
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
