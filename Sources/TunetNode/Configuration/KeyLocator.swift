/// Finds the line of every key in a TOML text, because the TOML library tells only where syntax is wrong.
///
/// It relies on the text being TOML. On any other text it stops where it stops understanding, and knows the lines up
/// to there.
struct KeyLocator {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    /// How many elements each array of tables has so far.
    private var elements: [ConfigurationPath: Int] = [:]
    private var depth = 0
    private var result = KeyLines()

    private init(_ text: String) {
        bytes = Array(text.utf8)
    }

    static func locate(in text: String) -> KeyLines {
        var locator = KeyLocator(text)
        locator.document()
        return locator.result
    }

    private mutating func document() {
        var table = ConfigurationPath.root
        _ = skip("\u{FEFF}")
        while true {
            skipBlank()
            guard next != nil else { return }
            if next == UInt8(ascii: "[") {
                guard let path = header() else { return }
                table = path
            } else {
                guard keyAndValue(in: table) else { return }
            }
        }
    }

    /// `[a.b]` or `[[a.b]]`; the path of the table that it opens.
    private mutating func header() -> ConfigurationPath? {
        let isElement = skip("[[")
        if !isElement { _ = skip("[") }
        let headerLine = line
        guard let keys = dottedKey(), skip(isElement ? "]]" : "]") else { return nil }
        var path = ConfigurationPath.root
        for (index, key) in keys.enumerated() {
            path = path.appending(key)
            result.note(path, line: headerLine)
            if isElement && index == keys.count - 1 {
                let count = elements[path, default: 0]
                elements[path] = count + 1
                path = path.appending(count)
            } else if let count = elements[path] {
                path = path.appending(count - 1)
            }
            result.note(path, line: headerLine)
        }
        return path
    }

    private mutating func keyAndValue(in table: ConfigurationPath) -> Bool {
        let keyLine = line
        guard let keys = dottedKey() else { return false }
        var path = table
        for key in keys {
            path = path.appending(key)
            result.note(path, line: keyLine)
        }
        skipSpaces()
        guard skip("=") else { return false }
        skipSpaces()
        return value(at: path)
    }

    private mutating func value(at path: ConfigurationPath) -> Bool {
        // The TOML library allows 256 levels.
        depth += 1
        defer { depth -= 1 }
        guard depth <= 300, let byte = next else { return false }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return string() != nil
        case UInt8(ascii: "["): return array(at: path)
        case UInt8(ascii: "{"): return inlineTable(at: path)
        default:
            while let byte = next, !",]}#\n".utf8.contains(byte) { position += 1 }
            return true
        }
    }

    private mutating func array(at path: ConfigurationPath) -> Bool {
        _ = skip("[")
        var index = 0
        while true {
            skipBlank()
            if skip("]") { return true }
            result.note(path.appending(index), line: line)
            guard value(at: path.appending(index)) else { return false }
            index += 1
            skipBlank()
            if !skip(",") && next != UInt8(ascii: "]") { return false }
        }
    }

    private mutating func inlineTable(at path: ConfigurationPath) -> Bool {
        _ = skip("{")
        while true {
            skipBlank()
            if skip("}") { return true }
            guard keyAndValue(in: path) else { return false }
            skipBlank()
            if !skip(",") && next != UInt8(ascii: "}") { return false }
        }
    }

    /// `a . "b" . 'c'`
    private mutating func dottedKey() -> [String]? {
        var keys: [String] = []
        repeat {
            skipSpaces()
            if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
                guard let key = string() else { return nil }
                keys.append(key)
            } else {
                let begin = position
                while let byte = next, isBareKeyByte(byte) { position += 1 }
                guard position > begin else { return nil }
                keys.append(String(decoding: bytes[begin..<position], as: UTF8.self))
            }
            skipSpaces()
        } while skip(".")
        return keys
    }
}

extension KeyLocator {
    /// A string of any of the four kinds; nil if it does not end. Only in keys is the content of use.
    private mutating func string() -> String? {
        for (quote, isMultiline) in [("\"\"\"", true), ("'''", true), ("\"", false), ("'", false)] where skip(quote) {
            var content: [UInt8] = []
            while let byte = next {
                if skip(quote) {
                    // A multi-line string may end in one or two quotation marks of its own.
                    while isMultiline, next == quote.utf8.first { position += 1 }
                    return String(decoding: content, as: UTF8.self)
                }
                if byte == UInt8(ascii: "\n") && !isMultiline { return nil }
                if byte == UInt8(ascii: "\\") && quote.utf8.first == UInt8(ascii: "\"") {
                    content += escape()
                } else {
                    content.append(byte)
                    advance()
                }
            }
            return nil
        }
        return nil
    }

    /// The bytes that an escape stands for; none for the end of a line.
    private mutating func escape() -> [UInt8] {
        advance()
        guard let byte = next else { return [] }
        advance()
        let simple: [UInt8: UInt8] = [
            UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "f"): 12,
            UInt8(ascii: "r"): 13, UInt8(ascii: "e"): 27, UInt8(ascii: "\""): byte, UInt8(ascii: "\\"): byte,
        ]
        if let character = simple[byte] { return [character] }
        let width = byte == UInt8(ascii: "u") ? 4 : byte == UInt8(ascii: "U") ? 8 : byte == UInt8(ascii: "x") ? 2 : 0
        guard width > 0, position + width <= bytes.count,
            let value = UInt32(String(decoding: bytes[position..<position + width], as: UTF8.self), radix: 16)
        else { return [] }
        position += width
        if value == 0 { result.nulLines.append(line) }
        return Unicode.Scalar(value).map { Array(String($0).utf8) } ?? []
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func advance() {
        if next == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private mutating func skip(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }

    private mutating func skipSpaces() {
        while let byte = next, byte == 0x20 || byte == 0x09 { position += 1 }
    }

    /// White space, ends of lines and comments.
    private mutating func skipBlank() {
        while let byte = next {
            if byte == UInt8(ascii: "#") {
                while let byte = next, byte != UInt8(ascii: "\n") { position += 1 }
            } else if [0x20, 0x09, 0x0a, 0x0d].contains(byte) {
                advance()
            } else {
                return
            }
        }
    }
}

/// The lines of the keys of a TOML text.
struct KeyLines: Sendable {
    private var lines: [ConfigurationPath: Int] = [:]
    /// Lines on which a string has an escaped NUL character.
    fileprivate(set) var nulLines: [Int] = []

    /// The first mention of a path counts.
    fileprivate mutating func note(_ path: ConfigurationPath, line: Int) {
        if lines[path] == nil { lines[path] = line }
    }

    /// The line of `path`, or of the nearest table or array around it that has one; 1 for the root.
    func line(of path: ConfigurationPath) -> Int {
        var path = path
        while let parent = path.parent {
            if let line = lines[path] { return line }
            path = parent
        }
        return 1
    }
}
