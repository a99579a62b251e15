import Glibc

/// The path at which the running service is asked.
enum ControlSocket {
    /// Makes way for a new socket: makes its folder, and deletes a socket that nobody listens at any more.
    ///
    /// - Throws: ``NodeError`` if another service answers there, or the folder can't be made.
    static func prepare(_ path: String) throws(NodeError) {
        guard path.utf8.count < 108 else {
            throw NodeError("The path of the control socket has more than 107 bytes: \(path). Choose a shorter one.")
        }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            let folder = String(path[..<slash])
            if mkdir(folder, 0o750) != 0, errno != EEXIST {
                throw NodeError("The folder \(folder) of the control socket can't be made: \(systemReason())")
            }
        }
        if isAnswered(path) {
            throw NodeError("Another Tunet answers at \(path). Stop it, or choose another control_socket.")
        }
        // A socket can't be opened as a file (ENXIO); whatever can be is not ours to delete.
        let file = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        if file >= 0 { close(file) }
        guard file < 0, errno == ENXIO || errno == ENOENT else {
            throw NodeError("\(path) is there already and is no socket. Choose another control_socket.")
        }
        if unlink(path) != 0, errno != ENOENT {
            throw NodeError("The old control socket \(path) can't be deleted: \(systemReason())")
        }
    }

    private static func isAnswered(_ path: String) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) == 0 }
        }
    }
}

/// What keeps a device from starting, with what to do about it.
package struct NodeError: Error, Sendable, Equatable, CustomStringConvertible {
    package var message: String

    package init(_ message: String) {
        self.message = message
    }

    package var description: String { message }
}

/// What the system said of the last call that failed.
func systemReason() -> String {
    String(cString: strerror(errno))
}
