import Synchronization
import TunetCore
import TunetLocal

/// Writes down what the page asks for. Tests in TunetNodeTests have an engine instead.
final class RecordedDeeds: ActionKeeper {
    private let list = Mutex<[String]>([])
    let entries: [ActionList.Entry]
    let refusal: ActionProblem?
    let languages = ["nb"]

    init(entries: [ActionList.Entry] = [], refusal: ActionProblem? = nil) {
        self.entries = entries
        self.refusal = refusal
    }

    var done: [String] { list.withLock { $0 } }

    private func note(_ text: String) throws(ActionProblem) -> ActionAnswer {
        if let refusal { throw refusal }
        list.withLock { $0.append(text) }
        return ActionAnswer(message: "OK \(text)")
    }

    func actions() async throws(ActionProblem) -> ActionList { ActionList(language: "nb", actions: entries) }

    func undo(_ id: Int64) async throws(ActionProblem) -> ActionAnswer { try note("undo \(id)") }

    func sessions() async throws(ActionProblem) -> SessionList {
        SessionList(language: "nb", sessions: [], sectors: [])
    }

    func record(_ request: SessionRequest) async throws(ActionProblem) -> ActionAnswer {
        let counted = request.counted.map { "\($0)" } ?? "-"
        let times = "\(request.from ?? "-") \(request.to ?? "-")"
        return try note(
            "record \(request.day) \(request.name) \(times) \(request.organiser) \(request.sector) \(counted)")
    }

    func removeSession(_ id: Int64) async throws(ActionProblem) -> ActionAnswer { try note("remove \(id)") }

    func acknowledge(_ request: FaultRequest) async throws(ActionProblem) -> ActionAnswer {
        try note("acknowledge \(request.kind) of \(request.source ?? "-")")
    }

    func unacknowledge(_ request: FaultRequest) async throws(ActionProblem) -> ActionAnswer {
        try note("unacknowledge \(request.kind)")
    }

    func testLights(_ request: LightTestRequest) async throws(ActionProblem) -> ActionAnswer {
        try note("test \(request.panel ?? "all")")
    }
}
