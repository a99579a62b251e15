/// What a door has counted, in words for volunteers.
package struct DoorText: Sendable {
    private let say: Catalogue

    package init(say: Catalogue) {
        self.say = say
    }

    /// What a door without directions has counted today. Motion and openings are never called passages or visits.
    package func undirected(_ door: NodeStatus.DoorStatus) -> String {
        if let presence = door.presence {
            return say(
                "door.motion",
                ["times": times(presence.times), "duration": .text(say.briefly(minutes: presence.minutes))])
        }
        if !door.countsPassages, let swings = door.swings { return say("door.opened", ["times": times(swings)]) }
        return say("door.passages", ["count": .number(Int(door.unknown))])
    }

    private func times(_ count: Int) -> Catalogue.Word { .text(say("door.times", ["count": .number(count)])) }
}
