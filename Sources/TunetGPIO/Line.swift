import CTunetGPIO
import Glibc

/// An input or an output as it is kept while its chip comes and goes.
struct Line {
    let id: Int
    let address: GPIOLineAddress
    let isOutput: Bool
    /// What libgpiod is asked for; `initial_level` is the last level that an output was set to.
    var wanted: tunet_gpio_line

    init(_ input: GPIOInput) throws(GPIOError) {
        id = input.id
        address = input.address
        isOutput = false
        wanted = tunet_gpio_line()
        wanted.active_low = input.activeLow
        wanted.bias = Self.bias(input.bias)
        if let debounce = input.kernelDebounce { wanted.debounce_us = try Self.microseconds(debounce, input) }
    }

    init(_ output: GPIOOutput) {
        id = output.id
        address = output.address
        isOutput = true
        wanted = tunet_gpio_line()
        wanted.active_low = output.activeLow
    }

    private static func bias(_ bias: GPIOBias) -> Int32 {
        switch bias {
        case .asIs: Int32(TUNET_GPIO_BIAS_AS_IS.rawValue)
        case .pullUp: Int32(TUNET_GPIO_BIAS_PULL_UP.rawValue)
        case .pullDown: Int32(TUNET_GPIO_BIAS_PULL_DOWN.rawValue)
        case .disabled: Int32(TUNET_GPIO_BIAS_DISABLED.rawValue)
        }
    }

    private static func microseconds(_ debounce: Duration, _ input: GPIOInput) throws(GPIOError) -> UInt32 {
        guard tunet_gpio_debounces_in_kernel() else {
            throw GPIOError(
                .unsupported,
                "\(input.address): libgpiod \(GPIOLines.libgpiodVersion) cannot debounce in the kernel; "
                    + "leave the kernel's debounce out, or install libgpiod 2",
                lines: [input.id])
        }
        // UInt32 is what struct gpio_v2_line_attribute has for it.
        guard debounce >= .microseconds(1), debounce <= .microseconds(UInt32.max) else {
            throw GPIOError(
                .invalid, "\(input.address): the kernel debounces for 1 µs to 4294 s, not for \(debounce)",
                lines: [input.id])
        }
        return UInt32(debounce / .microseconds(1))
    }
}

/// Where a line is at present.
struct Location: Hashable {
    var path: String
    var offset: UInt32

    /// Whether nobody holds the line at the moment.
    var isFree: Bool {
        var state = tunet_gpio_line_state()
        return unsafe tunet_gpio_line_state(path, offset, &state) == 0 && !state.used
    }
}

extension Line {
    /// Looks the line up over the chips that are there now.
    func locate() throws(GPIOError) -> Location {
        do {
            switch address {
            case .name(let name):
                var offset: UInt32 = 0
                let path = try unsafe Self.path { (buffer: UnsafeMutablePointer<CChar>) in
                    unsafe tunet_gpio_find_line(name, buffer, &offset)
                }
                return Location(path: path, offset: offset)
            case .chip(let label, let offset):
                let path = try unsafe Self.path { (buffer: UnsafeMutablePointer<CChar>) in
                    unsafe tunet_gpio_find_chip(label, buffer)
                }
                var state = tunet_gpio_line_state()
                _ = try SystemFailure.check(unsafe tunet_gpio_line_state(path, offset, &state))
                return Location(path: path, offset: offset)
            }
        } catch {
            throw GPIOError(notFound: self, failure: error)
        }
    }

    private static func path(
        _ find: (UnsafeMutablePointer<CChar>) -> CInt
    ) throws(SystemFailure) -> String {
        var buffer = [CChar](repeating: 0, count: Int(TUNET_GPIO_PATH_SIZE))
        let result = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return -EINVAL }
            return unsafe find(base)
        }
        _ = try SystemFailure.check(result)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
