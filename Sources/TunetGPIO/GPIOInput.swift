/// A line that is watched for both edges.
package struct GPIOInput: Hashable, Sendable {
    /// The caller's number for the line, by which edges and levels name it; unique over inputs and outputs.
    package var id: Int
    /// Where the line is found.
    package var address: GPIOLineAddress
    /// Whether a low voltage is the active level. Levels of edges are logical: `true` is active.
    package var activeLow: Bool
    /// The resistor that the controller connects to the line.
    package var bias: GPIOBias
    /// How long a new level must last for the kernel to report it, 1 µs to 4294 s; nil: reported at once.
    /// Edges are then stamped after that time. Needs ``GPIOLines/debouncesInKernel``.
    package var kernelDebounce: Duration?

    /// Describes an input; by default active high, with the bias as it is and without debounce.
    package init(
        id: Int, address: GPIOLineAddress, activeLow: Bool = false, bias: GPIOBias = .asIs,
        kernelDebounce: Duration? = nil
    ) {
        self.id = id
        self.address = address
        self.activeLow = activeLow
        self.bias = bias
        self.kernelDebounce = kernelDebounce
    }
}

/// The resistor that a controller connects to an input.
package enum GPIOBias: Hashable, Sendable {
    /// Left as firmware or an earlier user set it.
    case asIs
    /// To the supply, so that an open contact reads high.
    case pullUp
    /// To ground, so that an open contact reads low.
    case pullDown
    /// None.
    case disabled
}
