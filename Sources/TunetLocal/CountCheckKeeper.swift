package import TunetCore

/// Whoever carries out the count checks of the running service.
package protocol CountCheckKeeper: Sendable {
    /// The languages of the place, first one preferred.
    var languages: [String] { get }
    /// The doors' names by id.
    var doorNames: [String: String] { get }

    func checks() async -> CountCheckStatus
    func startCheck(_ request: CountCheckRequest) async throws(CountCheckProblem) -> CountCheckAnswer
    /// Returns when the sensor has decided everything: some seconds later at the most.
    func stopCheck(_ request: CountCheckRequest) async throws(CountCheckProblem) -> CountCheckAnswer
    func cancelCheck(_ request: CountCheckRequest) async throws(CountCheckProblem) -> CountCheckAnswer
}
