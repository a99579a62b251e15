import Glibc
import TunetCore
import TunetStore
import TunetWire

/// What `tunet store` does.
package enum StoreCommands {
    /// What to say, and how the program ends.
    package struct Result: Sendable {
        package var text: String
        /// 0 if all is in order, 1 if not.
        package var status: Int32
    }

    /// Could not be done at all.
    package static let failed: Int32 = 2

    /// The data folder: as named, or as the configuration says.
    ///
    /// - Throws: ``NodeError`` if neither is named.
    package static func folder(named folder: String?, configuration: String?) throws -> String {
        if let folder { return folder }
        guard let configuration else {
            throw NodeError("Name the data folder with --folder, or a configuration with --config.")
        }
        return try ConfigurationReader.read(contentsOf: configuration).device.dataFolder
    }

    /// - Parameter file: a store from elsewhere; nil for everything in the folder.
    package static func check(folder: String, file: String?, asJSON: Bool) throws -> Result {
        if let file {
            let described = try StoreInspection.check(file: file, folder: folder)
            let text = asJSON ? try json(described) : StoreText.text(described)
            return Result(text: text, status: described.problems.isEmpty ? 0 : 1)
        }
        let report = try StoreInspection.check(folder: folder)
        return Result(text: asJSON ? try json(report) : StoreText.text(report), status: report.isInOrder ? 0 : 1)
    }

    /// Writes the files of an export into a new or empty folder.
    ///
    /// - Throws: ``NodeError`` if something stands in the way; nothing is overwritten.
    package static func export(folder: String, file: String?, to target: String) throws -> Result {
        let files = try StoreExport.files(folder: folder, only: file)
        guard !files.isEmpty else {
            return Result(text: "Nothing waits for its delivery; nothing was written.", status: 0)
        }
        if mkdir(target, 0o700) != 0, errno != EEXIST {
            throw NodeError("The folder \(target) can't be made: \(systemReason())")
        }
        for file in files {
            let path = "\(target)/\(file.name)"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw NodeError(
                    "\(path) can't be written: \(systemReason()). Nothing is overwritten; name a new folder.")
            }
            let written = write(descriptor, file.bytes, file.bytes.count)
            let isDurable = written == file.bytes.count && fsync(descriptor) == 0
            close(descriptor)
            guard isDurable else { throw NodeError("\(path) could not be written whole: \(systemReason())") }
        }
        return Result(text: StoreText.exported(files.map(\.name), to: target), status: 0)
    }

    package static func repair(folder: String, file: String?, applies: Bool) throws -> Result {
        let (findings, outcomes) = try StoreRepair.repair(folder: folder, only: file, applies: applies)
        let isWhole = outcomes.allSatisfy { $0.isReadable }
        return Result(text: StoreText.repaired(outcomes, findings: findings, applies: applies), status: isWhole ? 0 : 1)
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try CanonicalJSON.encode(value), as: UTF8.self)
    }
}

/// What `tunet store` says.
enum StoreText {
    static func text(_ report: StoreReport) -> String {
        var lines: [String] = []
        if let store = report.store {
            lines.append("The store \(store.path) (tables of version \(report.schema.map(String.init) ?? "?")):")
            lines += body(store)
        } else {
            lines.append("There is no store yet.")
        }
        for file in report.setAside {
            lines.append("Set aside: \(file.path):")
            lines += body(file)
            switch file.isTaken {
            case true? where file.isEmptied == true:
                lines.append("  Its counts were brought back, released, and then destroyed in it.")
            case true?: lines.append("  What can be read of it is in the present store, or there is nothing.")
            case false?:
                lines.append("  It is not in the present store: stop the service and see “tunet store repair”.")
            case nil: break
            }
        }
        lines.append("Together \(size(report.bytes)) of the quota of \(size(report.quota)).")
        lines.append(
            report.droppedBatches == 0
                ? "No batch was ever dropped."
                : "Dropped undelivered, because the quota was full: \(report.droppedBatches) batches with "
                    + "\(report.droppedReleases) released values.")
        lines.append(report.isInOrder ? "All is in order." : "Not all is in order.")
        return lines.joined(separator: "\n")
    }

    static func text(_ file: StoreReport.File) -> String {
        (["\(file.path):"] + body(file)).joined(separator: "\n")
    }

    private static func body(_ file: StoreReport.File) -> [String] {
        let rows = file.rows.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return ["  \(size(file.bytes)), \(file.batches) batches waiting", "  rows: \(rows.isEmpty ? "none" : rows)"]
            + file.problems.map { "  ! \($0)" }
    }

    static func exported(_ names: [String], to folder: String) -> String {
        """
        Written to \(folder): \(names.count) files.
        A .tunet file is a batch as the device would send it. Hand it to the collector with
          curl --data-binary @FILE COLLECTOR/v1/batches
        It may be handed over again, and the device may send it too: the collector takes it once.
        """
    }

    static func repaired(_ outcomes: [StoreRepair.Outcome], findings: [String], applies: Bool) -> String {
        var lines = findings
        if outcomes.isEmpty { lines.append("Nothing was set aside; there is nothing to repair.") }
        for outcome in outcomes {
            lines.append("\(outcome.file):")
            guard outcome.isReadable else {
                lines.append("  Nothing of it can be read.")
                continue
            }
            guard let restored = outcome.restored else {
                lines.append("  Its counts are in the present store already.")
                continue
            }
            lines.append(
                "  \(applies ? "Brought back" : "Can be brought back"): \(restored.counters) rows of counters, "
                    + "\(restored.batches) batches, \(restored.releases) released values, \(restored.others) other rows."
            )
            if !restored.damaged.isEmpty {
                lines.append("  Lost is what stood in damaged places of: \(restored.damaged.joined(separator: ", ")).")
            }
            if restored.wrong > 0 { lines.append("  Passed over: \(restored.wrong) rows that can't be right.") }
        }
        if !applies, outcomes.contains(where: { $0.restored != nil }) {
            lines.append("Nothing was written. Stop the service (systemctl stop tunet) and add --apply.")
        }
        lines.append("This has changed no file that was set aside.")
        return lines.joined(separator: "\n")
    }

    /// In the largest unit that leaves a number to look at.
    private static func size(_ bytes: Int64) -> String {
        switch bytes {
        case ..<10_240: "\(bytes) bytes"
        case ..<(10 << 20): "\(bytes >> 10) KB"
        default: "\(bytes >> 20) MB"
        }
    }
}
