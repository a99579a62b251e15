internal import TunetCore

extension ConfigurationReader {
    static func readDoors(_ root: ConfigurationTable) -> [Door] {
        root.tables("door").map { table in
            table.allow(["id", "name", "sensor", "reed"])
            let sensor = readSensor(table)
            return Door(
                id: table.identifier(), name: table.words("name"), sensor: sensor,
                upper: readUpper(table, sensor), reed: readLeafContact(table, sensor))
        }
    }

    /// The beam above a beam pair, which is among the pair's own keys.
    private static func readUpper(_ door: ConfigurationTable, _ sensor: Sensor) -> InputLine? {
        guard case .beamPair(let outer, _, _) = sensor, let values = door.values["sensor"],
            case .table(let keys) = values, keys["upper"] != nil
        else { return nil }
        let table = ConfigurationTable(values: keys, path: door.path.appending("sensor"), context: door.context)
        let upper = inputLine(of: "upper", in: table)
        if upper.kernelDebounce != outer.kernelDebounce, keys["outer"] != nil {
            table.report(
                "upper", "found another kernel_debounce than that of outer; allowed is the same for all three beams")
        }
        return upper
    }

    /// The contact on the leaf of a door that another sensor watches.
    private static func readLeafContact(_ door: ConfigurationTable, _ sensor: Sensor) -> InputLine? {
        guard door.values["reed"] != nil else { return nil }
        if case .activity = sensor {
            door.report(
                "reed",
                "found a reed beside a sensor that counts nobody; allowed is one beside beam-pair, beam, mat or "
                    + "turnstile, and kind = \"reed\" for a door with nothing else")
            return nil
        }
        return inputLine(of: "reed", in: door)
    }

    /// The kinds of sensors, as they are written.
    private enum SensorKind: String, CaseIterable {
        case beamPair = "beam-pair"
        case beam, mat, turnstile, pir, reed
    }

    private static func readSensor(_ door: ConfigurationTable) -> Sensor {
        let empty = Sensor.contact(InputLine(.name("")), ContactParameters(kind: .beam))
        guard let table = door.table("sensor", needed: "the table sensor = { kind = …, … }"),
            let kind = table.choice("kind", as: SensorKind.self)
        else { return empty }
        switch kind {
        case .beamPair: return readBeamPair(table)
        case .beam: return readContact(table, kind: .beam)
        case .mat: return readContact(table, kind: .mat)
        case .turnstile: return readContact(table, kind: .turnstile)
        case .pir: return readPIR(table)
        case .reed: return readReed(table)
        }
    }

    private static func readBeamPair(_ table: ConfigurationTable) -> Sensor {
        table.allow([
            "kind", "outer", "inner", "upper", "debounce", "gap_time", "block_time", "beam_gap", "body_depth",
        ])
        let outer = inputLine(of: "outer", in: table)
        let inner = inputLine(of: "inner", in: table)
        if outer.kernelDebounce != inner.kernelDebounce, table.values["outer"] != nil, table.values["inner"] != nil {
            table.report(
                "inner",
                "found another kernel_debounce than that of outer; allowed is the same for both beams, or the "
                    + "order of their edges would be wrong")
        }
        var parameters = BeamPairParameters()
        read("debounce", in: .zero ... .milliseconds(100), of: table, into: &parameters.debounce)
        read("gap_time", in: .zero ... .milliseconds(2500), of: table, into: &parameters.gapTime)
        read("block_time", in: .seconds(5) ... .seconds(3600), of: table, into: &parameters.blockTime)
        parameters.beamGap = table.length("beam_gap", in: .centimetres(2) ... .centimetres(50)) ?? parameters.beamGap
        parameters.bodyDepth =
            table.length("body_depth", in: .centimetres(10) ... .centimetres(60)) ?? parameters.bodyDepth
        return .beamPair(outer: outer, inner: inner, parameters)
    }

    private static func readContact(_ table: ConfigurationTable, kind: ContactParameters.Kind) -> Sensor {
        table.allow(["kind"] + inputKeys + ["direction", "debounce", "hold_off", "block_time"])
        var parameters = ContactParameters(kind: kind)
        parameters.direction = table.choice("direction", default: parameters.direction) ?? parameters.direction
        read("debounce", in: .zero ... .milliseconds(100), of: table, into: &parameters.debounce)
        read("hold_off", in: .zero ... .seconds(10), of: table, into: &parameters.holdOff)
        read("block_time", in: .seconds(5) ... .seconds(3600), of: table, into: &parameters.blockTime)
        return .contact(inputLine(table), parameters)
    }

    private static func readPIR(_ table: ConfigurationTable) -> Sensor {
        table.allow(["kind"] + inputKeys + ["retrigger", "debounce", "hold_off", "block_time"])
        let retriggers = table.flag("retrigger", default: true)
        var parameters = ActivityParameters.pir(retriggers: retriggers)
        read("debounce", in: .zero ... .milliseconds(100), of: table, into: &parameters.debounce)
        read(
            "hold_off", in: (retriggers ? .zero : .seconds(5)) ... .seconds(600), of: table, into: &parameters.holdOff)
        read("block_time", in: .seconds(60) ... .seconds(43_200), of: table, into: &parameters.blockTime)
        return .activity(inputLine(table), parameters)
    }

    private static func readReed(_ table: ConfigurationTable) -> Sensor {
        table.allow(["kind"] + inputKeys + ["debounce", "hold_off", "block_time"])
        var parameters = ActivityParameters.reed
        read("debounce", in: .zero ... .milliseconds(100), of: table, into: &parameters.debounce)
        read("hold_off", in: .zero ... .seconds(10), of: table, into: &parameters.holdOff)
        read("block_time", in: .seconds(60) ... .seconds(43_200), of: table, into: &parameters.blockTime)
        return .activity(inputLine(table), parameters)
    }

    /// Leaves `duration` as it is where `key` is absent.
    static func read(
        _ key: String, in range: ClosedRange<Duration>, of table: ConfigurationTable, into duration: inout Duration
    ) {
        if let read = table.duration(key, in: range) { duration = read }
    }
}

extension ConfigurationReader {
    private static let addressKeys = ["line", "chip", "offset"]
    private static let inputKeys = addressKeys + ["active", "bias", "kernel_debounce"]
    private static let neededLine = "a line: { line = \"NAME\" } or { chip = \"LABEL\", offset = NUMBER }"

    static func inputLine(of key: String, in table: ConfigurationTable) -> InputLine {
        guard let line = table.table(key, needed: neededLine) else { return InputLine(.name("")) }
        line.allow(inputKeys)
        return inputLine(line)
    }

    private static func inputLine(_ table: ConfigurationTable) -> InputLine {
        InputLine(
            address(table), activeLow: isActiveLow(table), bias: table.choice("bias", default: .asIs) ?? .asIs,
            kernelDebounce: table.duration("kernel_debounce", in: .zero ... .milliseconds(100)))
    }

    /// Nil where `key` is absent.
    static func outputLine(of key: String, in table: ConfigurationTable) -> OutputLine? {
        guard let line = table.table(key) else { return nil }
        line.allow(addressKeys + ["active"])
        return OutputLine(address(line), activeLow: isActiveLow(line))
    }

    private enum Level: String, CaseIterable {
        case low, high
    }

    private static func isActiveLow(_ table: ConfigurationTable) -> Bool {
        table.choice("active", default: Level.high) == .low
    }

    /// Reads the address of a line, and reports it if another line has it.
    private static func address(_ table: ConfigurationTable) -> LineAddress {
        guard let address = unsharedAddress(table) else { return .name("") }
        let context = table.context
        if let earlier = context.lineUses[address] {
            context.report(
                table.path,
                "found \(address.shownInMessages), which is that of \(earlier) in line "
                    + "\(context.lines.line(of: earlier)); allowed is one use of each line")
        } else {
            context.lineUses[address] = table.path
        }
        return address
    }

    private static func unsharedAddress(_ table: ConfigurationTable) -> LineAddress? {
        let isByName = table.values["line"] != nil
        let isByChip = table.values["chip"] != nil || table.values["offset"] != nil
        guard isByName || isByChip else {
            table.context.report(table.path, "found no line; needed is \(neededLine)")
            return nil
        }
        if isByName && isByChip {
            table.context.report(
                table.path, "found both a name and a chip with an offset; allowed is one of them: \(neededLine)")
            return nil
        }
        if isByName {
            let name = table.text("line", allowed: "the name of a line, 1 to 31 characters, as gpioinfo shows it") {
                isLabel($0)
            }
            return name.isEmpty ? nil : .name(name)
        }
        let label = table.text(
            "chip",
            allowed: "the label of a chip as gpiodetect shows it in brackets, such as \"pinctrl-bcm2711\", not "
                + "its number, which changes with the kernel"
        ) { isLabel($0) && !isChipNumber($0) }
        let offset = table.integer("offset", in: 0...65_535)
        return label.isEmpty ? nil : .chip(label: label, offset: UInt32(offset))
    }

    /// The kernel's names of lines and labels of chips have at most 31 bytes: `GPIO_MAX_NAME_SIZE` in `linux/gpio.h`.
    private static func isLabel(_ text: String) -> Bool {
        (1...31).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    private static func isChipNumber(_ text: String) -> Bool {
        text.hasPrefix("/dev/") || (text.hasPrefix("gpiochip") && text.dropFirst(8).allSatisfy(\.isNumber))
    }
}

extension LineAddress {
    fileprivate var shownInMessages: String {
        switch self {
        case .name(let name): "line \"\(shown(name))\""
        case .chip(let label, let offset): "offset \(offset) of chip \"\(shown(label))\""
        }
    }
}
