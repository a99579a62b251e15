/// Finds the bodies in a cluster of more than one break of each beam: joins what one body made, then matches the breaks
/// of the two beams.
struct ClusterJudge {
    let limits: BodyLimits
    var cluster: Cluster
    /// When the cluster began.
    let began: Int64
    /// Whether both beams had been clear for a while before.
    private let isAlone: Bool
    /// Millimetres.
    let beamGap: Int64
    /// Nanoseconds from beam to beam.
    private let transit: Int64
    /// Whether the cluster as a whole begins on one side and ends on the other.
    private let isCrossing: Bool
    /// Whether each break of one beam has its like on the other, a transit time away at both ends: so go bodies and
    /// things that are stiff; arms do not.
    private let isRegular: Bool

    /// - Parameter isAlone: whether nobody had been in the beams for ``BodyLimits/aloneTime``.
    init(_ cluster: Cluster, _ limits: BodyLimits, beamGap: Int64, isAlone: Bool) {
        self.cluster = cluster
        self.limits = limits
        self.beamGap = beamGap
        self.isAlone = isAlone
        began = self.cluster.start
        transit = self.cluster.transit(or: beamGap * 1_000_000)
        isRegular = self.cluster.isRegular(transit: transit)
        isCrossing = self.cluster.isCrossing
    }

    /// Both beams must have been broken.
    mutating func judge(_ counter: inout BodyCounter, _ emit: (SensorEvent) -> Void) {
        if isAlone, isCrossing, isWalker() || !isRegular && isSmall() {
            let (outer, inner) = (cluster.outer.span, cluster.inner.span)
            counter.judge(outer: outer, inner: inner, began: began, isWhole: false, emit)
            return
        }
        joinParts(isOuter: true)
        joinParts(isOuter: false)
        dropLimbs(isOuter: true)
        dropLimbs(isOuter: false)
        match(&counter, emit)
    }

    /// Whether the way of these bodies in `time` is less than `millimetres`.
    @inline(__always)
    func isShorter(_ time: Int64, than millimetres: Int64) -> Bool {
        time * beamGap < millimetres * transit
    }

    private func isSlower(than millimetresPerSecond: Int64) -> Bool {
        isShorter(1_000_000_000, than: millimetresPerSecond)
    }

    // MARK: - One body

    /// Whether all breaks may be those of one body behind a wheeled walker, or in a wheelchair: slow, no longer than
    /// these are, and without a gap in which a body would have room.
    private mutating func isWalker() -> Bool {
        isSlower(than: limits.walkerSpeed) && isShorter(cluster.outer.span.length, than: limits.walkerLength)
            && isShorter(cluster.inner.span.length, than: limits.walkerLength) && hasSmallGaps(isOuter: true)
            && hasSmallGaps(isOuter: false)
    }

    private mutating func hasSmallGaps(isOuter: Bool) -> Bool {
        for index in 1..<max(1, cluster.count(isOuter)) {
            let gap = cluster[isOuter, index].start - cluster[isOuter, index - 1].end
            guard isShorter(gap, than: limits.walkerGap) else { return false }
        }
        return true
    }

    /// Whether two bodies would have no room in it.
    private mutating func isSmall() -> Bool {
        isShorter(max(cluster.outer.span.length, cluster.inner.span.length), than: limits.thin * 19 / 4)
    }

    // MARK: - Parts

    /// Makes one break of those that one body made.
    private mutating func joinParts(isOuter: Bool) {
        var index = 0
        while index + 1 < cluster.count(isOuter) {
            if isOneBody(cluster[isOuter, index], cluster[isOuter, index + 1]) {
                if isOuter { cluster.outer.join(at: index) } else { cluster.inner.join(at: index) }
            } else {
                index += 1
            }
        }
    }

    private mutating func isOneBody(_ first: Break, _ second: Break) -> Bool {
        let between = second.start - first.end
        let (less, more) = (min(first.length, second.length), max(first.length, second.length))
        if !isAlone || !isCrossing {
            // Among others, only what is thinner than a child.
            if isShorter(less, than: 110) { return isShorter(between, than: limits.reachInCompany) }
        } else if isShorter(less, than: limits.thin) {
            if isShorter(between, than: limits.reach) { return true }
        } else if isShorter(less, than: limits.thin * 4 / 3), 3 * less < 2 * more {
            // An arm that swings with the beam takes longer to pass it. One that goes with the body is a thing.
            if isShorter(between, than: isRegular ? 90 : 220) { return true }
        }
        if !isRegular || isSlower(than: 950), isShorter(less, than: limits.thin * 5 / 4), isShorter(between, than: 90) {
            return true
        }
        // The basket of a wheeled walker, and who pushes it.
        return isSlower(than: limits.walkerSpeed) && isShorter(first.length, than: limits.basket)
            && 5 * first.length < 4 * second.length && isShorter(between, than: 180)
    }

    /// Forgets what is too short for a body, where there is more.
    private mutating func dropLimbs(isOuter: Bool) {
        if isOuter {
            cluster.outer.keep(atLeast: min(cluster.outer.longest, limits.limbTime))
        } else {
            cluster.inner.keep(atLeast: min(cluster.inner.longest, limits.limbTime))
        }
    }
}
