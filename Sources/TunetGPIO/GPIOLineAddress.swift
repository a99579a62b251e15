/// Where a line is found. Chip numbers are no address: they change with the kernel and with the order of probing.
package enum GPIOLineAddress: Hashable, Sendable {
    /// By the name that the board's device tree or ACPI gives the line, for example `GPIO17`.
    /// It must be the name of exactly one line over all chips.
    case name(String)
    /// By the label of its chip, for example `pinctrl-rp1`, and its offset there, counted from 0.
    case chip(label: String, offset: UInt32)
}

extension GPIOLineAddress: CustomStringConvertible {
    /// The address as it is written in messages.
    package var description: String {
        switch self {
        case .name(let name): "line \"\(name)\""
        case .chip(let label, let offset): "line \(offset) of chip \"\(label)\""
        }
    }
}
