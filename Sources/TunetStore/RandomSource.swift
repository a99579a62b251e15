/// Where a store draws its noise, its epochs and the delays of its retries from.
///
/// On a device it is always ``system``. A simulation gives its own, so that a run can be repeated.
package struct RandomSource: RandomNumberGenerator, Sendable {
    private let draw: @Sendable () -> UInt64

    /// The system's generator, a cryptographic one (getrandom) on Linux.
    package static let system = RandomSource {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }

    package init(_ draw: @escaping @Sendable () -> UInt64) {
        self.draw = draw
    }

    package func next() -> UInt64 { draw() }
}
