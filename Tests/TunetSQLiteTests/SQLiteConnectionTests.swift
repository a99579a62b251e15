import Testing
import TunetSQLite

@Suite("Connection")
struct SQLiteConnectionTests {
    private func memory() throws -> SQLiteConnection {
        let database = try SQLiteConnection(path: "", mode: .memory)
        try database.execute("CREATE TABLE t (a ANY, b ANY) STRICT")
        return database
    }

    @Test(arguments: [
        SQLiteValue.null, .integer(Int64.min), .integer(Int64.max), .real(-0.25), .text(""), .text("æ\0ø"), .blob([]),
        .blob([0, 255]),
    ])
    func keepsEveryKindOfValue(_ value: SQLiteValue) throws {
        let database = try memory()
        #expect(try database.run("INSERT INTO t VALUES (?, 0)", value) == 1)
        let read: SQLiteValue? = try database.first("SELECT a, typeof(a) FROM t") { row in
            switch try row.string(1) {
            case "null": .null
            case "integer": .integer(try row.int64(0))
            case "real": .real(try row.double(0))
            case "text": .text(try row.string(0))
            default: .blob(try row.bytes(0))
            }
        }
        #expect(read == value)
    }

    @Test func readingAnotherTypeIsAnErrorAndNoTrap() throws {
        let database = try memory()
        try database.run("INSERT INTO t VALUES ('x', NULL)")
        func code(_ read: (borrowing SQLiteRow) throws -> Void) -> SQLiteError.Code? {
            do {
                _ = try database.query("SELECT a, b FROM t", map: read)
                return nil
            } catch {
                return (error as? SQLiteError)?.code
            }
        }
        #expect(code { row in _ = try row.int64(0) } == .mismatch)
        #expect(code { row in _ = try row.double(0) } == .mismatch)
        #expect(code { row in _ = try row.bytes(0) } == .mismatch)
        #expect(code { row in _ = try row.string(1) } == .mismatch)
        #expect(code { row in _ = try row.string(2) } == .misuse)
        #expect(code { row in _ = try row.string(-1) } == .misuse)
        #expect(try database.first("SELECT b FROM t") { row in try row.optionalString(0) == nil } == true)
    }

    @Test func textThatIsNoUnicodeIsRepaired() throws {
        let database = try memory()
        #expect(try database.first("SELECT CAST(x'41FF' AS TEXT)") { row in try row.string(0) } == "A\u{FFFD}")
    }

    @Test func executeRunsSeveralStatementsAndComments() throws {
        let database = try memory()
        try database.execute("INSERT INTO t VALUES (1, 2);; -- one\n INSERT INTO t VALUES (3, 4); -- two")
        try database.execute("")
        #expect(try database.first("SELECT count(*) FROM t") { row in try row.int64(0) } == 2)
        #expect(throws: SQLiteError.self) { try database.execute("INSERT INTO t VALUES (1, 2); nonsense") }
    }

    @Test(arguments: ["", "-- nothing", "SELECT 1; SELECT 2", "SELECT 1\0"])
    func prepareTakesExactlyOneStatement(_ sql: String) throws {
        let database = try memory()
        let error = #expect(throws: SQLiteError.self) { try database.prepare(sql) }
        #expect(error?.code == .misuse)
    }

    @Test func countsValuesAndChanges() throws {
        let database = try memory()
        #expect(throws: SQLiteError.self) { try database.run("INSERT INTO t VALUES (?, ?)", 1) }
        #expect(try database.run("INSERT INTO t VALUES (1, 2), (3, 4)") == 2)
        #expect(database.lastInsertedRowID == 2)
        #expect(try database.run("DELETE FROM t WHERE a = 7") == 0)
        #expect(try database.run("CREATE TABLE u (a)") == 0)
    }

    @Test func sameQueryWithinItselfGetsAStatementOfItsOwn() throws {
        let database = try memory()
        try database.run("INSERT INTO t VALUES (1, 1), (2, 2)")
        let sql = "SELECT a FROM t ORDER BY a"
        let pairs = try database.query(sql) { outer in
            let first = try outer.int64(0)
            return try database.query(sql) { inner in "\(first)\(try inner.int64(0))" }
        }
        #expect(pairs == [["11", "12"], ["21", "22"]])
    }

    @Test func statementsBeyondTheLimitOfTheCacheStillWork() throws {
        let database = try memory()
        for number in 0..<(3 * SQLiteConnection.cacheLimit) {
            #expect(try database.first("SELECT \(number)") { row in try row.int(0) } == number)
        }
    }

    @Test func aStatementOutlivesItsConnection() throws {
        var database: SQLiteConnection? = try memory()
        let statement = try #require(try database?.prepare("SELECT 1"))
        database = nil
        #expect(try statement.query { row in try row.int(0) } == [1])
    }
}
