import Foundation
import Glibc
import Synchronization
package import TunetCore
import TunetTestSupport

extension FaultyDisk {
    /// Takes back a part of what was not synchronised, and leaves the disk off. All its files have to be closed.
    package func cut(using random: inout SeededGenerator) {
        var own = SeededGenerator(seed: random.next())
        state.withLock { state in
            precondition(state.open == 0, "\(state.open) files are open")
            state.isOff = true
            state.cutAfter = nil
            state.counts.cuts += 1
            // Everything reached the disk, or nothing did, or a part.
            let survival = [0, 1, own.unit()][own.whole(0...2)]
            for path in state.files.keys.sorted() {
                guard let file = state.files[path] else { continue }
                if !file.isNameDurable, own.chance(0.5) {
                    _ = unsafe unlink(path)
                    state.files[path] = nil
                } else {
                    Self.settle(file, at: path, survival: survival, counts: &state.counts, using: &own)
                    let length = Self.length(path)
                    state.files[path] = File(durableLength: length, shortest: length, isNameDurable: true)
                }
            }
            for path in state.deleted.keys.sorted() where own.chance(0.5) {
                if unsafe access(path, F_OK) != 0 { Self.write(state.deleted[path] ?? [], to: path) }
            }
            state.deleted = [:]
        }
    }

    /// The files of the folder, by path, as they are on the card.
    package func copyFiles() -> [String: [UInt8]] {
        state.withLock { state in
            Dictionary(
                uniqueKeysWithValues: state.files.keys.filter { unsafe access($0, F_OK) == 0 }.map {
                    ($0, Self.read($0))
                })
        }
    }

    /// Puts the card back to an earlier state. All its files have to be closed.
    package func replaceFiles(by copy: [String: [UInt8]]) {
        state.withLock { state in
            precondition(state.open == 0, "\(state.open) files are open")
            for path in state.files.keys where copy[path] == nil { _ = unsafe unlink(path) }
            state.files = [:]
            for (path, bytes) in copy {
                Self.write(bytes, to: path)
                state.files[path] = File(
                    durableLength: Int64(bytes.count), shortest: Int64(bytes.count), isNameDurable: true)
            }
        }
    }

    private static func settle(
        _ file: File, at path: String, survival: Double, counts: inout Counts, using random: inout SeededGenerator
    ) {
        guard !file.changes.isEmpty || file.durableLength != length(path) else { return }
        let present = read(path)
        // A file system with a journal shortens a file as a whole or not at all. If it did not come to that, what was
        // written to the room that was given up is nowhere.
        let isShortened = file.shortest < file.durableLength && random.chance(0.5)
        let length = finalLength(of: file, isShortened: isShortened, present: Int64(present.count), using: &random)
        var bytes = Array(present.prefix(Int(length)))
        bytes += [UInt8](repeating: 0, count: Int(length) - bytes.count)
        for sector in file.changes.keys.sorted() {
            guard let change = file.changes[sector] else { continue }
            let mayStay = !file.forgotten.contains(sector) && (!change.wasCutOff || isShortened)
            if mayStay, random.chance(survival) {
                counts.keptSectors += 1
                continue
            }
            counts.lostSectors += 1
            let start = Int(sector) * Self.sector
            for (offset, byte) in change.old.enumerated() where start + offset < bytes.count {
                bytes[start + offset] = change.wasCutOff && isShortened ? 0 : byte
            }
        }
        write(bytes, to: path)
    }

    private static func finalLength(
        of file: File, isShortened: Bool, present: Int64, using random: inout SeededGenerator
    ) -> Int64 {
        if file.shortest < file.durableLength, !isShortened { return file.durableLength }
        let low = isShortened ? file.shortest : file.durableLength
        switch random.whole(0...3) {
        case 0, 1: return present
        case 2: return low
        default:
            let sectors = Double((present - low) / Int64(sector))
            return min(present, low + Int64(random.unit() * (sectors + 1)) * Int64(sector))
        }
    }

    // MARK: - Files

    static func length(_ path: String) -> Int64 {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    static func read(_ path: String) -> [UInt8] {
        (try? Data(contentsOf: URL(filePath: path))).map(Array.init) ?? []
    }

    /// Into the file that is there, which keeps its permissions.
    static func write(_ bytes: [UInt8], to path: String) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        precondition(descriptor >= 0, "\(path) can't be written")
        defer { close(descriptor) }
        var done = 0
        unsafe bytes.withUnsafeBytes { buffer in
            while done < buffer.count {
                let count = unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                precondition(count > 0, "\(path) can't be written")
                done += count
            }
        }
    }
}
