import Testing
import TunetGPIO

/// What needs no chip. The rest is tested on the kernel's gpio-sim: see Tests/System.
@Suite struct GPIOLinesTests {
    private let missing = GPIOLineAddress.chip(label: "tunet-no-such-chip", offset: 3)

    private func mistake(inputs: [GPIOInput] = [], outputs: [GPIOOutput] = [], capacity: Int = 16) -> GPIOError? {
        do {
            _ = try GPIOLines(inputs: inputs, outputs: outputs, bufferCapacity: capacity)
            return nil
        } catch {
            return error
        }
    }

    @Test func namesAMissingChip() throws {
        let error = try #require(mistake(inputs: [GPIOInput(id: 7, address: missing)]))
        #expect([.chipNotFound, .permissionDenied].contains(error.code))
        #expect(error.lines == [7])
        #expect(error.description.contains("tunet-no-such-chip"))
    }

    @Test func namesAMissingLine() throws {
        let error = try #require(mistake(outputs: [GPIOOutput(id: 8, address: .name("TUNET_NO_SUCH_LINE"))]))
        #expect([.lineNotFound, .permissionDenied].contains(error.code))
        #expect(error.lines == [8])
        #expect(error.description.contains("TUNET_NO_SUCH_LINE"))
    }

    @Test func refusesAnIdTwice() throws {
        let error = try #require(
            mistake(inputs: [GPIOInput(id: 1, address: missing)], outputs: [GPIOOutput(id: 1, address: .name("LED"))]))
        #expect(error.code == .usedTwice)
    }

    @Test(arguments: [Duration.zero, .nanoseconds(999), .seconds(4295)])
    func refusesAnImpossibleDebounce(debounce: Duration) throws {
        let error = try #require(mistake(inputs: [GPIOInput(id: 1, address: missing, kernelDebounce: debounce)]))
        #expect(error.code == (GPIOLines.debouncesInKernel ? .invalid : .unsupported))
    }

    @Test func refusesABufferWithoutRoom() throws {
        #expect(try #require(mistake(capacity: 0)).code == .invalid)
    }

    @Test func knowsItsLibrary() {
        let isFirst = GPIOLines.libgpiodVersion.hasPrefix("1.")
        #expect(isFirst || GPIOLines.libgpiodVersion.hasPrefix("2."))
        #expect(GPIOLines.detectsLoss == !isFirst)
        #expect(GPIOLines.debouncesInKernel == !isFirst)
    }

    @Test func startsAndStopsWithoutLines() throws {
        let lines = try GPIOLines(inputs: [], outputs: [])
        try lines.start { Issue.record("woken without a line") }
        try lines.start { Issue.record("started twice") }
        #expect(lines.levels().isEmpty)
        lines.drain { _ in Issue.record("an event without a line") }
        #expect(throws: GPIOError.self) { try lines.setOutput(1, true) }
        lines.stop()
        lines.stop()
    }
}
