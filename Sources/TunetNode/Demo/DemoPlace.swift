import TunetCore

/// The place that the demo plays: its configuration is an ordinary file, which the demo leaves behind.
struct DemoPlace {
    static let id = "demo-tunet"
    static let name = "Tunet (demo)"
    /// Of the page for volunteers.
    static let pin = "2719"

    static func toml(folder: String, collector: String, collectorKey: String, pagePort: Int, pinHash: String) -> String
    {
        """
        # Made by tunet demo.
        [place]
        id = "\(id)"
        name = "\(name)"
        time_zone = "Europe/Oslo"
        languages = ["nb", "nn", "en"]
        kostra_function = "234"
        sdg_targets = ["3.4", "11.7"]

        [device]
        data_folder = \(quoted(folder + "/device"))
        control_socket = \(quoted(folder + "/control.sock"))
        page_port = \(pagePort)
        clock_trust = "always"

        # PIN \(pin)
        [volunteers]
        pin_hash = "\(pinHash)"

        [release]
        leaf = "day"
        epsilon = "1/1"
        correction_days = 2

        [uplink]
        collector = "\(collector)"
        collector_key = "\(collectorKey)"
        upload_at = "03:15"

        [[session]]
        id = "seniorkafe"
        name = "Seniorkafé"
        weekdays = ["tue", "thu"]
        from = "11:00"
        to = "14:00"

        [[door]]
        id = "hoveddor"
        name = "Hoveddøra"
        sensor = { kind = "beam-pair", outer = { line = "DOOR_OUTER" }, inner = { line = "DOOR_INNER" } }

        [[panel]]
        id = "panel"
        name = "Panelet ved døra"
        \(buttons)

        [[question]]
        id = "sammen-host"
        text.nb = "Hva kan vi gjøre sammen?"
        text.nn = "Kva kan vi gjere saman?"
        text.en = "What can we do together?"
        \(option("turer", "🚶", "Gå på tur", "Gå på tur", "Go for walks"))
        \(option("mat", "🍲", "Lage mat", "Lage mat", "Cook"))
        \(option("dyr", "🐑", "Stelle dyra", "Stelle dyra", "Look after the animals"))
        \(option("musikk", "🎵", "Spille og synge", "Spele og syngje", "Play and sing"))

        [[you_said]]
        said = { nb = "Dere ville gå mer på tur.", nn = "De ville gå meir på tur.", en = "You wanted more walks." }
        did = { nb = "Nå går vi hver torsdag klokka elleve.", nn = "No går vi kvar torsdag klokka elleve.", en = "Now we \
        walk every Thursday at eleven." }

        [kiosk]
        shows_today = true
        touch = true
        """
    }

    /// From the left; the last one stands for itself.
    private static var buttons: String {
        (1...5).map { number in
            let use = """
                use = { id = "hjelp", calls = true, symbol = "🙋", \
                text = { nb = "Jeg trenger hjelp", nn = "Eg treng hjelp", en = "I need help" } }
                """
            return """
                [[panel.button]]
                line = { line = "BUTTON_\(number)" }
                led = { line = "LED_\(number)" }
                \(number == 5 ? use : "")
                """
        }.joined(separator: "\n")
    }

    private static func option(_ id: String, _ symbol: String, _ nb: String, _ nn: String, _ en: String) -> String {
        """
        [[question.option]]
        id = "\(id)"
        symbol = "\(symbol)"
        text = { nb = "\(nb)", nn = "\(nn)", en = "\(en)" }
        """
    }

    /// A TOML basic string.
    private static func quoted(_ text: String) -> String {
        let escaped = text.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined()
        return "\"\(escaped)\""
    }
}
