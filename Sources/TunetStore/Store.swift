package import TunetCore
import TunetSQLite
package import TunetWire

/// The store, on a queue of its own. Every call returns when the disk has answered.
package actor Store {
    private let executor = DatabaseExecutor(label: "tunet.store")
    private let folder: DataFolder
    let database: StoreDatabase
    let configuration: PlaceConfiguration
    let zone: TimeZoneRules
    private let key: SigningKey
    /// Whatever a device leaves to chance.
    package nonisolated let random: RandomSource
    /// What was found at opening that people should know.
    package nonisolated let findings: [String]
    /// With which batches are signed.
    package nonisolated let deviceKey: VerifyingKey

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Opens the store of the configuration's data folder, and checks it after an unclean stop. Blocks.
    ///
    /// - Throws: ``StoreError``.
    package init(configuration: PlaceConfiguration, zone: TimeZoneRules, random: RandomSource = .system) throws {
        self.random = random
        self.configuration = configuration
        self.zone = zone
        folder = try DataFolder(path: configuration.device.dataFolder)
        // Before the store, which verifies with it what a damaged file still holds.
        key = try folder.deviceKey()
        deviceKey = key.verifyingKey
        database = try StoreDatabase(path: folder.storePath, key: deviceKey, random: random)
        findings = database.findings
    }

    package func boot(
        kernelID: String, at now: MonotonicInstant
    ) throws -> (number: Int64, anchor: Anchor?, afterDay: CivilDate?) {
        try database.boot(kernelID: kernelID, at: now)
    }

    package func date(boot: Int64, by anchor: Anchor, at now: MonotonicInstant) throws {
        guard let day = try database.date(boot: boot, by: anchor, at: now, zone: zone) else { return }
        try database.noteMeasures(on: day, configuration: configuration)
    }

    /// Earlier boots that are not dated.
    package func undatedBoots() throws -> [UndatedBoots] {
        try database.undatedBoots(zone: zone)
    }

    /// Earlier boots that are dated and still kept: the local day on which each began.
    package func datedBoots() throws -> [(day: CivilDate, quality: Anchor.Quality)] {
        try database.datedBoots(zone: zone)
    }

    /// - Returns: whether the log is full now, which is to be scrubbed when nobody waits.
    @discardableResult
    package func commit(_ increments: Increments) throws -> Bool {
        try database.commit(increments)
        return try database.isLogFull
    }

    package func today(_ day: CivilDate) throws -> Today {
        try database.today(day, configuration: configuration, zone: zone)
    }

    package func occupancy(since start: Occupancy.Start, in bin: Bin) throws -> Occupancy {
        try database.occupancy(since: start, in: bin, configuration: configuration, zone: zone)
    }

    package func enterResets(
        upTo bin: Bin
    ) throws -> (passed: [OccupancySchedule.Occurrence], watch: ImbalanceWatch) {
        try database.enterResets(upTo: bin, configuration: configuration, zone: zone)
    }

    /// What is known of the silences of each door before the present bin, in the order of the configuration.
    package func silences(in bin: Bin) throws -> [SilenceHistory] {
        try database.silences(in: bin, configuration: configuration, zone: zone)
    }

    package func noteMeasures(on day: CivilDate) throws {
        try database.noteMeasures(on: day, configuration: configuration)
    }

    package func noteQuestions(_ questions: [Question], from first: CivilDate, to last: CivilDate) throws {
        try database.noteQuestions(questions, from: first, to: last)
    }

    // MARK: - Count checks

    package func keep(_ count: CheckedCount, door: String, series: String, on day: CivilDate?) throws {
        try database.keep(count, door: door, series: series, on: day)
    }

    package func checks() throws -> [KeptCheck] {
        try database.checks()
    }

    package func noteRunningCheck(door: String, on day: CivilDate? = nil) throws {
        try database.noteRunningCheck(door: door, on: day)
    }

    package func forgetRunningCheck(
        door: String, because step: LoggedAction.CheckStep? = nil, on day: CivilDate? = nil
    ) throws {
        try database.forgetRunningCheck(door: door, because: step, on: day)
    }

    package func runningChecks() throws -> [String] {
        try database.runningChecks()
    }

    // MARK: - Corrections

    /// What can still be corrected: see ``StoreDatabase/openParts(through:days:configuration:zone:)``.
    package func openParts(through today: CivilDate, days: Int) throws -> [OpenPart] {
        try database.openParts(through: today, days: days, configuration: configuration, zone: zone)
    }

    /// - Returns: the part as it is now, and what of today was corrected.
    /// - Throws: ``CorrectionProblem``; ``StoreError``.
    package func correct(_ correction: Correction, on today: CivilDate) throws -> (
        part: OpenPart, today: Today.Corrected
    ) {
        let part = try database.correct(correction, on: today, configuration: configuration, zone: zone)
        return (part, try database.corrected(on: today, zone: zone))
    }

    /// The names of all sessions that unreleased days may have had.
    package func sessionNames() throws -> [String: String] {
        try database.schedule(otherwise: configuration.sessions).names
    }

    // MARK: - Release

    /// Releases what is due and freezes it.
    ///
    /// - Returns: how many leaves were released, every batch that waits for its delivery, and in which files that were set
    ///   aside released counts could not be destroyed.
    package func prepareUpload(on today: CivilDate?, software: String) throws -> (
        released: Int, parcels: [UplinkMachine.Parcel], failures: [String]
    ) {
        var released = 0
        if let today {
            var random = random
            released = try database.releaseDue(on: today, configuration: configuration, zone: zone, using: &random)
        }
        try freeze(software)
        // No file that was set aside keeps what is new from its delivery.
        var failures: [String] = []
        do {
            failures = try today.map { try database.destroyReleasedAsides(on: $0) } ?? []
        } catch { failures = ["\(error)"] }
        return (released, try database.parcels(), failures)
    }

    private func freeze(_ software: String) throws {
        var names = PlaceNames(configuration)
        names.sessions = try database.schedule(otherwise: configuration.sessions).names
        try database.freeze(place: configuration.place.id, names: names, software: software, key: key)
    }

    /// What was dropped undelivered since the store began.
    package func dropped() throws -> Dropped {
        try database.dropped()
    }

    package func bytes(of parcel: UplinkMachine.Parcel) throws -> [UInt8]? {
        try database.bytes(of: parcel)
    }

    /// The collector holds everything up to the receipt's watermark: of the batches that it has taken, those below it are
    /// deleted.
    ///
    /// - Returns: not nil if the receipt shows that this store was restored or cloned, and a new life began.
    package func acknowledge(
        _ receipt: Receipt, taken: Set<UplinkMachine.Parcel>, software: String
    ) throws -> NewLife? {
        try freeze(software)
        return try database.acknowledge(receipt, taken: taken, configuration: configuration, zone: zone)
    }

    /// The collector holds something else under the parcel's identity.
    package func resolveConflict(
        of parcel: UplinkMachine.Parcel, by receipt: Receipt, software: String
    ) throws -> NewLife? {
        try freeze(software)
        return try database.resolveConflict(
            of: parcel, by: receipt, configuration: configuration, zone: zone, key: deviceKey)
    }

    /// Takes what has been counted since the last time out of the store's log, whose frames tell its order.
    package func scrub() throws {
        try database.scrub()
    }

    package func ledger() throws -> [LedgerEntry] {
        try database.ledger()
    }

    /// See ``StoreDatabase/shownVisits()``.
    package func shownVisits() throws -> ShownVisits? {
        try database.shownVisits()
    }

    /// What the yearly ceiling has stopped.
    package func stopped() throws -> [StoppedKind] {
        try database.stopped()
    }

    package func close() throws {
        try database.close()
        folder.unlock()
    }
}

extension PlaceNames {
    /// The names that the configuration gives.
    package init(_ configuration: PlaceConfiguration) {
        self.init(
            sessions: Dictionary(
                configuration.sessions.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first }),
            questions: Dictionary(
                configuration.questions.map { question in
                    let options = question.options.map { OptionNames(id: $0.id, text: $0.text.byLanguage) }
                    return (question.id, QuestionNames(text: question.text.byLanguage, options: options))
                }
                    + configuration.uses.map { ($0.id, QuestionNames(text: $0.text.byLanguage, options: [])) },
                uniquingKeysWith: { first, _ in first }),
            panels: Dictionary(configuration.panels.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first }))
    }
}
