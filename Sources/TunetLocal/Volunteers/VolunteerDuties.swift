/// What the page for volunteers can show and do. What the service does not offer is not shown.
package struct VolunteerDuties: Sendable {
    package var checks: (any CountCheckKeeper)?
    package var clock: (any ClockKeeper)?
    package var corrections: (any CorrectionKeeper)?
    package var actions: (any ActionKeeper)?

    package init(
        checks: (any CountCheckKeeper)? = nil, clock: (any ClockKeeper)? = nil,
        corrections: (any CorrectionKeeper)? = nil, actions: (any ActionKeeper)? = nil
    ) {
        self.checks = checks
        self.clock = clock
        self.corrections = corrections
        self.actions = actions
    }
}
