import Hummingbird
import NIOCore
package import TunetCore

/// The page for volunteers at ``VolunteerPath/start``.
package struct VolunteerSite: Sendable {
    package let source: any StatusSource
    package let duties: VolunteerDuties
    package let desk: VolunteerDesk
    /// The machine's names if the local network may ask too; nil for the machine itself only.
    let names: Set<String>?

    /// - Parameters:
    ///   - hash: of the PIN; nil for a page that everybody at the machine may read, and on which nothing can be done.
    ///   - names: of the machine, if the local network may ask too, which needs a PIN; else nil.
    ///   - now: the monotonic clock.
    package init(
        source: any StatusSource, duties: VolunteerDuties = VolunteerDuties(), hash: PinHash? = nil,
        names: [String]? = nil, now: @escaping @Sendable () -> MonotonicInstant
    ) {
        precondition(names == nil || hash != nil, "without a PIN the page stays on the machine itself")
        self.source = source
        self.duties = duties
        self.names = names.map { Set($0.map { $0.lowercased() }) }
        desk = VolunteerDesk(hash: hash, now: now)
    }
}

/// Where things are.
enum VolunteerPath {
    static let start = "/frivillig"
    static let logIn = "/frivillig/inn"
    static let logOut = "/frivillig/ut"
    static let correct = "/frivillig/rett"
    static let check = "/frivillig/kontroll"
    static let clock = "/frivillig/klokke"
    static let record = "/frivillig/bruk"
    static let test = "/frivillig/lys"
    static let log = "/frivillig/logg"
    static let acknowledge = "/frivillig/feil"
    static let live = "/frivillig/live"
    static let style = "/frivillig/style.css"
    static let script = "/frivillig/page.js"

    /// Pages that a person may be led to after logging in.
    static let pages = [start, correct, check, clock, record, test, log]
}

/// A request for a page, with what is known of whoever asks.
struct VolunteerRequest: Sendable {
    var path: String
    /// Nil on a page that needs no PIN.
    var visit: VolunteerDesk.Visit?
    var status: NodeStatus
    var language: Catalogue
    var query: FormFields
    var notice: VolunteerSessions.Notice?
    /// The place's own first language, in which questions and messages stand in the status, and the service answers.
    var placesLanguage: String?

    /// For words that other parts of the service make.
    var languages: [String] { [language.code] + status.languages }

    /// The attribute of what the place says in its own first language, whatever that of the page is.
    var inPlacesLanguage: String { language.attribute(ofTextIn: placesLanguage) }

    /// What stands in a frame that is the same on each page.
    func frame(_ title: String, _ duties: VolunteerDuties) -> VolunteerFrame {
        VolunteerFrame(
            title: title, place: status.name, path: path, language: language, isIn: visit != nil,
            formToken: visit?.formToken, notice: notice, duties: duties)
    }
}

extension Catalogue {
    /// ` lang="nb"` of what stands in another language than the text around it; empty for the same one.
    func attribute(ofTextIn other: String?) -> String {
        guard let other, other != code else { return "" }
        return " lang=\"\(HTMLText.escape(other))\""
    }
}
