import Glibc
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
package import TunetCore
import TunetGPIO
import TunetLocal
import TunetStore
import TunetUplink
import TunetWire
import UnixSignals

/// Puts a device together from its configuration and runs it until it is told to stop.
package enum NodeRunner {
    /// - Throws: ``NodeError``, ``GPIOError``, ``StoreError`` and what the servers throw, each with a message for the
    ///   installer.
    package static func run(configuration: PlaceConfiguration, zone: TimeZoneRules, logger: Logger) async throws {
        // Before anything is counted.
        if let obstacle = ProcessMemory.forbidDumps() {
            logger.warning("Core dumps of this service can't be forbidden: \(obstacle)")
        }
        // The control socket and everything in the data folder belong to the service's user and group.
        umask(0o007)
        let store = try Store(configuration: configuration, zone: zone)
        // What opening the store finds out is said once; it should not be lost with a start that fails later.
        for finding in store.findings { logger.warning("\(finding)") }
        let lines = try GPIOLines(configuration, logger: logger)
        let outputs = OutputDriver(lines: lines, configuration: configuration)
        let hub = ChangeHub()
        let surroundings = NodeEngine.Surroundings(
            setOutput: { outputs.set($0, $1) },
            log: { logger.log(level: $0.level, "\($0.text)") }, panelsChanged: { hub.changed() })
        let engine = try await NodeEngine(
            configuration: configuration, zone: zone, store: store, kernelID: SystemClock.bootID(),
            at: SystemClock.monotonic(), surroundings: surroundings)
        // One thread answers the few requests that people at the place make.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            try await serve(
                engine: engine, hub: hub, lines: lines, configuration: configuration, group: group, logger: logger)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    private static func serve(
        engine: NodeEngine, hub: ChangeHub, lines: GPIOLines, configuration: PlaceConfiguration,
        group: MultiThreadedEventLoopGroup,
        logger: Logger
    ) async throws {
        let manager = ServiceManager()
        var device = configuration.device
        if let port = device.pagePort, !LoopbackPort.isFree(Int(port)) {
            logger.error("Port \(port) is taken. Counting goes on without the page; choose another page_port.")
            device.pagePort = nil
        }
        let readiness = Readiness(
            parts: device.pagePort == nil ? [.counting, .control] : [.counting, .control, .page]
        ) {
            logger.notice("Counting.")
            manager.ready()
        }
        let wakes = AsyncStream<NodeService.Wake>.makeStream()
        let source = EngineStatus(
            engine: engine, libgpiod: GPIOLines.libgpiodVersion, lossDetectable: GPIOLines.detectsLoss,
            configuration: configuration, now: { SystemClock.monotonic() }, wake: { wakes.continuation.yield(.time) },
            hub: hub)
        // The servers' own logs would date every look at a page; they are of no use to anybody here.
        var quiet = logger
        quiet.logLevel = .error
        try ControlSocket.prepare(device.controlSocket)
        var services: [any Service] = [
            LocalServers.control(
                path: device.controlSocket, source: source, keeper: source, clock: source,
                corrections: source, actions: source, group: group, logger: quiet
            ) {
                await readiness.reached(.control)
            }
        ]
        if let port = device.pagePort {
            services.append(
                LocalServers.page(
                    port: port, site: source.site, kiosk: configuration.panels.isEmpty ? nil : source, group: group,
                    logger: quiet
                ) { bound in
                    logger.notice("The page for volunteers is at http://127.0.0.1:\(bound)/frivillig")
                    if configuration.volunteers.network == .local {
                        logger.notice("The local network may open it too, over HTTP without TLS.")
                    }
                    await readiness.reached(.page)
                })
        }
        let client = try configuration.uplink.map { uplink in
            CollectorClient(
                collectorURL: uplink.collectorURL, key: try VerifyingKey(raw: uplink.collectorKey), group: group)
        }
        services.append(
            NodeService(
                engine: engine, lines: lines, client: client, configuration: configuration, manager: manager,
                readiness: readiness, wakes: wakes))
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        ).run()
        _ = unlink(device.controlSocket)
    }
}

/// Switches lights and buzzers. A light whose chip is gone is set when that is back; the inputs' health tells of it.
private struct OutputDriver: Sendable {
    let lines: GPIOLines
    let firstID: Int

    init(lines: GPIOLines, configuration: PlaceConfiguration) {
        self.lines = lines
        firstID = Wiring(configuration).inputs.count
    }

    func set(_ output: Int, _ isOn: Bool) {
        try? lines.setOutput(firstID + output, isOn)
    }
}

extension GPIOLines {
    /// Requests every line of the place: inputs under their numbers in the wiring, outputs after them.
    fileprivate convenience init(_ configuration: PlaceConfiguration, logger: Logger) throws {
        let wiring = Wiring(configuration)
        if !Self.debouncesInKernel, wiring.inputs.contains(where: { $0.line.kernelDebounce != nil }) {
            logger.warning(
                "kernel_debounce needs libgpiod 2; this is \(Self.libgpiodVersion). Tunet's own debounce works all the same."
            )
        }
        try self.init(
            inputs: wiring.inputs.enumerated().map { number, input in
                GPIOInput(
                    id: number, address: GPIOLineAddress(input.line.address), activeLow: input.line.activeLow,
                    bias: GPIOBias(input.line.bias),
                    kernelDebounce: Self.debouncesInKernel ? input.line.kernelDebounce : nil)
            },
            outputs: wiring.outputs.enumerated().map { number, output in
                GPIOOutput(
                    id: wiring.inputs.count + number, address: GPIOLineAddress(output.line.address),
                    activeLow: output.line.activeLow)
            })
    }
}

extension GPIOLineAddress {
    fileprivate init(_ address: LineAddress) {
        switch address {
        case .name(let name): self = .name(name)
        case .chip(let label, let offset): self = .chip(label: label, offset: offset)
        }
    }
}

extension GPIOBias {
    fileprivate init(_ bias: LineBias) {
        switch bias {
        case .asIs: self = .asIs
        case .pullUp: self = .pullUp
        case .pullDown: self = .pullDown
        case .disabled: self = .disabled
        }
    }
}
