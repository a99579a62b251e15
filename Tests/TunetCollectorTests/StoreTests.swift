import Foundation
import Testing
import TunetSQLite
import TunetWire

@testable import TunetCollector

@Suite("Database of the collector")
struct StoreTests {
    private func refusal(_ path: String, create: Bool = true) -> CollectorError? {
        do {
            _ = try CollectorStore(path: path, create: create)
            return nil
        } catch {
            return error as? CollectorError
        }
    }

    @Test func aRestartKeepsEverything() async throws {
        let device = try TestDevice()
        try await Fixture.withFolder { folder in
            let path = folder + "/collector.sqlite"
            var store: CollectorStore? = try await Fixture.store(path, [device])
            let key = store?.signingKey.raw
            let batch = try device.batch(1...3)
            if let store {
                #expect(try await Fixture.ingest(batch, device, store) == .stored(watermark: 3, isNew: true))
            }
            let before = try await store?.report()
            store = nil
            let again = try CollectorStore(path: path, create: false)
            #expect(again.signingKey.raw == key)
            #expect(try await again.report() == before)
            #expect(try await Fixture.ingest(batch, device, again) == .stored(watermark: 3, isNew: false))
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func aDatabaseOfVersion1IsBroughtUpToDate() async throws {
        let device = try TestDevice()
        try await Fixture.withFolder { folder in
            let path = folder + "/collector.sqlite"
            let before = try await {
                let store = try await Fixture.store(path, [device])
                _ = try await Fixture.ingest(try device.batch(1...3), device, store)
                return try await store.report()
            }()
            let database = try SQLiteConnection(path: path, mode: .readWriteCreate)
            // Version 2 has added this table, and nothing else.
            try database.execute("DROP TABLE stopped; PRAGMA user_version = 1")
            let store = try CollectorStore(path: path, create: false)
            #expect(try await store.report() == before)
            let stopped = StoppedMeasure(year: 2026, measure: "exits", ceiling: 400, leaves: 9)
            let batch = try device.batch(4...4, payload: { ($0.v, $0.stopped) = (4, [stopped]) })
            #expect(try await Fixture.ingest(batch, device, store) == .stored(watermark: 4, isNew: true))
            #expect(try await store.report().places.first?.stopped.map(\.leaves) == [9])
        }
    }

    @Test func otherFilesAreRefusedAndLeftAlone() async throws {
        try await Fixture.withFolder { folder in
            let text = folder + "/notes.txt"
            let content = Data(repeating: 65, count: 4000)
            try content.write(to: URL(fileURLWithPath: text))
            #expect(refusal(text)?.message.contains("is no SQLite database") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: text)) == content)

            let foreign = folder + "/foreign.sqlite"
            try SQLiteConnection(path: foreign, mode: .readWriteCreate).execute("CREATE TABLE place (id)")
            #expect(refusal(foreign)?.message.contains("another program") == true)

            let newer = folder + "/newer.sqlite"
            _ = try CollectorStore(path: newer)
            try SQLiteConnection(path: newer, mode: .readWriteCreate).setUserVersion(99)
            #expect(refusal(newer)?.code == .newerSchema)

            #expect(refusal(folder + "/none.sqlite", create: false)?.message.contains("place add") == true)
            #expect(!FileManager.default.fileExists(atPath: folder + "/none.sqlite"))
            #expect(refusal(folder + "/no/such.sqlite")?.code == .database)
            #expect(refusal(folder)?.code == .database)
        }
    }

    @Test func twoProcessesThatBeginTogetherAgreeOnOneKey() async throws {
        try await Fixture.withFolder { folder in
            let path = folder + "/collector.sqlite"
            let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<6 { group.addTask { try CollectorStore(path: path).signingKey.raw } }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
            #expect(keys.count == 1)
        }
    }

    @Test func aPlaceAddedByAnotherProcessIsSeenAtOnce() async throws {
        let device = try TestDevice()
        try await Fixture.withFolder { folder in
            let path = folder + "/collector.sqlite"
            let store = try CollectorStore(path: path)
            #expect(try await store.report().places.isEmpty)
            let output = try await CollectorCommands.addPlace(
                database: path, id: "p-1", name: "Låven", key: device.key.verifyingKey.base64, municipality: "3907",
                replaceKey: false)
            #expect(output.contains("collector_key = \"\(store.signingKey.verifyingKey.base64)\""))
            #expect(try await store.report().places.map(\.name) == ["Låven"])
            #expect(
                try await Fixture.ingest(try device.batch(1...1), device, store) == .stored(watermark: 1, isNew: true))
            #expect(try await CollectorCommands.listPlaces(database: path).hasPrefix("p-1\t3907\t"))
        }
    }

    @Test(
        arguments: [
            ("P 1", "x", nil, "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="),
            ("p", "", nil, "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="),
            ("p", "a\nb", nil, "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="),
            ("p", "x", "39", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="),
            ("p", "x", "abcd", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="), ("p", "x", nil, "AAAA"),
            ("p", "x", nil, "?"),
        ] as [(String, String, String?, String)])
    func mistakesOnTheCommandLineAreNamed(_ id: String, _ name: String, _ municipality: String?, _ key: String)
        async throws
    {
        try await Fixture.withFolder { folder in
            let error = await #expect(throws: CollectorError.self) {
                try await CollectorCommands.addPlace(
                    database: folder + "/c.sqlite", id: id, name: name, key: key, municipality: municipality,
                    replaceKey: false)
            }
            #expect(error?.code == .invalidArgument)
            #expect(!FileManager.default.fileExists(atPath: folder + "/c.sqlite"))
        }
    }

    @Test func namesOfALaterBatchStayWhenAnEarlierOneComesLate() async throws {
        let device = try TestDevice()
        try await Fixture.withFolder { folder in
            let store = try await Fixture.store(folder + "/c.sqlite", [device])
            for (range, name) in [(2...2, "Ny"), (1...1, "Gammel")] as [(ClosedRange<Int64>, String)] {
                let batch = try device.batch(
                    range, change: { $0.session = "kafe" }, payload: { $0.names.sessions = ["kafe": name] })
                _ = try await Fixture.ingest(batch, device, store)
            }
            #expect(try await store.report().places.first?.periods.first?.sessions.first?.name == "Ny")
        }
    }

    @Test(arguments: ["0.0.0.0", "192.168.1.2", "::", "example.org", ""])
    func onlyLoopbackIsServed(_ host: String) async throws {
        try await Fixture.withFolder { folder in
            let store = try CollectorStore(path: folder + "/c.sqlite")
            #expect(throws: CollectorError.self) {
                try CollectorServer(store: store, host: host, port: 0, logger: Fixture.logger)
            }
        }
    }
}
