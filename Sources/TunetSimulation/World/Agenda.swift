import TunetCore
import TunetNode
import TunetUplink

/// What comes next in a world.
enum Happening {
    /// A line changes, if the device that saw the walk begin still counts.
    case edge(line: Int, level: Bool, life: Int)
    case walk(Walk)
    case press(panel: Int, button: Int, isDouble: Bool)
    case cut
    /// The power goes in the midst of this operation of the disk, counted from now.
    case cutInOperation(Int)
    case stop(pause: Int64)
    case kill(pause: Int64)
    /// A new boot, unless it is on.
    case powerOn
    /// The service starts, unless it runs, or the power has gone.
    case start(boot: Int)
    case trouble(FaultyDisk.Trouble?)
    case clock(ClockChange, boot: Int)
    case volunteer(error: Int64, boot: Int)
    case answer(CollectorClient.Outcome, NodeEngine.Dispatch, life: Int)
    case collector(SimulatedCollector.Mood)
    case copyCard
    case putCardBack
}

/// Nanoseconds of UTC, and what happens then, the earliest first.
struct Agenda {
    private var items: [(time: Int64, number: Int, what: Happening)] = []
    private var added = 0

    var next: Int64? { items.last?.time }

    mutating func add(_ what: Happening, at time: Int64) {
        added += 1
        // Of several at the same time the one that was added first comes first.
        var low = 0
        var high = items.count
        while low < high {
            let middle = (low + high) / 2
            if items[middle].time <= time { high = middle } else { low = middle + 1 }
        }
        items.insert((time, added, what), at: low)
    }

    mutating func take() -> (time: Int64, what: Happening)? {
        items.popLast().map { ($0.time, $0.what) }
    }

    mutating func removeAll() {
        items = []
    }
}
