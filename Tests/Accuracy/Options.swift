import TunetTestSupport

/// What the command line asks for.
struct Options {
    enum Part: String, CaseIterable {
        case traces, days, spaced, noise
    }

    static let help = """
        Usage: tunet-accuracy [options] [part...]

          traces   the recorded walks of Tests/Traces
          days     generated days at doors of several kinds
          spaced   people one by one: not one may be counted wrongly
          noise    edges without any sense: nothing absurd may be counted

        All parts by default.

          --days N       of each kind of door (default: 200)
          --passages N   of people one by one (default: 100000)
          --edges N      of noise (default: 10000000)
          --seed N       of everything that is generated (default: 1)
          --root DIR     the checkout with the traces (default: .)
          --help

        Exit code: 0 if every bound was kept, 1 if one was missed, 2 if something could not be measured.
        """

    private(set) var parts: Set<Part> = []
    private(set) var days = 200
    private(set) var passages = 100_000
    private(set) var edges = 10_000_000
    private(set) var seed: UInt64 = 1
    private(set) var root = "."

    /// Nil if help was asked for.
    init?(_ arguments: ArraySlice<String>) throws(Complaint) {
        var left = arguments
        while let argument = left.popFirst() {
            var (name, value) = (argument, String?.none)
            if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
                name = String(argument[..<equals])
                value = String(argument[argument.index(after: equals)...])
            }
            func next() throws(Complaint) -> String {
                guard let text = value ?? left.popFirst() else { throw Complaint("\(name) needs a value") }
                return text
            }
            func number() throws(Complaint) -> Int {
                let text = try next()
                guard let number = Int(text), number > 0, number <= 1_000_000_000 else {
                    throw Complaint("\(name) \(text): a whole number from 1 to 1000000000 is needed")
                }
                return number
            }
            switch name {
            case "--help", "-h": return nil
            case "--days": days = try number()
            case "--passages": passages = try number()
            case "--edges": edges = try number()
            case "--seed":
                let text = try next()
                guard let number = UInt64(text) else { throw Complaint("--seed \(text): a whole number is needed") }
                seed = number
            case "--root": root = try next()
            default:
                guard let part = Part(rawValue: name) else {
                    throw Complaint("unknown option or part \(argument); --help lists them")
                }
                parts.insert(part)
            }
        }
        if parts.isEmpty { parts = Set(Part.allCases) }
    }
}
