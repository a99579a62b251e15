import Foundation

/// A folder of a test's own, on the real file system. The test removes it with `defer`.
package struct ScratchFolder: Sendable {
    package let path: String

    package init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("tunet-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    package func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of `name` in the folder.
    package func file(_ name: String) -> String {
        path + "/" + name
    }

    /// The bytes of the file at `path`; empty if there is none.
    package static func bytes(_ path: String) -> [UInt8] {
        FileManager.default.contents(atPath: path).map(Array.init) ?? []
    }

    package static func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// Copies an SQLite database with its log as they are on the disk just now: what a power cut would leave.
    ///
    /// - Returns: the path of the copied database.
    package func copy(ofDatabase path: String) throws -> String {
        let copy = file("copy-\(UUID().uuidString).sqlite")
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        if FileManager.default.fileExists(atPath: path + "-wal") {
            try FileManager.default.copyItem(atPath: path + "-wal", toPath: copy + "-wal")
        }
        return copy
    }

    /// Where `needle` is found among the raw bytes of the files, such as `store.sqlite-wal at 4312`.
    package static func find(_ needle: [UInt8], inFiles paths: [String]) -> [String] {
        paths.flatMap { path in
            let data = Data(bytes(path))
            var found: [String] = []
            var from = data.startIndex
            while let range = data.range(of: Data(needle), in: from..<data.endIndex) {
                found.append("\(path) at \(range.lowerBound)")
                from = range.upperBound
            }
            return found
        }
    }
}
