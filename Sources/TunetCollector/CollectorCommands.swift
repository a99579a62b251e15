internal import Logging
package import TunetCore
internal import TunetLog
internal import TunetWire

#if canImport(Glibc)
    private import Glibc
#endif

/// What `tunet-collector` does with its checked arguments.
package enum CollectorCommands {
    /// Registers a place and returns what to tell the person who did it.
    ///
    /// - Throws: ``CollectorError``.
    package static func addPlace(
        database: String, id: String, name: String, key: String, municipality: String?, replaceKey: Bool,
        now: UTCInstant = UTCInstant(seconds: Int64(time(nil)))
    ) async throws -> String {
        guard BatchCheck.isIdentifier(id) else {
            throw CollectorError(
                .invalidArgument,
                "An id has 1 to 40 characters of a-z, 0-9 and -, and “\(id)” has not. Names go to --name.")
        }
        guard (1...100).contains(name.count), !name.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            throw CollectorError(.invalidArgument, "A name has 1 to 100 characters in one line.")
        }
        if let municipality,
            municipality.utf8.count != 4 || !municipality.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        {
            throw CollectorError(.invalidArgument, "A municipality has a number of four digits such as 3907.")
        }
        let verifyingKey: VerifyingKey
        do {
            verifyingKey = try VerifyingKey(base64: key)
        } catch {
            throw CollectorError(
                .invalidArgument, "\(error.message). Copy the device's public key as the device shows it.")
        }
        let store = try CollectorStore(path: database)
        try await store.add(
            .init(id: id, name: name, municipality: municipality, key: verifyingKey), replaceKey: replaceKey, now: now)
        return """
            The place \(id) is registered. Write this in its device's configuration, with the address at which the device \
            reaches the collector:

            [uplink]
            collector = "http://127.0.0.1:8480"
            collector_key = "\(store.signingKey.verifyingKey.base64)"
            """
    }

    /// The places, one to a line: id, municipality, device key and name, with tabs between.
    ///
    /// - Throws: ``CollectorError``, also if there is no such file.
    package static func listPlaces(database: String) async throws -> String {
        let store = try CollectorStore(path: database, create: false)
        let lines = try await store.places().map { place in
            "\(place.id)\t\(place.municipality ?? "-")\t\(place.key.base64)\t\(place.name)"
        }
        return lines.isEmpty ? "No place is registered yet." : lines.joined(separator: "\n")
    }

    /// Serves until SIGTERM or SIGINT. Prints one line on standard output when connections are accepted; logs go to
    /// standard error.
    ///
    /// - Throws: ``CollectorError``.
    package static func serve(database: String, host: String, port: Int) async throws {
        let logger = Logger(label: "tunet-collector") { _ in JournalLogHandler() }
        let server = try CollectorServer(
            store: CollectorStore(path: database), host: host, port: port, logger: logger)
        try await server.run { address in
            print("Listening on \(address)")
            // Without this the line stays in a buffer when standard output is a pipe.
            fflush(nil)
        }
    }
}
