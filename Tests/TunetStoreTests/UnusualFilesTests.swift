import Foundation
import Testing
import TunetCore
import TunetSQLite
import TunetTestSupport

@testable import TunetStore

/// What stands where the store should be: the service starts wherever it can, and says what to do where it can't.
@Suite("Unusual files in the store's place")
struct UnusualFilesTests {
    private let monday = SmallPlace.monday

    private func count(_ fixture: StoreFixture, _ store: StoreDatabase, _ amount: Int64 = 1) throws {
        try store.commit(Increments(rows: [fixture.row(fixture.bin(monday, 10), .count(.in), amount)]))
    }

    private func entries(_ fixture: StoreFixture, _ store: StoreDatabase) throws -> Int64? {
        try fixture.number(store, "SELECT coalesce(sum(amount), 0) FROM tally WHERE counter = 'count:in'")
    }

    @Test func aFolderInTheStoresPlaceIsSetAside() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try FileManager.default.createDirectory(atPath: fixture.path, withIntermediateDirectories: false)
        try ScratchFolder.write([1, 2, 3], to: fixture.path + "/inside")
        try fixture.open { store in
            #expect(store.findings.first?.contains("a folder stands in its place") == true)
            try count(fixture, store)
        }
        #expect(ScratchFolder.bytes(fixture.path + ".damaged-1/inside") == [1, 2, 3])
        try fixture.open { #expect($0.findings.isEmpty) }
    }

    @Test func aFolderInTheLogsPlaceIsSetAsideAndTheCountsComeAlong() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try fixture.open { store in
            try count(fixture, store, 5)
            try store.close()
        }
        try FileManager.default.createDirectory(atPath: fixture.path + "-wal", withIntermediateDirectories: false)
        try fixture.open { store in
            #expect(store.findings.first?.contains("a folder stands in the place of its log") == true)
            try count(fixture, store)
        }
        try fixture.open { #expect($0.findings.isEmpty) }
    }

    @Test func aLinkIsFollowedIfItLeadsToAStore() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let real = fixture.scratch.file("elsewhere.sqlite")
        try FileManager.default.createSymbolicLink(atPath: fixture.path, withDestinationPath: real)
        // It leads nowhere yet: the link is set aside.
        try fixture.open { #expect($0.findings.first?.contains("a link that leads to no file") == true) }
        try FileManager.default.moveItem(atPath: fixture.path, toPath: real)
        try FileManager.default.createSymbolicLink(atPath: fixture.path, withDestinationPath: real)
        try fixture.open { store in
            #expect(store.findings.isEmpty)
            try count(fixture, store, 3)
        }
        let store = try StoreDatabase(path: real)
        #expect(try entries(fixture, store) == 3)
    }

    @Test func anEmptyFileIsSaidAndLeavesNothingAside() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        try ScratchFolder.write([], to: fixture.path)
        try fixture.open { store in
            #expect(store.findings.first?.contains("was empty") == true)
            try count(fixture, store)
        }
        #expect(StoreFiles(fixture.path).asides.isEmpty)
        try fixture.open { #expect($0.findings.isEmpty) }
    }

    @Test func aLogWithoutItsFileIsKept() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let left = try fixture.open { store in
            try count(fixture, store)
            return try fixture.scratch.copy(ofDatabase: fixture.path)
        }
        let log = ScratchFolder.bytes(left + "-wal")
        #expect(!log.isEmpty)
        try FileManager.default.removeItem(atPath: left)
        let store = try StoreDatabase(path: left)
        #expect(store.findings.first?.contains("damaged-1") == true)
        #expect(ScratchFolder.bytes(left + ".damaged-1-wal") == log)
    }

    @Test func theLogOfAnotherStoreIsNotTaken() throws {
        let fixture = try StoreFixture()
        let other = try StoreFixture()
        defer {
            fixture.scratch.remove()
            other.scratch.remove()
        }
        try fixture.open { store in
            try count(fixture, store, 5)
            try store.close()
        }
        // Everything of the other store is in its log, so that the two together are whole.
        let store = try StoreDatabase(path: other.path)
        try store.database.execute("PRAGMA wal_autocheckpoint = 0; VACUUM")
        try count(other, store, 900)
        try ScratchFolder.write(ScratchFolder.bytes(other.path + "-wal"), to: fixture.path + "-wal")
        let bytes = ScratchFolder.bytes(fixture.path)
        try fixture.open { store in
            #expect(store.findings.first?.contains("the log beside it belongs to another store") == true)
            try count(fixture, store)
        }
        #expect(ScratchFolder.bytes(fixture.path + ".damaged-1") == bytes)
        try fixture.open { #expect($0.findings.isEmpty) }
    }

    @Test(arguments: DamageTests.Damage.foreign.indices)
    func anotherProgramsDatabaseIsKeptAsItIs(_ kind: Int) throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        do {
            let database = try SQLiteConnection(path: fixture.path, mode: .readWriteCreate)
            try database.execute(DamageTests.Damage.foreign[kind])
        }
        let bytes = ScratchFolder.bytes(fixture.path)
        try fixture.open { store in
            #expect(store.findings.first?.contains("damaged-1") == true)
            try count(fixture, store)
            #expect(try entries(fixture, store) == 1)
        }
        #expect(ScratchFolder.bytes(fixture.path + ".damaged-1") == bytes)
    }

    /// A card whose power was cut within a bin shows when something was last written; after the next start no more.
    @Test func theNextStartHidesWhenTheLastCommitWas() throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let left = try fixture.open { store in
            try count(fixture, store)
            return try fixture.scratch.copy(ofDatabase: fixture.path)
        }
        let then = Date(timeIntervalSince1970: 1_700_000_123.5)
        for file in [left, left + "-wal"] {
            try FileManager.default.setAttributes([.modificationDate: then], ofItemAtPath: file)
        }
        let store = try StoreDatabase(path: left)
        for file in [left, left + "-wal"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect((attributes[.modificationDate] as? Date) != then, "\(file)")
        }
        withExtendedLifetime(store) {}
    }

    // MARK: - What a person has to mend

    /// Nothing is set aside because of permissions: the counts are well.
    @Test(.enabled(if: geteuid() == 0, "another user's files need root"), arguments: ["file", "folder", "log"])
    func whoMayNotWriteIsToldWhatToDo(_ what: String) throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let folder = fixture.scratch.path
        let path = fixture.path
        let kept = try fixture.open { store in
            try count(fixture, store, 2)
            return try fixture.scratch.copy(ofDatabase: path)
        }
        for suffix in ["", "-wal"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
            try FileManager.default.moveItem(atPath: kept + suffix, toPath: path + suffix)
        }
        for file in [folder, path, path + "-wal"] { #expect(chown(file, 65_534, 65_534) == 0) }
        let wrong = ["file": path, "folder": folder, "log": path + "-wal"][what] ?? ""
        #expect(chown(wrong, 0, 0) == 0 && chmod(wrong, what == "folder" ? 0o755 : 0o644) == 0)
        let before = [path, path + "-wal"].map(ScratchFolder.bytes)
        let error = try TinyDisk.asUser(65_534) { () -> StoreError? in
            do {
                _ = try StoreDatabase(path: path)
                return nil
            } catch { return error as? StoreError }
        }
        #expect(error?.code == .folder)
        #expect(
            error?.message.contains("chown") == true && error?.message.contains(wrong) == true,
            "\(error.debugDescription)")
        #expect([path, path + "-wal"].map(ScratchFolder.bytes) == before)
        #expect(StoreFiles(path).asides.isEmpty)
        #expect(try fixture.open { try entries(fixture, $0) } == 2)
    }

    @Test(.enabled(if: TinyDisk.isAvailable, Comment(rawValue: TinyDisk.need)))
    func aCardThatIsReadOnlyIsSaid() throws {
        let errors = try TinyDisk.with(kibibytes: 1024) { folder -> [StoreError?] in
            func error(_ body: () throws -> Void) -> StoreError? {
                do {
                    try body()
                    return nil
                } catch { return error as? StoreError }
            }
            let path = folder + "/store.sqlite"
            do { try StoreDatabase(path: path).close() }
            guard TinyDisk.makeReadOnly(folder) else { return [] }
            return [error { _ = try StoreDatabase(path: path) }, error { _ = try DataFolder(path: folder) }]
        }
        #expect(errors.map { $0?.code } == [.folder, .folder])
        #expect(errors.first??.message.contains("Linux does that to a card that fails") == true)
    }

    /// A full card has no room for a new store: the damaged one stays where it is, and the next start finds it.
    @Test(.enabled(if: TinyDisk.isAvailable, Comment(rawValue: TinyDisk.need)))
    func aDamagedStoreOnAFullCardIsKept() throws {
        let garbage = [UInt8](repeating: 7, count: 5000)
        let (code, kept, findings) = try TinyDisk.with(kibibytes: 256) {
            folder -> (StoreError.Code?, Bool, [String]) in
            let path = folder + "/store.sqlite"
            try ScratchFolder.write(garbage, to: path)
            TinyDisk.fill(folder)
            var code: StoreError.Code?
            do { _ = try StoreDatabase(path: path) } catch { code = (error as? StoreError)?.code }
            let isKept = ScratchFolder.bytes(path) == garbage
            unlink(folder + "/fill")
            let store = try StoreDatabase(path: path)
            return (code, isKept && ScratchFolder.bytes(path + ".damaged-1") == garbage, store.findings)
        }
        #expect(code == .full && kept)
        #expect(findings.first?.contains("damaged-1") == true)
    }

    // MARK: - Power cuts while a file is set aside

    /// The states that the steps leave one after the other: the file has its second name; the log has it too; the new
    /// store has taken the first name and the log has not lost it yet.
    @Test(arguments: 0...2)
    func aPowerCutWhileAFileIsSetAsideLosesNothing(_ step: Int) throws {
        let fixture = try StoreFixture()
        defer { fixture.scratch.remove() }
        let path = try fixture.open { store in
            try count(fixture, store, 4)
            return try fixture.scratch.copy(ofDatabase: fixture.path)
        }
        let garbage = [UInt8](repeating: 7, count: 5000)
        try ScratchFolder.write(garbage, to: path)
        let log = ScratchFolder.bytes(path + "-wal")
        #expect(link(path, path + ".damaged-1") == 0)
        if step > 0 { #expect(link(path + "-wal", path + ".damaged-1-wal") == 0) }
        try ScratchFolder.write([1, 2, 3], to: path + ".new")
        if step == 2 {
            try StoreDatabase(path: fixture.scratch.file("fresh")).close()
            #expect(rename(fixture.scratch.file("fresh"), path) == 0)
        }
        do {
            let store = try StoreDatabase(path: path)
            #expect(store.findings.isEmpty == (step == 2))
            try count(fixture, store)
            #expect(try entries(fixture, store) == 1)
        }
        #expect(StoreFiles(path).asides == [path + ".damaged-1"])
        #expect(ScratchFolder.bytes(path + ".damaged-1") == garbage)
        #expect(ScratchFolder.bytes(path + ".damaged-1-wal") == log)
        #expect(!FileManager.default.fileExists(atPath: path + ".new"))
        let store = try StoreDatabase(path: path)
        #expect(store.findings.isEmpty)
        #expect(try entries(fixture, store) == 1)
    }
}
