import Glibc
import TunetCore

/// The little that is needed of the system.
enum System {
    /// Writes to standard error at once.
    static func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    static func bytes(of file: String) throws(Complaint) -> [UInt8] {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Complaint("\(file) can't be opened") }
        defer { close(descriptor) }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw Complaint("\(file) can't be read") }
            guard count > 0 else { return all }
            all += buffer.prefix(count)
        }
    }

    static func edges(of file: String) throws(Complaint) -> [Edge] {
        let bytes = try bytes(of: file)
        var edges: [Edge] = []
        var parser = TraceParser(lineCount: 2)
        do throws(TraceParser.Failure) {
            try parser.feed(bytes.span) { edges.append($0) }
            try parser.end { edges.append($0) }
        } catch {
            throw Complaint("\(file): \(error)")
        }
        return edges
    }

    /// Memory of this process that is in use, in KiB: VmRSS of proc_pid_status(5).
    static func residentMemory() throws(Complaint) -> Int {
        let text = String(decoding: try bytes(of: "/proc/self/status"), as: UTF8.self)
        for line in text.split(separator: "\n") where line.hasPrefix("VmRSS:") {
            if let number = Int(line.dropFirst(6).filter(\.isNumber)) { return number }
        }
        throw Complaint("/proc/self/status has no VmRSS")
    }
}

/// Says on standard error how far long work has come, every two seconds.
struct Progress {
    private let name: String
    private let whole: Int
    private var next: ContinuousClock.Instant

    init(_ name: String, of whole: Int) {
        self.name = name
        self.whole = whole
        next = .now + .seconds(2)
    }

    mutating func reached(_ done: Int) {
        guard ContinuousClock.now >= next else { return }
        next = .now + .seconds(2)
        System.say("\(name): \(done) of \(whole)\n")
    }
}
