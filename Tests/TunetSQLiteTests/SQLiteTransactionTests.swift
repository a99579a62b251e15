import Foundation
import Testing
import TunetSQLite

@Suite("Transactions")
struct SQLiteTransactionTests {
    private struct Stop: Error {}

    private func count(_ database: SQLiteConnection) throws -> Int? {
        try database.first("SELECT count(*) FROM t") { row in try row.int(0) }
    }

    @Test func storesAllOrNothing() throws {
        let database = try SQLiteConnection(path: "", mode: .memory)
        try database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
        #expect(try database.transaction { try database.run("INSERT INTO t VALUES (1)") } == 1)
        #expect(throws: Stop.self) {
            try database.transaction {
                try database.run("INSERT INTO t VALUES (2)")
                throw Stop()
            }
        }
        let error = #expect(throws: SQLiteError.self) {
            try database.transaction {
                try database.run("INSERT INTO t VALUES (2)")
                try database.run("INSERT INTO t VALUES (1)")
            }
        }
        #expect(error?.code == .constraint)
        #expect(!database.isInTransaction)
        #expect(try count(database) == 1)
    }

    @Test func rollsBackWhenTheCommitItselfFails() throws {
        let database = try SQLiteConnection(path: "", mode: .memory)
        try database.execute(
            """
            PRAGMA foreign_keys = ON;
            CREATE TABLE p (a INTEGER PRIMARY KEY);
            CREATE TABLE t (a REFERENCES p DEFERRABLE INITIALLY DEFERRED);
            """)
        let error = #expect(throws: SQLiteError.self) {
            try database.transaction { try database.run("INSERT INTO t VALUES (1)") }
        }
        #expect(error?.code == .constraint)
        #expect(!database.isInTransaction)
        #expect(try count(database) == 0)
    }

    @Test func refusesATransactionInATransaction() throws {
        let database = try SQLiteConnection(path: "", mode: .memory)
        let error = #expect(throws: SQLiteError.self) {
            try database.transaction { try database.transaction {} }
        }
        #expect(error?.code == .misuse)
        #expect(!database.isInTransaction)
    }

    @Test func aFullDatabaseIsReportedAndRolledBack() throws {
        let database = try SQLiteConnection(path: "", mode: .memory)
        try database.execute("CREATE TABLE t (a); PRAGMA max_page_count = 8")
        let error = #expect(throws: SQLiteError.self) {
            try database.transaction {
                for _ in 0..<100 {
                    try database.run("INSERT INTO t VALUES (?)", .blob([UInt8](repeating: 7, count: 4000)))
                }
            }
        }
        #expect(error?.code == .full)
        #expect(!database.isInTransaction)
        #expect(try count(database) == 0)
    }

    @Test func userVersionFollowsTheTransaction() throws {
        let database = try SQLiteConnection(path: "", mode: .memory)
        #expect(throws: Stop.self) {
            try database.transaction {
                try database.setUserVersion(3)
                throw Stop()
            }
        }
        #expect(try database.userVersion() == 0)
        try database.setUserVersion(3)
        #expect(try database.userVersion() == 3)
    }
}

@Suite("Files")
struct SQLiteFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tunet-sqlite-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func code(_ body: () throws -> Void) -> SQLiteError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? SQLiteError)?.code
        }
    }

    @Test func aNewFileIsReadableByItsOwnerOnly() throws {
        try withFolder { folder in
            let database = try SQLiteConnection(path: folder + "/new.sqlite", mode: .readWriteCreate)
            try database.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a)")
            for name in ["new.sqlite", "new.sqlite-wal"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
        }
    }

    @Test func oddFilesAreErrors() throws {
        try withFolder { folder in
            let text = folder + "/text"
            try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: text))
            #expect(
                code { try SQLiteConnection(path: text, mode: .readWriteCreate).execute("CREATE TABLE t (a)") }
                    == .notADatabase)
            #expect(code { _ = try SQLiteConnection(path: folder + "/none", mode: .readOnly) } == .cantOpen)
            #expect(code { _ = try SQLiteConnection(path: folder + "/no/such", mode: .readWriteCreate) } == .cantOpen)
            #expect(code { _ = try SQLiteConnection(path: folder, mode: .readWriteCreate) } == .cantOpen)
            #expect(code { _ = try SQLiteConnection(path: "", mode: .readWriteCreate) } == .cantOpen)
            #expect(code { _ = try SQLiteConnection(path: "a\0b", mode: .readWriteCreate) } == .cantOpen)
        }
    }

    @Test func readOnlyAndBusyAreToldApart() throws {
        try withFolder { folder in
            let path = folder + "/shared.sqlite"
            let writer = try SQLiteConnection(path: path, mode: .readWriteCreate)
            try writer.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a)")
            let reader = try SQLiteConnection(path: path, mode: .readOnly)
            #expect(code { try reader.run("INSERT INTO t VALUES (1)") } == .readOnly)
            let other = try SQLiteConnection(path: path, mode: .readWriteCreate, busyTimeout: .zero)
            try writer.transaction {
                #expect(code { try other.transaction {} } == .busy)
            }
            #expect(code { try other.transaction {} } == nil)
        }
    }

    @Test func aDamagedPageIsCorruptAndNoTrap() throws {
        try withFolder { folder in
            let path = folder + "/damaged.sqlite"
            try SQLiteConnection(path: path, mode: .readWriteCreate)
                .execute("CREATE TABLE t (a); INSERT INTO t SELECT hex(randomblob(3000)) FROM (VALUES (1), (2), (3))")
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            for index in 4096..<bytes.count { bytes[index] = 0x5A }
            try bytes.write(to: URL(fileURLWithPath: path))
            let database = try SQLiteConnection(path: path, mode: .readWriteCreate)
            #expect(code { _ = try database.query("SELECT a FROM t") { row in try row.string(0) } } == .corrupt)
        }
    }

    @Test func everyErrorSaysWhatToDo() {
        let error = SQLiteError(.full, extendedCode: 13, message: "database or disk is full")
        #expect(
            error.description == "database or disk is full (SQLite code 13). Free some space on the disk and try again."
        )
    }
}
