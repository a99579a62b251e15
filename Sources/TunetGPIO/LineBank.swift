import CTunetGPIO

/// All lines: those that are requested, and those whose chip is gone. Not safe to use from two threads at once.
struct LineBank {
    private(set) var groups: [LineGroup] = []
    private(set) var missing: [Line] = []
    private var nextSource = 0

    /// Requests all lines, or none of them.
    init(_ lines: [Line]) throws(GPIOError) {
        var ids: Set<Int> = []
        for line in lines where !ids.insert(line.id).inserted {
            throw GPIOError(
                .usedTwice, "\(line.address) has the id \(line.id), which another line has", lines: [line.id])
        }
        var taken: [Location: Line] = [:]
        var located: [(Location, Line)] = []
        for line in lines {
            let location = try line.locate()
            if let other = taken.updateValue(line, forKey: location) {
                throw GPIOError(
                    .usedTwice,
                    "\(other.address) and \(line.address) are the same line; give each its own in the configuration",
                    lines: [other.id, line.id])
            }
            located.append((location, line))
        }
        for chip in Self.byChip(located) { groups.append(try request(chip)) }
    }

    /// Whether lines are looked for.
    var isMissingLines: Bool { !missing.isEmpty }

    /// The ids of the lines that are looked for.
    var missingIDs: [Int] { missing.map(\.id) }

    /// The inputs' levels of now. Lines whose chip is gone, or goes while they are read, have none.
    func inputLevels() -> [Int: Bool] {
        var levels: [Int: Bool] = [:]
        for group in groups where !group.isOutput { try? group.addLevels(to: &levels) }
        return levels
    }

    /// Releases all lines of a chip that is gone and looks for them from now on. Returns the groups that they were.
    mutating func unplug(path: String) -> [LineGroup] {
        let gone = groups.filter { $0.path == path }
        groups.removeAll { $0.path == path }
        missing.append(contentsOf: gone.flatMap(\.lines))
        return gone
    }

    /// Gives back all lines, for good.
    mutating func releaseAll() {
        groups = []
        missing = []
    }

    /// Looks once for what is missing and requests what it finds. What is held by another program or cannot be
    /// read yet stays missing, without keeping the chip's other lines away. Returns the new groups with their levels.
    mutating func replug() -> [(group: LineGroup, levels: [Int: Bool])] {
        var located: [(Location, Line)] = []
        for line in missing {
            guard let location = try? line.locate(), location.isFree else { continue }
            located.append((location, line))
        }
        var found: [(group: LineGroup, levels: [Int: Bool])] = []
        for chip in Self.byChip(located) {
            var levels: [Int: Bool] = [:]
            guard let group = try? request(chip), (try? group.addLevels(to: &levels)) != nil else { continue }
            groups.append(group)
            let ids = Set(group.lines.map(\.id))
            missing.removeAll { ids.contains($0.id) }
            found.append((group, levels))
        }
        return found
    }

    /// Sets an output. Returns the path of its chip if that turned out to be gone.
    mutating func set(_ id: Int, _ level: Bool) throws(GPIOError) -> String? {
        for group in groups where group.isOutput {
            do {
                if try group.set(id, level) { return nil }
            } catch {
                return group.path
            }
        }
        guard let index = missing.firstIndex(where: { $0.id == id && $0.isOutput }) else {
            throw GPIOError(.invalid, "there is no output with the id \(id)", lines: [id])
        }
        missing[index].wanted.initial_level = level
        throw GPIOError(
            .unplugged, "\(missing[index].address) is unplugged; it is set when its chip is back", lines: [id])
    }

    private struct Chip {
        var path: String
        var lines: [Line]
    }

    private static func byChip(_ located: [(Location, Line)]) -> [Chip] {
        var chips: [Chip] = []
        for (location, line) in located {
            var line = line
            line.wanted.offset = location.offset
            let index = chips.firstIndex { $0.path == location.path && $0.lines.first?.isOutput == line.isOutput }
            if let index {
                chips[index].lines.append(line)
            } else {
                chips.append(Chip(path: location.path, lines: [line]))
            }
        }
        return chips
    }

    private mutating func request(_ chip: Chip) throws(GPIOError) -> LineGroup {
        nextSource += 1
        return try LineGroup(source: nextSource, path: chip.path, lines: chip.lines)
    }
}
