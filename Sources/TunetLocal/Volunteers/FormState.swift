/// What somebody has written in a form, and what is wrong with it.
struct FormState: Sendable {
    static let tokenField = "token"

    var fields = FormFields()
    /// In the order of the fields; without a field for what is about the whole form.
    var mistakes: [(field: String?, words: String)] = []

    /// Proves that a page of ours made the form.
    static func token(_ token: String) -> String {
        "<input type=\"hidden\" name=\"\(tokenField)\" value=\"\(HTMLText.escape(token))\">"
    }

    static func hidden(_ name: String, _ value: String) -> String {
        "<input type=\"hidden\" name=\"\(HTMLText.escape(name))\" value=\"\(HTMLText.escape(value))\">"
    }

    func mistake(of field: String) -> String? { mistakes.first { $0.field == field }?.words }

    /// All mistakes in front of the page, each with a link to its field; empty if there are none.
    func summary(_ title: String) -> String {
        guard !mistakes.isEmpty else { return "" }
        let items = mistakes.map { mistake in
            let words = HTMLText.escape(mistake.words).replacing("\n", with: "<br>")
            return mistake.field.map { "<li><a href=\"#f-\($0)\">\(words)</a></li>" } ?? "<li>\(words)</li>"
        }
        return "<div class=\"mistakes\" role=\"alert\" tabindex=\"-1\" id=\"said\">"
            + "<h2>\(HTMLText.escape(title))</h2><ul>\(items.joined())</ul></div>\n"
    }

    /// A field with its label, what helps to fill it in, and what is wrong with it.
    ///
    /// - Parameters:
    ///   - attributes: of the `input`, without those that every field has.
    ///   - value: what stands there if nobody has written anything yet.
    func input(_ name: String, _ label: String, _ attributes: String, hint: String? = nil, value: String = "") -> String
    {
        var described: [String] = []
        var html = "<div class=\"field\"><label for=\"f-\(name)\">\(HTMLText.escape(label))</label>"
        if let hint {
            html += "<p class=\"hint\" id=\"h-\(name)\">\(HTMLText.escape(hint))</p>"
            described.append("h-\(name)")
        }
        if let mistake = mistake(of: name) {
            html += "<p class=\"mistake\" id=\"e-\(name)\">\(HTMLText.escape(mistake))</p>"
            described.append("e-\(name)")
        }
        html += "<input id=\"f-\(name)\" name=\"\(name)\" \(attributes)"
        html += " value=\"\(HTMLText.escape(fields[name] ?? value))\""
        if !described.isEmpty { html += " aria-describedby=\"\(described.joined(separator: " "))\"" }
        if mistake(of: name) != nil { html += " aria-invalid=\"true\"" }
        return html + "></div>"
    }

    /// One of several, each with its own target. The mistake of the group stands at its name.
    ///
    /// - Parameter choices: with what they are called.
    func choice(_ name: String, _ label: String, _ choices: [(value: String, label: String)], value: String?) -> String
    {
        let chosen = fields[name] ?? value
        var html = "<fieldset id=\"f-\(name)\" tabindex=\"-1\""
        html += mistake(of: name) == nil ? ">" : " aria-describedby=\"e-\(name)\">"
        html += "<legend>\(HTMLText.escape(label))</legend>"
        if let mistake = mistake(of: name) {
            html += "<p class=\"mistake\" id=\"e-\(name)\">\(HTMLText.escape(mistake))</p>"
        }
        for choice in choices {
            html +=
                "<label class=\"choice\"><input type=\"radio\" name=\"\(name)\" value=\"\(HTMLText.escape(choice.value))\""
            html += "\(choice.value == chosen ? " checked" : "")> <span>\(HTMLText.escape(choice.label))</span></label>"
        }
        return html + "</fieldset>"
    }

    /// One of many.
    func select(_ name: String, _ label: String, _ choices: [(value: String, label: String)], value: String?) -> String
    {
        let chosen = fields[name] ?? value
        var html = "<div class=\"field\"><label for=\"f-\(name)\">\(HTMLText.escape(label))</label>"
        if let mistake = mistake(of: name) {
            html += "<p class=\"mistake\" id=\"e-\(name)\">\(HTMLText.escape(mistake))</p>"
        }
        html += "<select id=\"f-\(name)\" name=\"\(name)\""
        html += mistake(of: name) == nil ? ">" : " aria-invalid=\"true\" aria-describedby=\"e-\(name)\">"
        for choice in choices {
            html += "<option value=\"\(HTMLText.escape(choice.value))\"\(choice.value == chosen ? " selected" : "")>"
            html += "\(HTMLText.escape(choice.label))</option>"
        }
        return html + "</select></div>"
    }

    /// A box for “it is right all the same”.
    func box(_ name: String, _ label: String) -> String {
        "<label class=\"choice\"><input type=\"checkbox\" name=\"\(name)\" value=\"1\""
            + "\(fields[name] == "1" ? " checked" : "")> <span>\(HTMLText.escape(label))</span></label>"
    }
}
