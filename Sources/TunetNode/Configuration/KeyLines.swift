/// The lines of the keys of a TOML text.
struct KeyLines: Sendable {
    private(set) var lines: [ConfigurationPath: Int] = [:]
    /// Lines on which a string has an escaped NUL character.
    var nulLines: [Int] = []

    /// The first mention of a path counts.
    mutating func note(_ path: ConfigurationPath, line: Int) {
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
