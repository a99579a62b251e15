import Glibc
import TunetCore

/// What the place takes of the card and of the memory.
enum Footprint {
    /// Bytes of all files in the data folder.
    static func size(of configuration: PlaceConfiguration) -> Int64 {
        ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "device.key", "lock"].reduce(0) { sum, name in
            var status = stat()
            guard stat("\(configuration.device.dataFolder)/\(name)", &status) == 0 else { return sum }
            return sum + Int64(status.st_size)
        }
    }

    /// Bytes of this process that are resident: proc(5), statm.
    static func memory() -> Int64 {
        var pages: [UInt8] = [UInt8](repeating: 0, count: 256)
        let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        let count = read(descriptor, &pages, pages.count)
        let fields = String(decoding: pages.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
        return (fields.count > 1 ? Int64(fields[1]) ?? 0 : 0) * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }
}
