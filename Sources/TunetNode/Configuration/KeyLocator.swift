/// Finds the line of every key in a TOML text, because the TOML library tells only where syntax is wrong.
///
/// It goes before that library and is its guard: it refuses keys and headers that are not TOML, on some of which,
/// such as `[dør]` without quotation marks, the library's assertions end the process. Values it only skips.
struct KeyLocator {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var startOfLine = 0
    /// How many elements each array of tables has so far.
    private var elements: [ConfigurationPath: Int] = [:]
    private var depth = 0
    private var result = KeyLines()

    private init(_ text: String) {
        bytes = Array(text.utf8)
    }

    static func locate(in text: String) throws(ConfigurationValue.SyntaxError) -> KeyLines {
        var locator = KeyLocator(text)
        try locator.document()
        return locator.result
    }

    private mutating func document() throws(ConfigurationValue.SyntaxError) {
        var table = ConfigurationPath.root
        _ = skip("\u{FEFF}")
        while true {
            skipBlank()
            guard next != nil else { return }
            if next == UInt8(ascii: "[") {
                table = try header()
            } else {
                try keyAndValue(in: table)
            }
        }
    }

    /// `[a.b]` or `[[a.b]]`; the path of the table that it opens.
    private mutating func header() throws(ConfigurationValue.SyntaxError) -> ConfigurationPath {
        let isElement = skip("[[")
        if !isElement { _ = skip("[") }
        let headerLine = line
        let keys = try dottedKey()
        try expect(isElement ? "]]" : "]")
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

    private mutating func keyAndValue(in table: ConfigurationPath) throws(ConfigurationValue.SyntaxError) {
        let keyLine = line
        var path = table
        for key in try dottedKey() {
            path = path.appending(key)
            result.note(path, line: keyLine)
        }
        try expect("=")
        skipSpaces()
        try value(at: path)
    }

    private mutating func value(at path: ConfigurationPath) throws(ConfigurationValue.SyntaxError) {
        depth += 1
        defer { depth -= 1 }
        // A configuration needs six levels; the TOML library allows 256.
        guard depth <= 50 else { throw failure("a list or table within more than 50 others") }
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = try string()
        case UInt8(ascii: "["): try array(at: path)
        case UInt8(ascii: "{"): try inlineTable(at: path)
        default:
            let begin = position
            while let byte = next, !",]}#\r\n".utf8.contains(byte) { position += 1 }
            if position == begin { throw failure("no value where one is needed") }
        }
    }

    private mutating func array(at path: ConfigurationPath) throws(ConfigurationValue.SyntaxError) {
        try expect("[")
        var index = 0
        while true {
            skipBlank()
            if skip("]") { return }
            result.note(path.appending(index), line: line)
            try value(at: path.appending(index))
            index += 1
            skipBlank()
            if next != UInt8(ascii: "]") { try expect(",") }
        }
    }

    private mutating func inlineTable(at path: ConfigurationPath) throws(ConfigurationValue.SyntaxError) {
        try expect("{")
        while true {
            skipBlank()
            if skip("}") { return }
            try keyAndValue(in: path)
            skipBlank()
            if next != UInt8(ascii: "}") { try expect(",") }
        }
    }

    /// `a . "b" . 'c'`
    private mutating func dottedKey() throws(ConfigurationValue.SyntaxError) -> [String] {
        var keys: [String] = []
        repeat {
            skipSpaces()
            if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
                keys.append(try string())
            } else {
                let begin = position
                while let byte = next, isBareKeyByte(byte) { position += 1 }
                if position == begin {
                    throw failure(
                        "a key is needed here, of the characters a-z, A-Z, 0-9, - and _ or in quotation marks")
                }
                keys.append(String(decoding: bytes[begin..<position], as: UTF8.self))
            }
            skipSpaces()
        } while skip(".")
        return keys
    }
}

extension KeyLocator {
    /// A string of any of the four kinds. Only in keys is the content of use.
    private mutating func string() throws(ConfigurationValue.SyntaxError) -> String {
        let start = failure("a text that does not end")
        for (quote, isMultiline) in [("\"\"\"", true), ("'''", true), ("\"", false), ("'", false)] where skip(quote) {
            var content: [UInt8] = []
            while let byte = next {
                if skip(quote) {
                    // A multi-line string may end in one or two quotation marks of its own.
                    while isMultiline, next == quote.utf8.first { position += 1 }
                    return String(decoding: content, as: UTF8.self)
                }
                if byte == UInt8(ascii: "\n") && !isMultiline { throw start }
                if byte == UInt8(ascii: "\\") && quote.utf8.first == UInt8(ascii: "\"") {
                    content += escape()
                } else {
                    content.append(byte)
                    advance()
                }
            }
        }
        throw start
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
        position += 1
        if bytes[position - 1] == UInt8(ascii: "\n") {
            line += 1
            startOfLine = position
        }
    }

    private mutating func expect(_ text: String) throws(ConfigurationValue.SyntaxError) {
        skipSpaces()
        if !skip(text) { throw failure("\(text) is needed here") }
    }

    private func failure(_ message: String) -> ConfigurationValue.SyntaxError {
        // Columns are characters: bytes that do not continue one.
        let column = bytes[startOfLine..<position].count { $0 & 0xc0 != 0x80 } + 1
        return .init(line: line, column: column, message: message)
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
