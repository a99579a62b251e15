/// Who may use the page for volunteers, and from where.
package struct VolunteerAccess: Sendable, Equatable {
    package enum Network: String, Sendable, Equatable, CaseIterable {
        /// The machine itself only.
        case loopback
        /// Private and link-local addresses too, over HTTP; needs a PIN.
        case local
    }

    /// The hash that `tunet pin` makes; nil for no PIN: whoever sits at the machine may read the page, and nobody may do
    /// anything on it.
    package var pinHash: String?
    package var network: Network
    /// Names under which the machine is known on the local network, besides its own; in lower case.
    package var names: [String]

    package init(pinHash: String? = nil, network: Network = .loopback, names: [String] = []) {
        self.pinHash = pinHash
        self.network = network
        self.names = names
    }
}
