import CTunetGPIO
import Glibc

/// Lines of one chip and one direction that are requested together, and ours as long as this lives.
final class LineGroup {
    /// The sequencer's number for it.
    let source: Int
    let path: String
    let isOutput: Bool
    private(set) var lines: [Line]
    private let request: LineRequest

    /// Requests lines that were located on one chip.
    init(source: Int, path: String, lines: [Line]) throws(GPIOError) {
        self.source = source
        self.path = path
        self.lines = lines
        isOutput = lines.first?.isOutput ?? false
        let wanted = lines.map(\.wanted)
        do {
            request = try isOutput ? .outputs(path: path, wanted) : .inputs(path: path, wanted)
        } catch {
            throw GPIOError(refused: lines, path: path, failure: error)
        }
    }

    /// Of inputs: readable when edges wait or the chip is gone.
    var descriptor: CInt { request.descriptor }

    /// The ids by offset, as the sequencer wants them.
    var idsByOffset: [UInt32: Int] {
        Dictionary(lines.map { ($0.wanted.offset, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether the chip still has its node and answers.
    var isAlive: Bool { unsafe access(path, F_OK) == 0 && (try? request.levels()) != nil }

    func readEdges(into buffer: inout EdgeBuffer) throws(SystemFailure) { try request.readEdges(into: &buffer) }

    /// Adds the inputs' levels of now, or the outputs' last ones.
    func addLevels(to levels: inout [Int: Bool]) throws(SystemFailure) {
        if isOutput {
            for line in lines { levels[line.id] = line.wanted.initial_level }
        } else {
            for (line, level) in zip(lines, try request.levels()) { levels[line.id] = level }
        }
    }

    /// Sets an output if it is in this group, and tells whether it is. The level is remembered even if it fails.
    func set(_ id: Int, _ level: Bool) throws(SystemFailure) -> Bool {
        guard let index = lines.firstIndex(where: { $0.id == id }) else { return false }
        lines[index].wanted.initial_level = level
        try request.set(index, level)
        return true
    }
}
