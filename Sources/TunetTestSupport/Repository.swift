import Glibc

/// The checkout in which the tests lie.
package enum Repository {
    /// The folder of Package.swift, with a slash at its end.
    package static let root: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/"
    }()

    package struct Unreadable: Error {
        package var path: String
    }

    package static func bytes(_ path: String) throws -> [UInt8] {
        let descriptor = open(root + path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Unreadable(path: path) }
        defer { close(descriptor) }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw Unreadable(path: path) }
            guard count > 0 else { return all }
            all += buffer.prefix(count)
        }
    }

    package static func text(_ path: String) throws -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }

    /// Names of the files and folders directly in a folder, dotfiles left out.
    package static func names(in folder: String) throws -> [String] {
        guard let directory = opendir(root + folder) else { throw Unreadable(path: folder) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// Paths of all files below a folder, dotfiles left out.
    package static func files(below folder: String) throws -> [String] {
        var all: [String] = []
        for name in try names(in: folder) {
            let path = "\(folder)/\(name)"
            var status = stat()
            guard lstat(root + path, &status) == 0 else { throw Unreadable(path: path) }
            if status.st_mode & S_IFMT == S_IFDIR { all += try files(below: path) } else { all.append(path) }
        }
        return all
    }
}
