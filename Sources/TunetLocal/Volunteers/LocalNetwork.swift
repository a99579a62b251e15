internal import NIOCore

/// What belongs to the local network, and by which names the machine may be called there.
package enum LocalNetwork {
    /// Whether an address is the machine's own, private or link-local: RFC 1122, 1918, 3927; RFC 4193, 4291.
    package static func isLocal(_ address: String) -> Bool {
        guard let address = plain(address) else { return false }
        if address.contains(":") {
            let first = UInt16(address.prefix { $0 != ":" }, radix: 16) ?? 0
            return address == "::1" || first & 0xFE00 == 0xFC00 || first & 0xFFC0 == 0xFE80
        }
        let bytes = address.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard bytes.count == 4 else { return false }
        switch (bytes[0], bytes[1]) {
        case (10, _), (127, _), (192, 168), (169, 254), (172, 16...31): return true
        default: return false
        }
    }

    /// Whether an address is the machine itself.
    package static func isLoopback(_ address: String) -> Bool {
        guard let address = plain(address), isLocal(address) else { return false }
        return address == "::1" || address.hasPrefix("127.")
    }

    /// Without its zone, and an IPv4 address as such; nil for what is none.
    private static func plain(_ text: String) -> String? {
        let bare = text.prefix { $0 != "%" }.lowercased()
        let address = bare.hasPrefix("::ffff:") && bare.contains(".") ? String(bare.dropFirst(7)) : bare
        return (try? SocketAddress(ipAddress: address, port: 0)) == nil ? nil : address
    }

    /// The host of a `Host` or `Origin`, without its port and brackets; nil for what is none.
    static func host(of authority: String) -> String? {
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]"), isPort(authority[close...].dropFirst()) else { return nil }
            return authority[authority.index(after: authority.startIndex)..<close].lowercased()
        }
        let host = authority.prefix { $0 != ":" }
        guard !host.isEmpty, isPort(authority.dropFirst(host.count)) else { return nil }
        return host.lowercased()
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty
            || (text.hasPrefix(":") && text.utf8.count <= 6
                && text.utf8.dropFirst().allSatisfy { (48...57).contains($0) })
    }
}

/// From where the page for volunteers may be asked, and under which names.
///
/// A page elsewhere must not read ours through a name of its own that leads here (DNS rebinding), so that only names which
/// mean this machine are answered.
struct PageDoor: Sendable {
    /// Nil for the machine itself only; else the machine's names, in lower case.
    var names: Set<String>?

    /// Whether a request for this path may come from there at all. What stands beside the panel is for the machine itself.
    func admits(peer: String?, path: String) -> Bool {
        guard let peer else { return false }
        if LocalNetwork.isLoopback(peer) { return true }
        let isForVolunteers = path == "/" || path == VolunteerPath.start || path.hasPrefix(VolunteerPath.start + "/")
        return names != nil && isForVolunteers && LocalNetwork.isLocal(peer)
    }

    /// Whether `authority` names this machine.
    ///
    /// - Parameter own: the address at which the request came in.
    func answers(to authority: String?, at own: String?) -> Bool {
        guard let authority, let host = LocalNetwork.host(of: authority) else { return false }
        if ["127.0.0.1", "localhost", "::1"].contains(host) { return true }
        guard let names else { return false }
        let bare = host.hasSuffix(".") ? String(host.dropLast()) : host
        return names.contains(bare) || (host == own && LocalNetwork.isLocal(host))
    }
}
