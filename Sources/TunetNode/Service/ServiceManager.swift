import Glibc

/// Tells systemd, or whoever set NOTIFY_SOCKET, that the service is ready, alive or stopping: sd_notify(3).
package struct ServiceManager: Sendable {
    private let socketPath: String?
    /// How often the watchdog wants a sign of life: half of what systemd waits for; nil without a watchdog.
    package let watchdogInterval: Duration?

    /// Reads NOTIFY_SOCKET and WATCHDOG_USEC from the environment.
    package init() {
        self.init { name in getenv(name).map { String(cString: $0) } }
    }

    /// - Parameter environment: gives the value of a variable.
    init(environment: (String) -> String?) {
        socketPath = environment("NOTIFY_SOCKET")
        watchdogInterval = environment("WATCHDOG_USEC").flatMap { Int64($0) }
            .flatMap { $0 > 1 ? .microseconds($0 / 2) : nil }
    }

    package func ready() { send("READY=1\nSTATUS=Counting") }
    package func alive() { send("WATCHDOG=1") }
    package func stopping() { send("STOPPING=1") }

    private func send(_ message: String) {
        guard let socketPath else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(socketPath.utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        // A leading @ stands for the abstract namespace, whose names begin with a zero byte: unix(7).
        if path.first == UInt8(ascii: "@") { path[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let bytes = Array(message.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
