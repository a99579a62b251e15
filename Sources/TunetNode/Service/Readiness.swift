/// Waits until every part of the service works, then says so once.
package actor Readiness {
    package enum Part: Hashable, Sendable {
        case counting
        case control
        case page
    }

    private var missing: Set<Part>
    private let whenReady: @Sendable () -> Void

    package init(parts: Set<Part>, whenReady: @escaping @Sendable () -> Void) {
        missing = parts
        self.whenReady = whenReady
    }

    package func reached(_ part: Part) {
        guard missing.remove(part) != nil, missing.isEmpty else { return }
        whenReady()
    }
}
