import Glibc

/// A leaf on hinges that swings inwards through the beams: a beam is broken from where the tip reaches it until the leaf
/// lies so flat beside the way that it hides behind the beam's post.
///
/// Opening looks like somebody on the way in, and closing like somebody on the way out: the outer beam is nearer to the
/// hinges, so that it breaks first and clears first. Only that the body is as long as the leaf is broad tells it.
struct WalkLeaf: Sendable {
    /// Metres from the hinges to the tip, from the closed leaf to the outer beam, and from the hinges to the posts of
    /// the beams.
    var breadth: Double
    var distance: Double
    var post: Double
    /// Seconds at which it begins to open, takes to open, begins to close, and takes to close.
    var opens: Double
    var opening: Double
    var closes: Double
    var closing: Double
    /// How far it opens, in radians; less than a right angle may leave it in the beams.
    var angle: Double

    /// From when to when it breaks a beam `gap` behind the outer one.
    func breaks(at gap: Double) -> [WalkScene.Break] {
        let ahead = distance + gap
        guard ahead < breadth, asin(ahead / breadth) < angle else { return [] }
        // Shares of the swing at which it comes into the beam and leaves it.
        let enters = asin(ahead / breadth) / angle
        let leaves = atan(ahead / post) / angle
        let first = opens + opening * enters
        let last = closes + closing * (1 - enters)
        guard leaves < 1 else { return [.init(began: first, ended: last)] }
        return [
            .init(began: first, ended: opens + opening * leaves),
            .init(began: closes + closing * (1 - leaves), ended: last),
        ]
    }
}
