package import TunetCore

/// The volunteers' terminal as a state machine: keys and news of the service in, requests out. It does nothing by time, so
/// that nothing is lost by waiting.
package struct TerminalModel: Sendable {
    /// Why there is no news of the service.
    package enum Loss: Sendable, Equatable {
        /// Nobody answers at the socket.
        case silent
        /// There is no socket.
        case absent
        /// There is one, and this user may not open it.
        case forbidden
    }

    package enum Connection: Sendable, Equatable {
        case starting, live
        case lost(Loss)
    }

    /// What lies over the overview.
    package enum View: Sendable, Equatable {
        case help
        case list(TerminalList)
        case form(TerminalForm)
        case question(Question)
        case message(title: String, text: String)
    }

    /// A yes or no, before something that can't be taken back.
    package struct Question: Sendable, Equatable {
        package var text: String
        package var isYes = false
        package var request: TerminalRequest
    }

    package struct Notice: Sendable, Equatable {
        package var text: String
        package var isProblem: Bool
    }

    package struct Pending: Sendable, Equatable {
        package var id: Int
        package var request: TerminalRequest
        /// How many layers there were.
        var depth: Int
        /// Whoever asked has gone elsewhere, where the answer must not change anything.
        package var isAbandoned = false
    }

    package struct Layer: Sendable, Equatable {
        package var view: View
        /// First line of the view that is shown.
        package var scroll = 0
    }

    package private(set) var say: Catalogue
    private var followsThePlace: Bool
    package private(set) var status: TerminalStatus?
    package private(set) var connection = Connection.starting
    /// The last one is shown; none means the overview.
    package internal(set) var layers: [Layer] = []
    /// Of the overview.
    package internal(set) var scroll = 0
    package internal(set) var notice: Notice?
    /// The request that is being answered.
    package internal(set) var pending: Pending?
    private var lastRequest = 0
    package private(set) var size: TerminalSize

    /// - Parameter language: nil for that of the place.
    package init(language: Catalogue? = nil, size: TerminalSize = .usual) {
        say = language ?? Catalogue(firstOf: [])
        followsThePlace = language == nil
        self.size = size
    }

    package mutating func resize(to size: TerminalSize) {
        self.size = size
        keepScrollInside()
    }

    // MARK: - What happens

    package mutating func press(_ key: TerminalKey) -> [TerminalAction] {
        defer { keepScrollInside() }
        notice = nil
        guard let layer = layers.last else { return pressInOverview(key) }
        if key == .help, layer.view != .help {
            layers.append(Layer(view: .help))
            return []
        }
        switch layer.view {
        case .help, .message: return pressInText(key)
        case .list(let list): return press(key, in: list)
        case .form(let form): return press(key, in: form)
        case .question(let question): return press(key, in: question)
        }
    }

    package mutating func receive(_ event: TerminalEvent) -> [TerminalAction] {
        defer { keepScrollInside() }
        switch event {
        case .status(let new):
            if case .lost = connection { notice = Notice(text: say("terminal.found_again"), isProblem: false) }
            connection = .live
            status = new
            if followsThePlace, say.code != new.node.languages.first {
                say = Catalogue(firstOf: new.node.languages)
            }
        case .lost(let loss):
            connection = .lost(loss)
        case .answer(let id, let answer):
            guard let asked = pending, asked.id == id else { return [] }
            pending = nil
            let actions = take(answer, to: asked)
            return actions.isEmpty && !asked.request.onlyAsks ? load() : actions
        }
        return []
    }

    mutating func speak(_ language: Catalogue) {
        say = language
        followsThePlace = false
    }

    /// One request at a time; one that changes nothing makes way for another.
    mutating func ask(_ request: TerminalRequest) -> [TerminalAction] {
        guard pending?.request.onlyAsks ?? true else {
            notice = Notice(text: say("terminal.waiting"), isProblem: true)
            return []
        }
        lastRequest += 1
        pending = Pending(id: lastRequest, request: request, depth: layers.count)
        return [.ask(lastRequest, request)]
    }

    // MARK: - Where one is

    mutating func push(_ view: View) { layers.append(Layer(view: view)) }

    mutating func replaceTop(_ view: View) {
        guard !layers.isEmpty else { return }
        layers[layers.count - 1].view = view
    }

    mutating func pop() {
        _ = layers.popLast()
        leave()
    }

    mutating func popAll() {
        layers = []
        leave()
    }

    private mutating func leave() {
        if let asked = pending, layers.count < asked.depth { pending?.isAbandoned = true }
    }

    /// Asks for what the list in front lacks.
    private mutating func load() -> [TerminalAction] {
        guard case .list(let list)? = layers.last?.view else { return [] }
        switch list.kind {
        case .corrections(nil): return ask(.corrections)
        case .actions(nil): return ask(.actions)
        default: return []
        }
    }

    /// The local day, if the service knows it.
    package var today: CivilDate? { (status?.node.day).flatMap { CivilDate($0) } }

    private mutating func pressInText(_ key: TerminalKey) -> [TerminalAction] {
        switch key {
        case .escape, .enter: pop()
        case .help: break
        default: scroll(key)
        }
        return []
    }

    private mutating func pressInOverview(_ key: TerminalKey) -> [TerminalAction] {
        switch key {
        case .enter: push(.list(TerminalList(.menu)))
        case .help: push(.help)
        case .character("?"): push(.help)
        case .character(let letter):
            if let command = command(letter) { return start(command) }
        default: scroll(key)
        }
        return []
    }

    // MARK: - Scrolling

    /// Lines of the view that fit, without its frame.
    private var page: Int { max(1, TerminalDrawing.bodyRows(self) - 2) }

    private mutating func scroll(_ key: TerminalKey) {
        let step: Int
        switch key {
        case .up: step = -1
        case .down: step = 1
        case .pageUp: step = -page
        case .pageDown, .character(" "): step = page
        case .home: step = -1_000_000
        case .end: step = 1_000_000
        default: return
        }
        if layers.isEmpty { scroll += step } else { layers[layers.count - 1].scroll += step }
    }

    /// Nobody has to press a key twice because it was pressed too often before.
    private mutating func keepScrollInside() {
        let most = TerminalDrawing.mostScroll(self)
        if layers.isEmpty {
            scroll = min(max(0, scroll), most)
        } else {
            layers[layers.count - 1].scroll = min(max(0, layers[layers.count - 1].scroll), most)
        }
    }
}
