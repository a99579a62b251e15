import TunetCore
import TunetLocal
import TunetTestSupport

/// Places of all kinds, for texts on privacy.
enum PrivacyPlaces {
    static let controller = Controller(
        name: "Vestbygda kommune", contact: "post@kommune.example", dataProtectionOfficer: "ombud@kommune.example")

    /// By name: what the texts have to cope with.
    static let all: [(name: String, configuration: PlaceConfiguration)] = [
        ("everything", everything), ("weekly, no uplink", weekly), ("both ways", bothWays), ("mat", mat),
        ("motion only", motion), ("panel only", panel), ("hostile", hostile), ("crowded", crowded),
    ]

    static let everything = place(
        doors: [SmallPlace.frontDoor, upper, SmallPlace.gardenDoor, beam, turnstile, SmallPlace.hall, SmallPlace.shed],
        sessions: [SmallPlace.cafe, dance], uplink: uplink)

    static let weekly = place(doors: [SmallPlace.frontDoor], panels: [], release: ReleasePolicy(leaf: .week))

    static let bothWays = place(
        doors: [SmallPlace.frontDoor],
        release: ReleasePolicy(
            leaf: .month, epsilonDenominator: 2, correctionDays: 0, directions: .both, yearlyCeiling: 20),
        uplink: uplink)

    static let mat = place(
        doors: [SmallPlace.gardenDoor], panels: [], controller: Controller(name: "Laget", contact: "1"))

    static let motion = place(doors: [SmallPlace.hall, SmallPlace.shed], panels: [])

    static let panel = place(doors: [])

    /// Names that would be markup.
    static let hostile: PlaceConfiguration = {
        let evil = "<b title=\"x\" & 'y'>"
        var cafe = SmallPlace.cafe
        cafe.name = evil
        var front = SmallPlace.frontDoor
        front.name = evil
        var place = Self.place(doors: [front], sessions: [cafe], uplink: uplink)
        place.questions[0].text = LocalizedText(["nb": evil])
        place.place.name = evil
        place.controller = Controller(
            name: evil, contact: evil, dataProtectionOfficer: evil, purpose: LocalizedText(["nb": evil]))
        return place
    }()

    /// As long as the reader of the configuration allows, in more doors than any place has.
    static let crowded: PlaceConfiguration = {
        let long = String(repeating: "Langt navn ", count: 18) + "æ"
        let kinds: [Door] = [upper, SmallPlace.gardenDoor, beam, turnstile, SmallPlace.hall, SmallPlace.shed]
        var doors: [Door] = []
        for number in 0..<18 {
            var door = kinds[number % kinds.count]
            (door.id, door.name) = ("d\(number)", long)
            doors.append(door)
        }
        var place = Self.place(doors: doors, uplink: uplink)
        place.questions[0].text = LocalizedText(["nb": long])
        place.place.name = long
        place.controller = Controller(
            name: long, contact: String(repeating: "x", count: 200), dataProtectionOfficer: long,
            purpose: LocalizedText(["nb": long]))
        return place
    }()

    static func facts(_ configuration: PlaceConfiguration) throws -> PrivacyFacts {
        PrivacyFacts(configuration)
    }

    private static func place(
        doors: [Door], panels: [Panel] = [SmallPlace.panel()], sessions: [Session] = [],
        release: ReleasePolicy = ReleasePolicy(), uplink: UplinkPolicy? = nil, controller: Controller = controller
    ) -> PlaceConfiguration {
        var place = SmallPlace.configuration(
            doors: doors, panels: panels, sessions: sessions, release: release, uplink: uplink)
        place.place.name = "Tunet"
        place.place.languages = ["nn", "nb", "en"]
        place.controller = controller
        return place
    }

    private static let uplink = UplinkPolicy(
        collectorURL: "https://collector.example", collectorKey: [], uploadMinute: 125)
    private static let dance = Session(
        id: "dans", name: "Sittedans", weekdays: [2, 4], startMinute: 840, endMinute: 900)

    private static var upper: Door {
        var door = SmallPlace.frontDoor
        (door.id, door.name, door.upper) = ("barn", "Fjøset", InputLine(.name("UPPER")))
        return door
    }

    private static let beam = Door(
        id: "beam", name: "Kjøkkenet", sensor: .contact(InputLine(.name("BEAM")), ContactParameters(kind: .beam)))
    private static let turnstile = Door(
        id: "turnstile", name: "Porten",
        sensor: .contact(InputLine(.name("T")), ContactParameters(kind: .turnstile, direction: .in)))
}
