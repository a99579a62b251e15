@testable import TunetCore

/// Goes through every outcome of every call in turn, each with its rational weight, instead of drawing one.
///
/// A sampler is run again for each path. A path that has become less likely than a threshold is cut: what lies beyond is
/// not explored, and its weight is counted.
struct TreeSource: UniformSource {
    /// Ends a path.
    struct Cut: Error {}

    private enum Kind {
        /// Each outcome once.
        case below(bound: UInt64, step: UInt64)
        /// Outcome 0 is true, with `cases` of `bound`; 1 is false.
        case chance(cases: UInt64, bound: UInt64)
    }

    private struct Fork {
        var kind: Kind
        var outcome: UInt64 = 0
        /// Of the path up to here.
        var before: Enclosure
        /// Of the path with this outcome.
        var after: Enclosure
    }

    private var forks: [Fork] = []
    private var position = 0
    private let threshold: UInt128
    private let widest: UInt64
    /// Given without a weight to the first call, to see what follows from it.
    private let pinned: UInt64?
    private var isFirst = true

    /// - Parameters:
    ///   - threshold: paths less likely than 2 to minus this are cut.
    ///   - widest: of how many outcomes of one call at most are explored, evenly spread; the others count as cut.
    ///   - pinned: the outcome of the first call, which then has no weight.
    init(threshold: Int, widest: UInt64 = 10_000, pinned: UInt64? = nil) {
        self.threshold = Enclosure.one.low >> UInt128(threshold)
        self.widest = widest
        self.pinned = pinned
    }

    /// Of the path so far.
    var weight: Enclosure { forks.last?.after ?? .one }

    mutating func below(_ bound: UInt64) throws(Cut) -> UInt64 {
        if isFirst, let pinned {
            isFirst = false
            return pinned
        }
        isFirst = false
        if bound == 1 { return 0 }
        if position == forks.count {
            let before = weight
            let after = before.times(1, over: bound)
            guard after.low >= threshold else { throw Cut() }
            let step = (bound + widest - 1) / widest
            forks.append(Fork(kind: .below(bound: bound, step: step), before: before, after: after))
        }
        position += 1
        return forks[position - 1].outcome
    }

    mutating func chance(_ cases: UInt64, of bound: UInt64) throws(Cut) -> Bool {
        precondition(cases <= bound, "a probability is at most 1")
        if cases == 0 || cases == bound { return cases == bound }
        if position == forks.count {
            let before = weight
            guard before.low >= threshold else { throw Cut() }
            forks.append(
                Fork(
                    kind: .chance(cases: cases, bound: bound), before: before,
                    after: before.times(cases, over: bound)))
        }
        position += 1
        return forks[position - 1].outcome == 0
    }

    /// Moves on to the next path.
    ///
    /// - Returns: the weight of outcomes that were passed over, or nil after the last path.
    fileprivate mutating func next() -> Enclosure? {
        position = 0
        isFirst = true
        var passedOver = Enclosure.zero
        while var fork = forks.popLast() {
            switch fork.kind {
            case .below(let bound, let step):
                let skipped = min(step, bound - fork.outcome) - 1
                passedOver += fork.before.times(skipped, over: bound)
                fork.outcome += step
                if fork.outcome < bound {
                    forks.append(fork)
                    return passedOver
                }
            case .chance(let cases, let bound) where fork.outcome == 0:
                fork.outcome = 1
                fork.after = fork.before.times(bound - cases, over: bound)
                forks.append(fork)
                return passedOver
            case .chance:
                break
            }
        }
        lastPassedOver = passedOver
        return nil
    }

    fileprivate private(set) var lastPassedOver = Enclosure.zero
}

/// What a sampler does on all paths that were explored.
struct Enumeration {
    private(set) var masses: [Int64: Enclosure] = [:]
    /// Of paths that say: draw again.
    private(set) var retry = Enclosure.zero
    private(set) var unexplored = Enclosure.zero
    private(set) var paths = 0

    init(
        _ source: TreeSource, _ sampler: (inout TreeSource) throws(TreeSource.Cut) -> Int64?
    ) {
        var source = source
        while true {
            do throws(TreeSource.Cut) {
                if let value = try sampler(&source) {
                    masses[value, default: .zero] += source.weight
                } else {
                    retry += source.weight
                }
            } catch {
                unexplored += source.weight
            }
            paths += 1
            guard let passedOver = source.next() else { break }
            unexplored += passedOver
        }
        unexplored += source.lastPassedOver
    }

    /// All together; encloses 1 if nothing was lost or counted twice.
    var total: Enclosure { masses.values.reduce(retry + unexplored, +) }

    /// Each attempt followed by another one as long as it says so: the masses over 1 − retry, by the geometric series.
    /// Never more than what is explored of them: both what is accepted and what is tried again are.
    var folded: (masses: [Int64: Enclosure], unexplored: Enclosure) {
        // The retry that is known is at most the true one: over 1 − retry.low the masses are still lower bounds.
        let rest = Enclosure.one - retry
        let masses = masses.mapValues { $0 / rest }
        let explored = masses.values.reduce(Enclosure.zero, +)
        return (masses, Enclosure.one - explored)
    }
}
