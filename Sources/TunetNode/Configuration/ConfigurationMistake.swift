/// One mistake in a configuration file, in words for the person who wrote the file.
package struct ConfigurationMistake: Sendable, Equatable, CustomStringConvertible {
    /// The file as it was named.
    package var file: String
    /// From 1; 0 if the mistake is the file itself.
    package var line: Int
    /// Where in the file's tree, such as `door[0].sensor.kind`; elements are counted from 0. Empty if the file could
    /// not be read as a tree.
    package var key: String
    /// What was found; what is allowed.
    package var message: String

    package init(file: String, line: Int, key: String, message: String) {
        self.file = file
        self.line = line
        self.key = key
        self.message = message
    }

    /// `FILE:LINE: KEY: what was found; what is allowed`.
    package var description: String {
        let place = line > 0 ? "\(file):\(line): " : "\(file): "
        return place + (key.isEmpty ? message : "\(key): \(message)")
    }
}

/// All mistakes of a configuration file, in the order of its lines; never empty.
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    package var mistakes: [ConfigurationMistake]

    package init(_ mistakes: [ConfigurationMistake]) {
        self.mistakes = mistakes
    }

    /// One line for each mistake.
    package var description: String {
        mistakes.map(\.description).joined(separator: "\n")
    }
}
