/// Why something that a person at the place wanted was not done.
package enum ActionProblem: Error, Sendable, Equatable {
    /// The service is just starting or ending.
    case notReady
    /// Nobody knows what day it is.
    case undated
    /// The store could not keep it.
    case storeFailed
    case notUndone(UndoObstacle)
    case session(RecordedSession.Mistake)
    /// There is no such fault now; these are there.
    case noFault(known: [Fault])
    case alreadyAcknowledged
    /// What only a test of the lights ends, and what nothing may write down.
    case onlyByTest
    /// The place has no such panel, but these.
    case noPanel(String, known: [String])
    /// No panel has a light or a buzzer.
    case nothingToTest
    case testRuns

    /// What is wrong just now with a door, a panel, or the device itself.
    package struct Fault: Sendable, Hashable {
        /// The id of a door or panel; nil for the device itself.
        package var source: String?
        package var kind: String

        package init(source: String?, kind: String) {
            self.source = source
            self.kind = kind
        }
    }
}
