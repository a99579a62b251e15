/// Where a value stands in the tree of a configuration.
struct ConfigurationPath: Sendable, Hashable, CustomStringConvertible {
    enum Step: Sendable, Hashable {
        case key(String)
        /// The element of an array, from 0.
        case index(Int)
    }

    var steps: [Step] = []

    static let root = ConfigurationPath()

    func appending(_ key: String) -> Self {
        Self(steps: steps + [.key(key)])
    }

    func appending(_ index: Int) -> Self {
        Self(steps: steps + [.index(index)])
    }

    /// The path of the table or array that holds this; nil for the root.
    var parent: Self? {
        steps.isEmpty ? nil : Self(steps: Array(steps.dropLast()))
    }

    /// As in `door[0].sensor.kind`; keys that TOML would quote are quoted.
    var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key):
                if !text.isEmpty { text += "." }
                text += key.utf8.allSatisfy(isBareKeyByte) && !key.isEmpty ? key : "\"\(shown(key))\""
            }
        }
        return text
    }
}

/// Whether TOML allows `byte` in a key without quotation marks.
func isBareKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
    default: false
    }
}

/// `text` fit for one line of a message: at most 60 characters, without control characters.
func shown(_ text: String) -> String {
    let cut = text.unicodeScalars.prefix(60).map { $0.properties.generalCategory == .control ? "?" : String($0) }
    return cut.joined() + (text.unicodeScalars.count > 60 ? "…" : "")
}
