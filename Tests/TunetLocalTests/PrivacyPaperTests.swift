import Foundation
import Testing
import TunetCore
import TunetTestSupport

@testable import TunetLocal

@Suite("The sign and the assessment")
struct PrivacyPaperTests {
    /// Both papers of a place in a language.
    private func papers(_ configuration: PlaceConfiguration, _ language: String) throws -> [String] {
        let facts = try PrivacyPlaces.facts(configuration)
        return [
            try #require(PrivacySign(facts)).html([language]),
            try #require(PrivacyAssessment(facts, software: "1.2.3")).html(language),
        ]
    }

    @Test(arguments: PrivacyPlaces.all.map(\.configuration), LanguageFiles.builtInCodes)
    func papersAreWellFormedAndStandAlone(_ configuration: PlaceConfiguration, _ language: String) throws {
        for html in try papers(configuration, language) {
            let flaws = HTMLFlaws.of(html)
            #expect(flaws.isEmpty, "\(flaws)")
            #expect(html.contains("<html lang=\"\(language)\">") && html.contains("@page { size: A4;"))
            for foreign in ["src=", "href=", "url(", "@import", "<script", "http-equiv"] {
                #expect(!html.contains(foreign), "\(foreign)")
            }
        }
    }

    @Test func namesNeverBecomeMarkup() throws {
        for html in try papers(PrivacyPlaces.hostile, "nb") {
            #expect(!html.contains("<b title") && !html.contains("'y'"))
            #expect(html.contains("&lt;b title=&quot;x&quot; &amp; &#39;y&#39;&gt;"))
        }
    }

    @Test func aSheetForEachLanguage() throws {
        let sign = try #require(PrivacySign(try PrivacyPlaces.facts(PrivacyPlaces.everything)))
        let html = sign.html(["nn", "nb", "en"])
        #expect(html.contains("<html lang=\"nn\">"))
        for language in LanguageFiles.builtInCodes {
            #expect(html.components(separatedBy: "class=\"sheet").count == 4)
            #expect(html.contains("lang=\"\(language)\">\n<header>"))
        }
        for words in ["Her tel vi besøk", "Her teller vi besøk", "We count visits here"] {
            #expect(html.components(separatedBy: "<h1>\(words)</h1>").count == 2)
        }
    }

    @Test func theSignSaysWhatItHasTo() throws {
        let html = try papers(PrivacyPlaces.everything, "nb")[0]
        // The categories of DTPR.
        for title in ["Formål", "Teknologi", "Behandling", "Lagring", "Tilgang", "Ansvarlig"] {
            #expect(html.contains("<h2>\(title)</h2>"), "\(title)")
        }
        for words in [
            "Kamera", "Mikrofon", "Sporing av telefoner", "Navn eller kjennetegn",
            "Behandlingsansvarlig: Vestbygda kommune. Kontakt: post@kommune.example",
            "Personvernombud: ombud@kommune.example", "Digital Trust for Places and Routines",
        ] { #expect(html.contains(words), "\(words)") }
        let panel = try papers(PrivacyPlaces.panel, "nb")[0]
        #expect(panel.contains("<h1>Her kan du svare</h1>") && !panel.contains("lysstråle"))
        #expect(try papers(PrivacyPlaces.motion, "nn")[0].contains("<h1>Her er det sensorar</h1>"))
    }

    @Test func theAssessmentLeavesTheControllersPartOpen() throws {
        let html = try papers(PrivacyPlaces.everything, "nb")[1]
        #expect(html.components(separatedBy: "<b>Fylles ut:</b>").count > 8)
        for words in [
            "Vurdering av personvernkonsekvenser (DPIA): Tunet", "Behandlingsansvarlig", "Personvernombud",
            "Tunet 1.2.3",
            "Artikkel 11", "Behandlingsgrunnlag", "m·ε", "Minnekortet", "«Seniorkafé» og «Sittedans»",
            "https://collector.example",
            "i samme transaksjon", "frigitte tall",
        ] { #expect(html.contains(words), "\(words)") }
        // Without an officer the question is open; without a session its risk is not there.
        let small = try papers(PrivacyPlaces.mat, "nb")[1]
        #expect(small.contains("Personvernombud, hvis virksomheten har eller må ha et."))
        #expect(!small.contains("En økt som bare få"))
    }

    @Test func withoutAControllerThereIsNoPaper() throws {
        var configuration = PrivacyPlaces.everything
        configuration.controller = nil
        let facts = try PrivacyPlaces.facts(configuration)
        #expect(PrivacySign(facts) == nil && PrivacyAssessment(facts, software: "1") == nil)
    }

    @Test func theOwnPurposeIsSaidInItsLanguage() throws {
        var configuration = PrivacyPlaces.everything
        configuration.controller?.purpose = LocalizedText(["nb": "Eget formål.", "nn": "Eige formål."])
        #expect(try papers(configuration, "nb").allSatisfy { $0.contains("Eget formål.") })
        #expect(try papers(configuration, "nn").allSatisfy { $0.contains("Eige formål.") })
    }

    @Test func letteringHasAContrastOfSeven() {
        for (one, other) in [(PrivacySign.ink, PrivacySign.paper), (PrivacySign.accent, PrivacySign.paper)] {
            #expect(contrast(one, other) >= 7, "\(one) on \(other)")
        }
        #expect(contrast("#777777", "#ffffff") < 7)
    }

    /// Source: WCAG 2.2, relative luminance and contrast ratio.
    private func contrast(_ one: String, _ other: String) -> Double {
        let luminances = [one, other].map { colour -> Double in
            let channels = [1, 3, 5].map { offset -> Double in
                let start = colour.index(colour.startIndex, offsetBy: offset)
                let value = Double(Int(colour[start..<colour.index(start, offsetBy: 2)], radix: 16) ?? 0) / 255
                return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
        }
        return ((luminances.max() ?? 0) + 0.05) / ((luminances.min() ?? 0) + 0.05)
    }

    private static let browser = ["/usr/bin/chromium", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(.enabled(if: browser != nil, "no browser is installed"), arguments: PrivacyPlaces.all.map(\.configuration))
    func theSignFitsOnOneSheetOfA4(_ configuration: PlaceConfiguration) throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let browser = try #require(Self.browser)
        // The languages differ in length by less than the sheets have to spare; bokmål and English are the ends.
        for language in ["nb", "en"] {
            let html = try papers(configuration, language)[0]
            try ScratchFolder.write(Array(html.utf8), to: scratch.file("sign.html"))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: browser)
            process.arguments = [
                "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                "--user-data-dir=\(scratch.file("profile"))", "--print-to-pdf=\(scratch.file("sign.pdf"))",
                "file://\(scratch.file("sign.html"))",
            ]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            let pdf = String(decoding: ScratchFolder.bytes(scratch.file("sign.pdf")), as: Unicode.ASCII.self)
            #expect(pdf.contains("%PDF"))
            #expect(pdf.matches(of: /\/Type\s*\/Page[^s]/).count == 1, "\(language)")
        }
    }
}

/// What is wrong with a page: tags that are not closed in order, attributes without quotes, signs that are not escaped.
enum HTMLFlaws {
    static func of(_ html: String) -> [String] {
        var flaws: [String] = []
        var open: [Substring] = []
        var rest = html.dropFirst("<!doctype html>".count)
        if !html.hasPrefix("<!doctype html>\n") { flaws.append("no doctype") }
        while let start = rest.firstIndex(of: "<") {
            check(text: rest[..<start], in: open.last, &flaws)
            guard let end = rest[start...].firstIndex(of: ">") else { return flaws + ["a tag without an end"] }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                if open.popLast() != tag.dropFirst() { flaws.append("</\(tag.dropFirst())> closes another element") }
                continue
            }
            let name = tag.prefix { $0.isLetter || $0.isNumber }
            if name.isEmpty { flaws.append("<\(tag.prefix(20))> is no tag") }
            let attributes = tag.dropFirst(name.count)
            if attributes.contains("<") || attributes.count(where: { $0 == "\"" }) % 2 != 0 { flaws.append("<\(tag)>") }
            if name != "meta", !tag.hasSuffix("/") { open.append(name) }
        }
        return open.isEmpty ? flaws : flaws + ["\(open) not closed"]
    }

    private static func check(text: Substring, in element: Substring?, _ flaws: inout [String]) {
        guard element != "style" else { return }
        for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
            let isEntity = ["amp;", "lt;", "gt;", "quot;", "#39;"].contains { part.hasPrefix($0) }
            if !isEntity { flaws.append("& is not escaped: \(part.prefix(20))") }
        }
        if text.contains(">") { flaws.append("> is not escaped: \(text.prefix(40))") }
    }
}
