import CZlib

/// Compression in the zlib format (RFC 1950), through the system's zlib.
package enum Deflate {
    /// - Throws: ``WireError`` `compression`, when memory runs out.
    package static func compress(_ bytes: [UInt8]) throws(WireError) -> [UInt8] {
        var length = compressBound(uLong(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(length))
        let status = unsafe output.withUnsafeMutableBufferPointer { target in
            unsafe bytes.withUnsafeBufferPointer { source in
                unsafe compress2(
                    target.baseAddress, &length, source.baseAddress, uLong(source.count), Z_BEST_COMPRESSION)
            }
        }
        guard status == Z_OK else { throw WireError(.compression, "zlib could not compress (status \(status))") }
        output.removeLast(output.count - Int(length))
        return output
    }

    /// - Parameter limit: largest size of the result in bytes; a longer one is refused, so that a small message can't
    ///   fill the memory.
    /// - Throws: ``WireError`` `malformed`.
    package static func decompress(_ bytes: [UInt8], limit: Int) throws(WireError) -> [UInt8] {
        var capacity = min(limit, max(1024, bytes.count * 8))
        while true {
            var output = [UInt8](repeating: 0, count: capacity)
            var length = uLong(capacity)
            var consumed = uLong(bytes.count)
            let status = unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe bytes.withUnsafeBufferPointer { source in
                    unsafe uncompress2(target.baseAddress, &length, source.baseAddress, &consumed)
                }
            }
            switch status {
            case Z_OK where Int(consumed) == bytes.count:
                output.removeLast(output.count - Int(length))
                return output
            case Z_BUF_ERROR where capacity < limit && Int(length) == capacity:
                capacity = min(limit, capacity * 4)
            default:
                throw WireError(
                    .malformed, "The body is not a whole zlib stream of at most \(limit) bytes (status \(status))")
            }
        }
    }
}
