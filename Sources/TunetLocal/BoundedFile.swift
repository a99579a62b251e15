#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Reads small files whole: configurations, time zones, languages.
package enum BoundedFile {
    /// Why a file could not be read, such as "No such file or directory".
    package struct Failure: Error, Equatable {
        package var isMissing: Bool
        package var message: String
    }

    /// - Parameter limit: The most bytes that such a file may have; a longer one is refused, not cut.
    package static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        // A path with a NUL would silently name another file. Without O_NONBLOCK a pipe would wait for its writer.
        guard !path.utf8.contains(0) else { throw Failure(isMissing: false, message: "the path holds a NUL") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.failure(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(isMissing: false, message: "it is not a regular file")
        }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var length = 0
        while length <= limit {
            let count = bytes.withUnsafeMutableBytes { buffer in
                Self.readOnce(descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[length...]))
            }
            if count < 0 { throw Self.failure(errno) }
            if count == 0 { break }
            length += count
        }
        guard length <= limit else {
            throw Failure(isMissing: false, message: "it is longer than \(limit) bytes")
        }
        bytes.removeLast(bytes.count - length)
        return bytes
    }

    /// `read`, again if a signal interrupted it.
    private static func readOnce(_ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 || errno != EINTR { return count }
        }
    }

    private static func failure(_ code: CInt) -> Failure {
        let message = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return Failure(isMissing: code == ENOENT || code == ENOTDIR, message: message)
    }
}
