import TunetCore
import TunetSQLite
import TunetWire

/// What `tunet store check` finds. No time of anything that was counted is in it, and no count.
package struct StoreReport: Codable, Sendable, Equatable {
    /// One file of a store.
    package struct File: Codable, Sendable, Equatable {
        package var path: String
        /// Bytes of the file and its log.
        package var bytes: Int64
        /// Rows that can be read, by table.
        package var rows: [String: Int]
        /// Tables that can't be read whole.
        package var damaged: [String]
        /// Rows that can be read and can't be right.
        package var wrong: Int
        /// Batches that wait, with hash and signature in order.
        package var batches: Int
        /// Batches whose hash or signature is wrong.
        package var badBatches: Int
        /// Whether its counts are in the present store; absent for that itself.
        package var isTaken: Bool?
        /// Whether its counts were destroyed, because all of them have been released; absent for the present store.
        package var isEmptied: Bool?
        /// What is wrong.
        package var problems: [String]
    }

    /// The present store; absent if there is none.
    package var store: File?
    /// The version of its tables.
    package var schema: Int64?
    /// What was set aside, the oldest first.
    package var setAside: [File]
    /// Bytes of all files together.
    package var bytes: Int64
    /// Bytes that they may have.
    package var quota: Int64
    /// Batches that were dropped undelivered because the quota was full, and the releases in them.
    package var droppedBatches: Int64
    package var droppedReleases: Int64

    /// Whether everything is in order. What was set aside and brought back, as far as it goes, is.
    package var isInOrder: Bool {
        store != nil && store?.problems.isEmpty == true && setAside.allSatisfy { $0.isTaken == true } && bytes <= quota
    }
}

package enum StoreInspection {
    /// Looks at every store of a data folder, also while the service runs.
    ///
    /// - Throws: ``StoreError`` if they can't be looked at.
    package static func check(folder: String) throws -> StoreReport {
        let files = StoreFiles(folder + "/store.sqlite")
        guard StoreFiles.kind(folder) != .missing else {
            throw StoreError(.folder, "There is no data folder \(folder).")
        }
        let key = try DataFolder.existingKey(inFolder: folder)
        var report = StoreReport(
            store: nil, schema: nil, setAside: [], bytes: files.bytes, quota: StoreQuota.bytes, droppedBatches: 0,
            droppedReleases: 0)
        var present: SQLiteConnection?
        if files.kind != .missing || StoreFiles.size(files.log) > 0 {
            let copy = try StoreCopy(of: files.path)
            var (file, _) = describe(copy.path, as: files.path, key: key)
            do {
                let (database, schema) = try open(copy.path)
                file.problems = try problems(of: database, schema: schema) + file.problems
                report.schema = schema
                report.droppedBatches = try StoreDatabase.number(of: StoreQuota.batchesKey, in: database) ?? 0
                report.droppedReleases = try StoreDatabase.number(of: StoreQuota.releasesKey, in: database) ?? 0
                present = database
            } catch { file.problems.insert("\(error)", at: 0) }
            report.store = file
            for aside in files.asides { report.setAside.append(try check(file: aside, key: key, present: present)) }
            present = nil
            withExtendedLifetime(copy) {}
            return report
        }
        for aside in files.asides { report.setAside.append(try check(file: aside, key: key, present: nil)) }
        return report
    }

    /// Looks at one file, wherever it is.
    package static func check(file: String, folder: String?) throws -> StoreReport.File {
        guard StoreFiles.kind(file) != .missing else { throw StoreError(.folder, "There is no file \(file).") }
        return try check(file: file, key: folder.flatMap { try DataFolder.existingKey(inFolder: $0) }, present: nil)
    }

    private static func check(
        file: String, key: VerifyingKey?, present: SQLiteConnection?
    ) throws -> StoreReport.File {
        guard case .file = StoreFiles.kind(file) else {
            return StoreReport.File(
                path: file, bytes: StoreFiles.size(file + "-wal"), rows: [:], damaged: [], wrong: 0, batches: 0,
                badBatches: 0, isTaken: true, problems: ["it is no file, so that there is nothing to read"])
        }
        let copy = try StoreCopy(of: file)
        var (described, salvage) = describe(copy.path, as: file, key: key)
        if let present {
            described.isEmptied = try StoreDatabase.hasDestroyedCounts(of: file, in: present)
            described.isTaken =
                try salvage.isEmpty
                || StoreDatabase.holds(salvage, digest: StoreFiles.digest(copy.path), in: present)
        }
        return described
    }

    private static func describe(
        _ copy: String, as path: String, key: VerifyingKey?
    ) -> (StoreReport.File, Salvage) {
        let salvage = Salvage(path: copy, key: key)
        var file = StoreReport.File(
            path: path, bytes: StoreFiles.size(path) + StoreFiles.size(path + "-wal"), rows: [:], damaged: [], wrong: 0,
            batches: salvage.batches.count, badBatches: salvage.badBatches, isTaken: nil, problems: [])
        for (name, table) in salvage.tables.sorted(by: { $0.key < $1.key }) where name != "meta" {
            file.rows[name] = table.rows
            file.wrong += name == "batch" ? 0 : table.wrong
            if !table.isWhole { file.damaged.append(name) }
        }
        if let obstacle = salvage.obstacle { file.problems.append("nothing can be read: \(obstacle)") }
        if !file.damaged.isEmpty {
            file.problems.append("these tables are damaged: \(file.damaged.joined(separator: ", "))")
        }
        if file.wrong > 0 { file.problems.append("\(file.wrong) numbers can't be right") }
        if salvage.badBatches > 0 {
            file.problems.append("\(salvage.badBatches) batches have a wrong hash or signature")
        }
        if key == nil { file.problems.append("batches were not verified, because there is no device key") }
        return (file, salvage)
    }

    static func open(_ copy: String) throws -> (SQLiteConnection, Int64) {
        let database = try SQLiteConnection(path: copy, mode: .readWriteCreate)
        try database.execute(
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        return (database, try StoreDatabase.checkSchema(of: database, path: copy))
    }

    /// The whole check of SQLite, and what only a store knows of itself.
    private static func problems(of database: SQLiteConnection, schema: Int64) throws -> [String] {
        guard schema > 0 else { return ["it is empty"] }
        var problems = try database.query("PRAGMA integrity_check(5)") { try $0.string(0) }.filter { $0 != "ok" }
        // Older tables are brought up to date by the service, which then checks them too.
        guard schema == StoreSchema.version else { return problems }
        do {
            try StoreDatabase.checkBookkeeping(of: database)
        } catch let error as SQLiteError { problems.append(error.message) }
        return problems
    }
}

/// Brings back what was set aside.
package enum StoreRepair {
    /// What came of one file.
    package struct Outcome: Sendable, Equatable {
        package var file: String
        /// Absent if the file was taken before, or is a copy of the present store.
        package var restored: Restored?
        /// Whether anything of it can be read.
        package var isReadable: Bool
    }

    /// - Parameters:
    ///   - only: a file from elsewhere; nil for everything that was set aside in the folder.
    ///   - applies: false to try it on a copy of the present store, also while the service runs.
    /// - Returns: what opening the present store found, and what came of each file.
    /// - Throws: ``StoreError``; nothing was changed then.
    package static func repair(
        folder path: String, only: String?, applies: Bool
    ) throws -> (findings: [String], outcomes: [Outcome]) {
        if let only, StoreFiles.kind(only) == .missing { throw StoreError(.folder, "There is no file \(only).") }
        guard applies else {
            let key = try DataFolder.existingKey(inFolder: path)
            let copy = try StoreCopy(of: path + "/store.sqlite")
            return try repair(StoreFiles(path + "/store.sqlite"), store: copy.path, only: only, key: key)
        }
        let folder = try DataFolder(path: path)
        defer { withExtendedLifetime(folder) {} }
        return try repair(
            StoreFiles(folder.storePath), store: folder.storePath, only: only, key: try folder.deviceKey().verifyingKey)
    }

    private static func repair(
        _ files: StoreFiles, store path: String, only: String?, key: VerifyingKey?
    ) throws -> (findings: [String], outcomes: [Outcome]) {
        let store = try StoreDatabase(path: path, key: key)
        let outcomes = try (only.map { [$0] } ?? files.asides).map { file in
            guard case .file(1...) = StoreFiles.kind(file) else {
                return Outcome(file: file, restored: nil, isReadable: false)
            }
            let copy = try StoreCopy(of: file)
            let salvage = Salvage(path: copy.path, key: key)
            return try StoreDatabase.reporting {
                try store.database.transaction {
                    let digest = StoreFiles.digest(copy.path)
                    // A file from elsewhere is its owner's.
                    let own = files.asides.first { StoreFiles.identity($0) == StoreFiles.identity(file) }
                    guard try !StoreDatabase.holds(salvage, digest: digest, in: store.database) else {
                        if let own { try StoreDatabase.noteTaken(own, in: store.database) }
                        return Outcome(file: file, restored: nil, isReadable: true)
                    }
                    guard !salvage.isEmpty else { return Outcome(file: file, restored: nil, isReadable: false) }
                    let restored = try StoreDatabase.restore(
                        salvage, digest: digest, earlier: [], into: store.database)
                    if let own { try StoreDatabase.noteTaken(own, in: store.database) }
                    return Outcome(file: file, restored: restored, isReadable: true)
                }
            }
        }
        try store.close()
        return (store.findings, outcomes)
    }
}

/// Saves what no one has delivered yet.
package enum StoreExport {
    /// One file of an export.
    package struct File: Sendable, Equatable {
        package var name: String
        package var bytes: [UInt8]
    }

    /// Every batch that waits, byte for byte, and what is released and not yet frozen, of the store and of what was set
    /// aside. Exact counts are not among them: they never leave the device.
    ///
    /// - Parameter only: a file from elsewhere.
    package static func files(folder: String, only: String?) throws -> [File] {
        let files = StoreFiles(folder + "/store.sqlite")
        guard let key = try DataFolder.existingKey(inFolder: folder) else {
            throw StoreError(
                .folder,
                "There is no device key in \(folder), by which the device's own batches are known. Name its folder.")
        }
        var found: [String: File] = [:]
        for path in only.map({ [$0] }) ?? ([files.path] + files.asides) {
            guard case .file(1...) = StoreFiles.kind(path) else { continue }
            let copy = try StoreCopy(of: path)
            let salvage = Salvage(path: copy.path, key: key)
            for batch in salvage.batches {
                let header = batch.header
                let name = "\(header.place)-\(header.epoch)-\(header.first)-\(header.last).tunet"
                found[name] = File(name: name, bytes: batch.bytes)
            }
            let leaves = salvage.unfrozen
            if !leaves.isEmpty, let epoch = salvage.epoch {
                let name = "releases-\(epoch).json"
                found[name] = File(name: name, bytes: try CanonicalJSON.encode(leaves))
            }
        }
        return found.values.sorted { $0.name < $1.name }
    }
}
