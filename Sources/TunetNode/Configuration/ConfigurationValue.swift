internal import TOMLKit

/// A TOML value, free of the library that read it.
indirect enum ConfigurationValue: Sendable, Equatable {
    case table([String: ConfigurationValue])
    case array([ConfigurationValue])
    case string(String)
    case integer(Int)
    case float(Double)
    case boolean(Bool)
    /// A date, a time, or both.
    case time

    /// What people call it, after "found".
    var name: String {
        switch self {
        case .table: "a table"
        case .array: "a list"
        case .string(let text): "\"\(shown(text))\""
        case .integer(let number): "the number \(number)"
        case .float(let number): "the number \(number)"
        case .boolean(let value): "\(value)"
        case .time: "a date or time without quotation marks"
        }
    }

    /// Where and how a text is not TOML.
    struct SyntaxError: Error {
        var line: Int
        var column: Int
        var message: String
    }

    /// - Parameter toml: Without NUL characters, at which the library would stop reading.
    static func parse(toml: String) throws(SyntaxError) -> [String: ConfigurationValue] {
        do {
            return children(of: try TOMLTable(string: toml))
        } catch let error as TOMLParseError {
            let start = error.source.begin
            throw SyntaxError(line: start.line, column: start.column, message: error.description)
        } catch {
            throw SyntaxError(line: 1, column: 1, message: "\(error)")
        }
    }

    private static func children(of table: TOMLTable) -> [String: ConfigurationValue] {
        var children: [String: ConfigurationValue] = [:]
        for key in table.keys {
            children[key] = table[key].flatMap(ConfigurationValue.init)
        }
        return children
    }

    private init?(_ value: any TOMLValueConvertible) {
        switch value.type {
        case .table:
            guard let table = value.table else { return nil }
            self = .table(Self.children(of: table))
        case .array:
            guard let array = value.array else { return nil }
            self = .array(array.compactMap(ConfigurationValue.init))
        case .string:
            guard let string = value.string else { return nil }
            self = .string(string)
        case .int:
            guard let integer = value.int else { return nil }
            self = .integer(integer)
        case .double:
            guard let number = value.double else { return nil }
            self = .float(number)
        case .bool:
            guard let boolean = value.bool else { return nil }
            self = .boolean(boolean)
        case .date, .time, .dateTime: self = .time
        }
    }
}

extension ConfigurationValue {
    var isString: Bool {
        if case .string = self { true } else { false }
    }
}
