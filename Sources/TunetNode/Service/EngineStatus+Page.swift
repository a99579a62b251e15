import Glibc
import TunetCore
import TunetLocal

extension EngineStatus {
    /// The page for volunteers as the configuration wants it.
    package var site: VolunteerSite {
        let access = configuration.volunteers
        let hash = access.pinHash.flatMap { PinHash($0) }
        return VolunteerSite(
            source: self, duties: VolunteerDuties(checks: self, clock: self, corrections: self, actions: self),
            hash: hash,
            names: access.network == .local && hash != nil ? access.names + Self.ownNames : nil,
            now: { SystemClock.monotonic() })
    }

    /// What the machine is called, and what multicast DNS (RFC 6762) makes of it.
    private static var ownNames: [String] {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return [] }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let first = name.prefix { $0 != "." }
        return name.isEmpty ? [] : [name, String(first), "\(first).local"]
    }
}
