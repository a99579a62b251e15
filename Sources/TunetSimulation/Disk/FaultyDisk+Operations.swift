import Synchronization
import TunetCore
import TunetTestSupport

/// What the layer under SQLite asks before each operation.
extension FaultyDisk {
    enum Operation { case read, write, truncate, sync, delete }

    enum Verdict {
        case go
        /// Carry it out, and then fail: the power went meanwhile.
        case goAndFail
        /// Fail with EIO, or because nothing is left.
        case fail, full
    }

    func judge(_ operation: Operation) -> Verdict {
        state.withLock { state in
            guard !state.isOff else { return .fail }
            if let trouble = state.trouble, trouble.concerns(operation), state.random.chance(trouble.share) {
                state.counts.failures += 1
                return trouble.kind == .full ? .full : .fail
            }
            guard operation != .read else { return .go }
            state.counts.operations += 1
            guard let left = state.cutAfter else { return .go }
            state.cutAfter = left > 1 ? left - 1 : nil
            guard left <= 1 else { return .go }
            state.isOff = true
            state.counts.cutsInOperations += 1
            // What was not synchronised is at stake in any case; a sync, or a deletion, has not happened.
            return operation == .write || operation == .truncate ? .goAndFail : .fail
        }
    }

    func opened(_ path: String, length: Int64, isNew: Bool) {
        state.withLock { state in
            state.open += 1
            guard state.files[path] == nil else { return }
            state.deleted[path] = nil
            state.files[path] = File(durableLength: length, shortest: length, isNameDurable: !isNew)
        }
    }

    func closed() {
        state.withLock { $0.open -= 1 }
    }

    /// Sectors of the range of whose content before nothing is known yet.
    func unknownSectors(of path: String, in range: Range<Int64>) -> [Int64] {
        guard !range.isEmpty else { return [] }
        let first = range.lowerBound / Int64(Self.sector)
        let last = (range.upperBound - 1) / Int64(Self.sector)
        return state.withLock { state in
            guard let file = state.files[path] else { return [] }
            return (first...last).filter { file.changes[$0] == nil }
        }
    }

    func keep(_ old: [Int64: [UInt8]], of path: String) {
        state.withLock { state in
            for (sector, bytes) in old { state.files[path]?.changes[sector] = Change(old: bytes) }
        }
    }

    func wrote(_ path: String, range: Range<Int64>) {
        guard !range.isEmpty else { return }
        let sector = Int64(Self.sector)
        state.withLock { state in
            guard state.files[path]?.forgotten.isEmpty == false else { return }
            for number in range.lowerBound / sector...(range.upperBound - 1) / sector {
                state.files[path]?.forgotten.remove(number)
            }
        }
    }

    func truncated(_ path: String, to length: Int64) {
        state.withLock { state in
            guard var file = state.files[path] else { return }
            file.shortest = min(file.shortest, length)
            for sector in file.changes.keys where sector * Int64(Self.sector) >= length {
                file.changes[sector]?.wasCutOff = true
            }
            state.files[path] = file
        }
    }

    func synced(_ path: String, length: Int64) {
        state.withLock { state in
            state.counts.syncs += 1
            guard var file = state.files[path] else { return }
            // The first sync of a new log or journal makes its folder durable too.
            if !file.isNameDurable {
                for other in state.files.keys { state.files[other]?.isNameDurable = true }
                state.deleted = [:]
                file.isNameDurable = true
            }
            file.changes = file.changes.filter { file.forgotten.contains($0.key) }
            file.forgotten.formIntersection(file.changes.keys)
            file.durableLength = length
            file.shortest = length
            state.files[path] = file
        }
    }

    /// A sync failed: the kernel may have thrown away that there was anything to write.
    func syncFailed(_ path: String) {
        state.withLock { state in
            guard !state.isOff, let file = state.files[path], state.random.chance(0.5) else { return }
            state.files[path]?.forgotten = Set(file.changes.keys)
        }
    }

    func deleted(_ path: String, durably: Bool, content: [UInt8]) {
        state.withLock { state in
            state.files[path] = nil
            if durably { state.deleted = [:] } else { state.deleted[path] = content }
        }
    }
}

extension FaultyDisk.Trouble {
    fileprivate func concerns(_ operation: FaultyDisk.Operation) -> Bool {
        switch kind {
        case .full, .write: operation == .write || operation == .truncate || operation == .delete
        case .sync: operation == .sync
        case .read: operation == .read
        }
    }
}
