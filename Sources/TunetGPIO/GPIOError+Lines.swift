import CTunetGPIO
import Glibc

extension GPIOError {
    /// Why a line's chip or name was not found.
    init(notFound line: Line, failure: SystemFailure) {
        let (code, message): (Code, String) =
            switch (failure.number, line.address) {
            case (ENODEV, .chip(let label, _)):
                (
                    .chipNotFound,
                    "no GPIO chip has the label \"\(label)\"; compare the configuration with what gpiodetect lists, "
                        + "and check that the board's driver is loaded and the chip is connected"
                )
            case (ENOENT, .name(let name)):
                (
                    .lineNotFound,
                    "no GPIO chip has a line named \"\(name)\"; compare the configuration with what gpioinfo lists, "
                        + "and check that the chip is connected"
                )
            case (EINVAL, .chip(let label, let offset)):
                (.lineNotFound, "chip \"\(label)\" has no line \(offset); gpioinfo lists those that it has")
            case (ENOTUNIQ, .name(let name)):
                (
                    .ambiguous,
                    "several GPIO lines are named \"\(name)\"; give the chip's label and the line's offset instead"
                )
            case (ENOTUNIQ, .chip(let label, _)):
                (.ambiguous, "several GPIO chips have the label \"\(label)\"; give the line's name instead")
            case (EACCES, _):
                (
                    .permissionDenied,
                    "\(line.address) was not found, and some GPIO chips may not be opened; "
                        + "give the service's user access to /dev/gpiochip*, as a rule through the group gpio"
                )
            default:
                (.system, "\(line.address) could not be looked up")
            }
        self.init(code, message, errno: failure.number, lines: [line.id])
    }

    /// Why lines of one chip could not be requested.
    init(refused lines: [Line], path: String, failure: SystemFailure) {
        let names = lines.map(\.address.description).joined(separator: ", ")
        let ids = lines.map(\.id)
        switch failure.number {
        case EBUSY:
            self.init(busy: lines, path: path, failure: failure)
        case EACCES, EPERM:
            self.init(
                .permissionDenied, "\(path) may not be used; give the service's user access to it",
                errno: failure.number, lines: ids)
        case E2BIG:
            self.init(
                .unsupported,
                "\(path) was asked for more lines at once than the kernel takes (64, with ten different settings): "
                    + names,
                errno: failure.number, lines: ids)
        case ENOTSUP, EINVAL:
            self.init(
                .unsupported,
                "the controller \(path) does not take the settings of \(names); leave out the bias first, "
                    + "then the kernel's debounce",
                errno: failure.number, lines: ids)
        default:
            self.init(.system, "\(path) refused \(names)", errno: failure.number, lines: ids)
        }
    }

    /// Finds out which of the lines is held, and by whom, while that is still so.
    private init(busy lines: [Line], path: String, failure: SystemFailure) {
        var held: [String] = []
        var ids: [Int] = []
        for line in lines {
            var state = tunet_gpio_line_state()
            guard unsafe tunet_gpio_line_state(path, line.wanted.offset, &state) == 0, state.used else { continue }
            let consumer = unsafe withUnsafeBytes(of: &state.consumer) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            held.append("\(line.address) is held by \(consumer.isEmpty ? "the kernel" : "\"\(consumer)\"")")
            ids.append(line.id)
        }
        if held.isEmpty { held = ["one of " + lines.map(\.address.description).joined(separator: ", ") + " was held"] }
        self.init(
            .busy,
            held.joined(separator: "; ") + "; stop that program, or free the line from the driver or overlay that "
                + "uses it, or choose another line",
            errno: failure.number, lines: ids.isEmpty ? lines.map(\.id) : ids)
    }
}
