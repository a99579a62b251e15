import Testing
import TunetCore

@testable import TunetLocal

/// Models of the terminal that tests press keys on.
enum TerminalFixtures {
    static let sizes = [(24, 80), (30, 100), (60, 200), (12, 40)].map { TerminalSize(rows: $0.0, columns: $0.1) }

    static func language(_ code: String) throws -> Catalogue { try #require(Catalogue(code)) }

    /// A place where much is going on, and something is wrong everywhere.
    static func busy() -> TerminalStatus {
        let node = Fixtures.status { status in
            status.name = "Gamle skole frivilligsentral"
            (status.visits, status.visitsLow, status.visitsHigh, status.visitsCounted) = (
                12_345, 12_300, 12_400, 12_001
            )
            status.occupancy = Fixtures.occupancy(112, 98, 130, unobserved: 45)
            status.hours[20] = 17
            status.doors = [
                Fixtures.door { $0.health = [Fixtures.health("blocked", of: "beam-pair")] }, Fixtures.motionSensor,
                Fixtures.leafContact,
            ]
            status.panels[0].health = [Fixtures.health("silent", of: "panel")]
            status.health = [Fixtures.health("disk_full"), Fixtures.health("store_failed")]
            status.uplink = NodeStatus.UplinkStatus(
                configured: true, waiting: 3, failures: 7, lastError: "connection refused", lastDelivery: "2026-11-02",
                droppedBatches: 2, droppedReleases: 60, stopped: ["exits"])
            status.countCheck?.doors[0].state = .stopped
            status.messages = [
                .init(id: "m", text: "Takk for alle svarene i oktober! Rapporten kommer på fredag.")
            ]
            status.panels[0].calls = [.init(button: 2, text: "Jeg trenger hjelp", minutes: 3)]
            status.panels[0].quietButtons = [1, 4]
        }
        var status = TerminalStatus(node: node)
        status.more.power = .init(underVoltage: true)
        status.more.disk = .init(freeMegabytes: 12_400, totalMegabytes: 29_000, quotaPercent: 93)
        status.more.clock = .init(quality: "volunteer")
        status.more.lastContact = "2026-11-04"
        status.more.sessionsToday = [
            .init(id: "kafe", name: "Seniorkafé med allsang", from: "11:00", to: "14:00", isNow: true),
            .init(id: "dyr", name: "Dyrestell", from: "16:00", to: "18:00", isNow: false),
        ]
        status.more.acknowledged = ["": [true, false]]
        return status
    }

    /// A place on a quiet morning, without a date.
    static func quiet() -> TerminalStatus {
        TerminalStatus(
            node: Fixtures.status { status in
                status.day = nil
                (status.visits, status.visitsLow, status.visitsHigh) = (0, 0, 0)
                status.occupancy = nil
                status.hours = Array(repeating: 0, count: 24)
                status.panels = []
                status.uplink.configured = false
            })
    }

    static let corrections = CorrectionStatus(
        language: "nb",
        days: [
            .init(
                day: "2026-11-05",
                parts: [
                    .init(
                        session: "kafe", name: "Seniorkafé",
                        counts: [
                            .init(direction: .in, counted: 4, corrected: 24),
                            .init(direction: .out, counted: 3, corrected: 0),
                        ]),
                    .init(session: "outside", name: nil, counts: [.init(direction: .in, counted: 11, corrected: 0)]),
                ])
        ])

    static let actions: [ActionList.Entry] = [
        .init(id: 2, day: "2026-11-05", kind: "clock", words: "Klokka ble stilt.", canUndo: false, undone: false),
        .init(
            id: 1, day: "2026-11-04", kind: "correction", words: "Seniorkafé ble rettet med +24.", canUndo: true,
            undone: false),
        .init(id: 0, day: "2026-10-04", kind: "test", words: "Lys og lyd ble prøvd.", canUndo: false, undone: true),
    ]

    static func model(
        _ language: String? = "nb", _ size: TerminalSize = .usual, status: TerminalStatus? = busy()
    ) throws -> TerminalModel {
        var model = TerminalModel(language: try language.map { try Self.language($0) }, size: size)
        if let status { _ = model.receive(.status(status)) }
        return model
    }

    /// Every view, each with a name.
    static func views(_ language: String, _ size: TerminalSize) throws -> [(String, TerminalModel)] {
        var all: [(String, TerminalModel)] = []
        func add(_ name: String, status: TerminalStatus? = busy(), _ change: (inout TerminalModel) -> Void = { _ in })
            throws
        {
            var model = try model(language, size, status: status)
            change(&model)
            all.append((name, model))
        }
        try add("starting", status: nil)
        try add("overview")
        try add("quiet", status: quiet())
        try add("scrolled") { _ = $0.press(.end) }
        for loss in [TerminalModel.Loss.silent, .absent, .forbidden] {
            try add("lost \(loss)") { _ = $0.receive(.lost(loss)) }
        }
        try add("menu") { _ = $0.press(.enter) }
        for command in TerminalCommand.allCases {
            for presses in [0, 1, 2, 3, 7] {
                try add("\(command) \(presses)") { model in
                    model.answerAll(model.start(command))
                    for _ in 0..<presses { model.answerAll(model.press(presses % 2 == 0 ? .down : .enter)) }
                }
            }
        }
        try add("question") { model in
            _ = model.start(.test)
            _ = model.press(.enter)
        }
        try add("refused") { model in
            _ = model.start(.clock)
            for key in "1430" { _ = model.press(key == "1" ? .down : .character(key)) }
            model.type("1430")
            for _ in 0..<2 {
                for case .ask(let id, _) in model.press(.enter) {
                    _ = model.receive(.answer(id, .refused("Klokka kan ikke stilles for hånd nå.")))
                }
            }
        }
        return all
    }
}

extension TerminalModel {
    mutating func type(_ text: String) {
        for character in text { _ = press(.character(character)) }
    }

    /// Answers as a service does to which all is new, and to what these answers lead to.
    mutating func answerAll(_ actions: [TerminalAction]) {
        var left = actions
        var answers = 0
        while case .ask(let id, let request)? = left.first, answers < 10 {
            answers += 1
            left = receive(.answer(id, Self.answer(to: request))) + left.dropFirst()
        }
    }

    static func answer(to request: TerminalRequest) -> TerminalAnswer {
        switch request {
        case .corrections: .corrections(TerminalFixtures.corrections)
        case .actions: .actions(TerminalFixtures.actions)
        case .correct: .corrected(TerminalFixtures.corrections)
        case .countCheck(let event, _):
            .countCheck(
                CountCheckAnswer(
                    event: event == "start" ? .started : .cancelled, language: "nb", door: Fixtures.doorChecks()))
        case .setClock: .refused("Klokka kan ikke stilles for hånd nå, for den går etter noe sikrere: tidsserver.")
        case .undo, .recordSession: .done("Det er skrevet opp.")
        case .acknowledge: .unknown
        case .test: .unreachable
        }
    }
}
