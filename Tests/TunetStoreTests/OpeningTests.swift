import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport
import TunetWire

@testable import TunetStore

@Suite("Opening the store")
struct OpeningTests {
    private let monday = SmallPlace.monday

    @Test func aSecondInstanceIsRefused() throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let configuration = SmallPlace.configuration(dataFolder: scratch.file("data"))
        let zone = try SmallPlace.oslo()
        let first = try Store(configuration: configuration, zone: zone)
        let error = #expect(throws: StoreError.self) { try Store(configuration: configuration, zone: zone) }
        #expect(error?.code == .inUse)
        #expect(error?.message.contains("Another Tunet uses the data folder \(scratch.file("data"))") == true)
        withExtendedLifetime(first) {}
    }

    @Test func theLockIsGoneWithItsOwner() throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        do {
            let folder = try DataFolder(path: scratch.path)
            withExtendedLifetime(folder) {}
        }
        _ = try DataFolder(path: scratch.path)
    }

    /// Neither of them may be written by anybody, root included.
    @Test(arguments: ["/proc/self", "/dev/null/data", "/nonexistent/parent/data"])
    func aFolderThatCannotBeUsedIsAClearError(_ path: String) {
        let error = #expect(throws: StoreError.self) { try DataFolder(path: path) }
        #expect(error?.code == .folder)
        #expect(error?.message.contains(path) == true)
    }

    @Test func theFilesAreForTheirOwnerOnly() async throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let configuration = SmallPlace.configuration(dataFolder: scratch.file("data"))
        let store = try Store(configuration: configuration, zone: try SmallPlace.oslo())
        _ = try await store.boot(kernelID: "a", at: .zero)
        for file in ["store.sqlite", "store.sqlite-wal", "device.key", "lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: scratch.file("data/\(file)"))
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(file)")
        }
        let folder = try FileManager.default.attributesOfItem(atPath: scratch.file("data"))
        #expect((folder[.posixPermissions] as? NSNumber)?.intValue == 0o700)
    }

    // MARK: - The device's key

    @Test func theKeyIsMadeOnce() throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let first = try DataFolder(path: scratch.path).deviceKey()
        #expect(try DataFolder(path: scratch.path).deviceKey().raw == first.raw)
        #expect(ScratchFolder.bytes(scratch.file("device.key")) == first.raw)
        #expect(try DataFolder.publicKey(inFolder: scratch.path) == first.verifyingKey)
        let service = try DataFolder(path: scratch.path)
        #expect(try DataFolder.publicKey(inFolder: scratch.path) == first.verifyingKey, "while the service runs")
        withExtendedLifetime(service) {}
    }

    @Test(arguments: [0, 31, 33, 5000])
    func aBadKeyFileIsAClearErrorAndIsNotReplaced(_ count: Int) throws {
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let bad = [UInt8](repeating: 9, count: count)
        try ScratchFolder.write(bad, to: scratch.file("device.key"))
        let error = #expect(throws: StoreError.self) { try DataFolder(path: scratch.path).deviceKey() }
        #expect(error?.code == .folder)
        #expect(error?.message.contains("\(scratch.file("device.key")) does not hold a device key") == true)
        #expect(ScratchFolder.bytes(scratch.file("device.key")) == bad)
    }

    // MARK: - Files that are not as they should be

    @Test func aStoreOfANewerTunetIsLeftAlone() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try store.database.setUserVersion(99)
            try store.close()
        }
        let before = ScratchFolder.bytes(fixture.path)
        let error = #expect(throws: StoreError.self) { try StoreDatabase(path: fixture.path) }
        #expect(error?.code == .newer)
        #expect(error?.message.contains("schema 99") == true)
        #expect(ScratchFolder.bytes(fixture.path) == before)
    }

    enum Damage: CaseIterable {
        case randomBytes, randomBytesBesideItsLog, truncated, oneBadPage, emptied

        /// Whether the log is still there; otherwise it has been written back before.
        var keepsLog: Bool { self == .randomBytesBesideItsLog || self == .emptied }
    }

    @Test(arguments: Damage.allCases)
    func aDamagedFileIsSetAsideAndCountingGoesOn(_ damage: Damage) throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let (epoch, path) = try fixture.open { store in
            for hour in 0..<24 {
                let rows = (0..<4).flatMap { quarter in
                    Reason.allCases.map { fixture.row(fixture.bin(monday, hour, 15 * quarter), .noted($0), 1) }
                }
                try store.commit(Increments(rows: rows))
            }
            if !damage.keepsLog { try store.scrub() }
            return (store.epoch, try fixture.scratch.copy(ofDatabase: fixture.path))
        }
        let damaged = damaged(ScratchFolder.bytes(path), damage)
        try ScratchFolder.write(damaged, to: path)
        let log = ScratchFolder.bytes(path + "-wal")
        #expect(log.contains { $0 != 0 } == damage.keepsLog)
        do {
            let store = try StoreDatabase(path: path)
            #expect(store.findings.count == 1)
            #expect(store.findings.first?.contains("\(path).damaged-1") == true)
            #expect(store.epoch != epoch)
            #expect(store.epoch.count == 32)
            try store.commit(Increments(rows: [fixture.row(fixture.bin(monday, 10), .count(.in), 3)]))
        }
        #expect(ScratchFolder.bytes(path + ".damaged-1") == damaged)
        #expect(ScratchFolder.bytes(path + ".damaged-1-wal") == log)
        let store = try StoreDatabase(path: path)
        #expect(store.findings.isEmpty)
        let today = try store.today(monday, configuration: fixture.configuration, zone: fixture.zone)
        #expect(today.doors[0].in.count == 3)
    }

    private func damaged(_ bytes: [UInt8], _ damage: Damage) -> [UInt8] {
        var random = SeededGenerator(seed: 3)
        switch damage {
        case .randomBytes, .randomBytesBesideItsLog:
            return bytes.map { _ in UInt8.random(in: .min ... .max, using: &random) }
        case .truncated: return Array(bytes.prefix(bytes.count / 2))
        case .oneBadPage:
            // Page 4 holds rows of the counters or the root of their table, neither of which looks like this.
            return Array(bytes[..<3072]) + [UInt8](repeating: 0xA5, count: 1024) + Array(bytes[4096...])
        case .emptied: return []
        }
    }

    @Test func everyDamagedFileIsKept() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        for number in 1...3 {
            let garbage = [UInt8](repeating: UInt8(number), count: 5000)
            try ScratchFolder.write(garbage, to: fixture.path)
            try fixture.open { store in
                #expect(store.findings.first?.contains("damaged-\(number)") == true)
                try store.close()
            }
            #expect(ScratchFolder.bytes("\(fixture.path).damaged-\(number)") == garbage)
        }
    }

    // MARK: - A full disk

    @Test(.enabled(if: TinyDisk.isAvailable, Comment(rawValue: TinyDisk.need)))
    func aFullDiskAtTheStartIsAClearError() throws {
        let codes = try TinyDisk.with(kibibytes: 64) { folder -> [StoreError.Code?] in
            TinyDisk.fill(folder)
            func code(_ body: () throws -> Void) -> StoreError.Code? {
                do {
                    try body()
                    return nil
                } catch {
                    return (error as? StoreError)?.code
                }
            }
            return [
                code { _ = try StoreDatabase(path: folder + "/store.sqlite") },
                code { _ = try DataFolder(path: folder).deviceKey() },
            ]
        }
        #expect(codes == [.full, .full])
    }

    @Test(.enabled(if: TinyDisk.isAvailable, Comment(rawValue: TinyDisk.need)))
    func aDiskThatFillsUpLosesNothing() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let row: @Sendable (Int) -> Increments = { number in
            Increments(rows: [fixture.row(Bin(boot: 0, index: Int64(number)), .count(.in), 1)])
        }
        let outcome = try TinyDisk.with(kibibytes: 256) {
            folder -> (accepted: Int, code: StoreError.Code?, left: Int64?) in
            let path = folder + "/store.sqlite"
            var accepted = 0
            var code: StoreError.Code?
            do {
                let store = try StoreDatabase(path: path)
                try store.commit(row(0))
                TinyDisk.fill(folder)
                accepted = 1
                do {
                    while accepted < 10_000 {
                        try store.commit(row(accepted))
                        accepted += 1
                    }
                } catch {
                    code = (error as? StoreError)?.code
                }
                unlink(folder + "/fill")
                // The same increments again, as the engine does.
                try store.commit(row(accepted))
                accepted += 1
            }
            let store = try StoreDatabase(path: path)
            let left = try store.database.first("SELECT sum(amount) FROM tally") { try $0.int64(0) }
            return (accepted, code, left)
        }
        #expect(outcome.code == .full)
        #expect(outcome.left == Int64(outcome.accepted))
    }
}
