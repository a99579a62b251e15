import Glibc
import TunetCore

/// Traces as files and as text.
enum TraceFile {
    /// - Throws: ``BenchmarkError`` if the file can't be read or is no trace of two lines.
    static func edges(named file: String) throws(BenchmarkError) -> [Edge] {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BenchmarkError("\(file) can't be opened") }
        defer { close(descriptor) }
        var edges: [Edge] = []
        var parser = TraceParser(lineCount: 2)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw BenchmarkError("\(file) can't be read") }
            guard count > 0 else { break }
            try feed(Array(buffer.prefix(count)), to: &parser) { edges.append($0) }
        }
        return edges
    }

    static func feed(
        _ bytes: [UInt8], to parser: inout TraceParser, _ body: (Edge) -> Void
    ) throws(BenchmarkError) {
        do throws(TraceParser.Failure) {
            try parser.feed(bytes.span, body)
        } catch {
            throw BenchmarkError("\(error)")
        }
    }

    /// The lines of a trace; with the header if they are its beginning.
    static func text(of edges: ArraySlice<Edge>) -> [UInt8] {
        var text = edges.startIndex == 0 ? "t_ns,line,value\n" : ""
        text.reserveCapacity(edges.count * 24)
        for edge in edges { text += "\(edge.time.nanoseconds),\(edge.line),\(edge.level ? 1 : 0)\n" }
        return Array(text.utf8)
    }

    /// Ends the program with a message.
    static func complain(_ text: String) -> Never {
        let bytes = Array("tunet-sensing-benchmark: \(text)\n".utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
        exit(2)
    }
}
