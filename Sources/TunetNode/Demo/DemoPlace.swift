import TunetCore

/// The place that the demo plays: its configuration is an ordinary file, which the demo leaves behind.
struct DemoPlace {
    static let id = "demo-tunet"
    static let name = "Tunet (demo)"

    static func toml(folder: String, collector: String, collectorKey: String, pagePort: Int) -> String {
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
        [panel.question]
        id = "sammen-host"
        text.nb = "Hva kan vi gjøre sammen?"
        text.nn = "Kva kan vi gjere saman?"
        text.en = "What can we do together?"
        \(button("turer", "Gå på tur", "Gå på tur", "Go for walks"))
        \(button("mat", "Lage mat", "Lage mat", "Cook"))
        \(button("dyr", "Stelle dyra", "Stelle dyra", "Look after the animals"))
        \(button("musikk", "Spille og synge", "Spele og syngje", "Play and sing"))
        """
    }

    private static func button(_ option: String, _ nb: String, _ nn: String, _ en: String) -> String {
        """
        [[panel.button]]
        option = "\(option)"
        text = { nb = "\(nb)", nn = "\(nn)", en = "\(en)" }
        line = { line = "BUTTON_\(option.uppercased())" }
        led = { line = "LED_\(option.uppercased())" }
        """
    }

    /// A TOML basic string.
    private static func quoted(_ text: String) -> String {
        let escaped = text.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined()
        return "\"\(escaped)\""
    }
}
