/// A line that is driven, such as a lamp's. It is inactive until it is set.
package struct GPIOOutput: Hashable, Sendable {
    /// The caller's number for the line; unique over inputs and outputs.
    package var id: Int
    /// Where the line is found.
    package var address: GPIOLineAddress
    /// Whether a low voltage is the active level.
    package var activeLow: Bool

    /// Describes an output; by default active high.
    package init(id: Int, address: GPIOLineAddress, activeLow: Bool = false) {
        self.id = id
        self.address = address
        self.activeLow = activeLow
    }
}
