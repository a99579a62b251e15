import Foundation
import Logging
import Testing

@testable import TunetLog

@Suite("Log lines")
struct JournalTests {
    /// What `body` writes to a log.
    private func lines(isForJournal: Bool, _ body: (inout Logger) -> Void) -> String {
        let pipe = Pipe()
        var logger = Logger(label: "test") { _ in
            JournalLogHandler(isForJournal: isForJournal, descriptor: pipe.fileHandleForWriting.fileDescriptor)
        }
        logger.logLevel = .trace
        body(&logger)
        try? pipe.fileHandleForWriting.close()
        return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    @Test func prioritiesStandInFrontForTheJournal() {
        let text = lines(isForJournal: true) { logger in
            for level in Logger.Level.allCases { logger.log(level: level, "\(level)") }
        }
        #expect(text == "<7>trace\n<7>debug\n<6>info\n<5>notice\n<4>warning\n<3>error\n<2>critical\n")
    }

    @Test func aTerminalGetsWords() {
        #expect(lines(isForJournal: false) { $0.warning("a door") } == "warning: a door\n")
    }

    @Test func oneMessageIsOneLine() {
        let text = lines(isForJournal: true) { logger in
            logger[metadataKey: "b"] = "2"
            logger.error("first\nsecond\r\n\nthird", metadata: ["a": "x\ny"])
            logger.info("")
        }
        #expect(text == "<3>first | second | third a=x | y b=2\n<6> b=2\n")
    }
}
