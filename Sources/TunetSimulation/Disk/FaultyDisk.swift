import Synchronization
import TunetCore
import TunetTestSupport

/// A folder on a disk that forgets what was not synchronised when the power goes, and fails when it is told to.
///
/// It stands between SQLite and the real file system (https://sqlite.org/vfs.html). Files are real, so that everything
/// else works on them as on a device; beside them it keeps what the disk holds for certain: of every sector that was
/// written since the last `xSync`, the content before. ``cut(using:)`` then takes a part of it back: of each such sector
/// the old or the new content survives, whatever survives of the others, so that writes are lost, reordered and torn.
/// The length of a file, and a name that was made or deleted since, goes back or stays as well.
///
/// Files that a program reaches past SQLite are not held back.
package final class FaultyDisk: Sendable {
    /// What goes wrong, for as long as ``setTrouble(_:)`` says.
    package struct Trouble: Sendable, Equatable {
        package enum Kind: Sendable, CaseIterable {
            /// Nothing more can be written: SQLITE_FULL.
            case full
            /// EIO.
            case write, sync, read
        }

        package var kind: Kind
        /// How many of the operations of this kind fail, from 0 to 1.
        package var share: Double

        package init(_ kind: Kind, share: Double = 1) {
            self.kind = kind
            self.share = share
        }
    }

    /// What the disk has been through.
    package struct Counts: Sendable, Equatable {
        /// Writes, truncations, syncs and deletions.
        package var operations = 0
        package var syncs = 0
        /// Operations that failed because of a ``Trouble``.
        package var failures = 0
        package var cuts = 0
        /// Cuts that came in the midst of an operation.
        package var cutsInOperations = 0
        /// Sectors that a cut took back.
        package var lostSectors = 0
        /// Sectors that were at stake and survived a cut.
        package var keptSectors = 0
    }

    /// Bytes that survive as a whole or not at all.
    package static let sector = 512

    /// What was written to a sector since the last sync.
    struct Change {
        /// What the disk holds for certain.
        var old: [UInt8]
        /// The sector was cut off by a truncation, so that it may also be found empty.
        var wasCutOff = false
    }

    /// What one file may lose.
    struct File {
        var changes: [Int64: Change] = [:]
        /// Changes that a failed sync has left behind. Linux takes their pages for written: only another write puts them
        /// to the disk (https://lwn.net/Articles/752063/).
        var forgotten: Set<Int64> = []
        /// Length at the last sync.
        var durableLength: Int64
        /// The shortest that the file has been since.
        var shortest: Int64
        /// False while a cut may take the file's name away.
        var isNameDurable: Bool
    }

    struct State {
        var files: [String: File] = [:]
        /// Content of files whose deletion a cut may undo.
        var deleted: [String: [UInt8]] = [:]
        var isOff = false
        var trouble: Trouble?
        /// Operations until the power goes.
        var cutAfter: Int?
        var random: SeededGenerator
        var open = 0
        var counts = Counts()
    }

    /// With a slash at its end.
    let folder: String
    let state: Mutex<State>

    /// - Parameters:
    ///   - folder: must be there. SQLite reaches its files through this disk until ``remove()``.
    ///   - seed: of which operations fail.
    package init(folder: String, seed: UInt64) {
        self.folder = folder.hasSuffix("/") ? folder : folder + "/"
        state = Mutex(State(random: SeededGenerator(seed: seed)))
        FaultyVFS.add(self)
    }

    /// Ends the disk's part in what SQLite does with files that are opened from now on.
    package func remove() {
        FaultyVFS.remove(self)
    }

    package var counts: Counts { state.withLock { $0.counts } }

    /// Whether the power is gone. Every operation fails then.
    package var isOff: Bool { state.withLock { $0.isOff } }

    /// Files that SQLite holds open.
    package var openFiles: Int { state.withLock { $0.open } }

    package func setTrouble(_ trouble: Trouble?) {
        state.withLock { $0.trouble = trouble }
    }

    /// Lets the power go in the midst of the operation with this number, from 1, counted from now; nil lets it stay.
    package func armCut(after operations: Int?) {
        state.withLock { $0.cutAfter = operations }
    }

    /// Nothing reaches the disk any more, as when the power goes or the program is killed.
    package func switchOff() {
        state.withLock { state in
            state.isOff = true
            state.cutAfter = nil
        }
    }

    /// The disk works again, with the files as they are.
    package func switchOn() {
        state.withLock { $0.isOff = false }
    }
}
