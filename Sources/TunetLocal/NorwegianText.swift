import TunetCore

/// Words for the people at the place, in bokmål.
package enum NorwegianText {
    /// `torsdag 5. november 2026` for `2026-11-05`; what is no date stays as it is.
    package static func day(_ iso: String) -> String { Catalogue(firstOf: ["nb"]).date(iso: iso) }

    /// What a door without directions has counted today.
    package static func undirected(_ door: NodeStatus.DoorStatus) -> String {
        DoorText(say: Catalogue(firstOf: ["nb"])).undirected(door)
    }
}
