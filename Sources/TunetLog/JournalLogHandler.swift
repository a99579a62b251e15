import Glibc
package import Logging

/// Writes each line to standard error, with its priority in front where journald reads it: sd-daemon(3).
package struct JournalLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level = .info
    private let isForJournal: Bool
    private let descriptor: Int32

    package init() {
        self.init(isForJournal: getenv("JOURNAL_STREAM") != nil, descriptor: STDERR_FILENO)
    }

    init(isForJournal: Bool, descriptor: Int32) {
        self.isForJournal = isForJournal
        self.descriptor = descriptor
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        // One line each: journald takes a line break for the end of a message.
        let text = "\(event.message)\(pairs)".split(whereSeparator: \.isNewline).joined(separator: " | ")
        let line = isForJournal ? "<\(priority(event.level))>\(text)\n" : "\(event.level): \(text)\n"
        // One write for each line, so that lines of several threads don't mix.
        let bytes = Array(line.utf8)
        _ = write(descriptor, bytes, bytes.count)
    }

    /// syslog(3)
    private func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
