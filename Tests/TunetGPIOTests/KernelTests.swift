import Foundation
import Testing

/// The tests on the kernel's own GPIO chip build a kernel, so `swift test` only says that it did not run them.
@Suite struct KernelTests {
    private static let isWanted = ProcessInfo.processInfo.environment["TUNET_KERNEL_TESTS"] == "1"

    @Test(.enabled(if: isWanted, "run them with Tests/System/run, or set TUNET_KERNEL_TESTS=1"))
    func allSystemTestsPass() throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("System/run")
        let process = try Process.run(script, arguments: [])
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
