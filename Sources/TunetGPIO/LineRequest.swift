import CTunetGPIO

/// Owns one of libgpiod's requests: lines of one chip that are ours until this ends. The handle never leaves it.
@safe struct LineRequest: ~Copyable {
    private let handle: OpaquePointer
    /// Of how many lines.
    let count: Int

    /// Requests lines for reading both edges.
    static func inputs(path: String, _ lines: [tunet_gpio_line]) throws(SystemFailure) -> LineRequest {
        var handle: OpaquePointer?
        _ = try SystemFailure.check(
            unsafe tunet_gpio_request_inputs(path, lines, lines.count, EdgeBuffer.capacity, &handle))
        return unsafe LineRequest(handle, count: lines.count)
    }

    /// Requests lines for driving, at their initial levels.
    static func outputs(path: String, _ lines: [tunet_gpio_line]) throws(SystemFailure) -> LineRequest {
        var handle: OpaquePointer?
        _ = try SystemFailure.check(unsafe tunet_gpio_request_outputs(path, lines, lines.count, &handle))
        return unsafe LineRequest(handle, count: lines.count)
    }

    private init(_ handle: OpaquePointer?, count: Int) {
        guard let handle = unsafe handle else { preconditionFailure("the request succeeded without a handle") }
        unsafe self.handle = unsafe handle
        self.count = count
    }

    deinit { unsafe tunet_gpio_release(handle) }

    /// Readable when edges wait or the chip is gone; of inputs only.
    var descriptor: CInt { unsafe tunet_gpio_request_fd(handle) }

    /// Fills the buffer with waiting edges, oldest first, and never blocks. ENODEV when the chip is gone.
    func readEdges(into buffer: inout EdgeBuffer) throws(SystemFailure) {
        buffer.count = try SystemFailure.check(
            unsafe tunet_gpio_read_edges(handle, buffer.base, EdgeBuffer.capacity))
    }

    /// The logical levels, in the order of the request. ENODEV when the chip is gone.
    func levels() throws(SystemFailure) -> [Bool] {
        var levels = [Bool](repeating: false, count: count)
        _ = try SystemFailure.check(unsafe tunet_gpio_read_levels(handle, &levels))
        return levels
    }

    /// Sets an output by its place in the request.
    func set(_ index: Int, _ level: Bool) throws(SystemFailure) {
        _ = try SystemFailure.check(unsafe tunet_gpio_set_level(handle, index, level))
    }
}

/// Room for edges on their way out of libgpiod, made once. Only what was read can be got at.
@safe struct EdgeBuffer: ~Copyable {
    /// 64 lines with 16 edges each: what the first interface can hold back at the most, and what the second one
    /// gives a request at the most (`GPIO_V2_LINES_MAX * 16` in the kernel).
    static let capacity = 1024

    fileprivate let base: UnsafeMutablePointer<tunet_gpio_edge>
    fileprivate(set) var count = 0

    init() { unsafe base = UnsafeMutablePointer<tunet_gpio_edge>.allocate(capacity: Self.capacity) }

    deinit { unsafe base.deallocate() }

    subscript(index: Int) -> RawEdge {
        precondition(index < count)
        let edge = unsafe base[index]
        return RawEdge(
            nanoseconds: edge.nanoseconds, offset: edge.offset, sequence: edge.sequence, level: edge.level)
    }
}
