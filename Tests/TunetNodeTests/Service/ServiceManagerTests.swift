import Foundation
import Testing
import TunetTestSupport

@testable import TunetNode

@Suite("What the service manager and the journal are told")
struct ServiceManagerTests {
    /// A datagram socket as systemd makes it, and what comes in at it.
    private struct Listener {
        let descriptor: Int32

        /// - Parameter name: a path, or a name in the abstract namespace after `@`.
        init(_ name: String) throws {
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            var bytes = Array(name.utf8)
            if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
            let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
            let status = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
            }
            try #require(status == 0)
        }

        /// What waits; the sender has sent it before it returned.
        func next() -> String? {
            var buffer = [UInt8](repeating: 0, count: 1000)
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
        }
    }

    @Test(arguments: [false, true]) func systemdIsTold(_ isAbstract: Bool) throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let name = isAbstract ? "@\(UUID().uuidString)" : scratch.file("notify")
        let listener = try Listener(name)
        defer { close(listener.descriptor) }
        let environment = ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "30000000"]
        let manager = ServiceManager { environment[$0] }
        #expect(manager.watchdogInterval == .seconds(15))
        #expect(listener.next() == nil)
        manager.ready()
        #expect(listener.next() == "READY=1\nSTATUS=Counting")
        manager.alive()
        #expect(listener.next() == "WATCHDOG=1")
        manager.stopping()
        #expect(listener.next() == "STOPPING=1")
        #expect(listener.next() == nil)
    }

    @Test(arguments: [nil, "", "/nonexistent/notify", String(repeating: "x", count: 200)])
    func withoutASocketNothingHappens(_ socket: String?) {
        let manager = ServiceManager { $0 == "NOTIFY_SOCKET" ? socket : nil }
        #expect(manager.watchdogInterval == nil)
        manager.ready()
        manager.alive()
        manager.stopping()
    }

    @Test func readinessIsSaidOnceWhenEveryPartIsThere() async {
        await confirmation(expectedCount: 1) { ready in
            let readiness = Readiness(parts: [.counting, .control]) { ready() }
            await readiness.reached(.page)
            await readiness.reached(.control)
            await readiness.reached(.control)
            await readiness.reached(.counting)
            await readiness.reached(.counting)
        }
    }
}
