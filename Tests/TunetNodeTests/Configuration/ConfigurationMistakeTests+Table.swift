extension ConfigurationMistakeTests {
    /// At least one of every kind of mistake.
    static let mistakes: [OneMistake] = files + places + controllers + sessions + doors + panels + questions + resets

    private static let files = [
        OneMistake("[device]", "[devise]", "devise", "did you mean device?"),
        OneMistake("[device]", "[zzzzzz]", "zzzzzz", "allowed are place, controller, device, release"),
        OneMistake("name = \"Tunet\"", "nmae = 1\nname = \"Tunet\"", "place.nmae", "did you mean name?"),
        OneMistake("name = \"Tunet\"", "name = \"Tunet\"\n§\"a b\" = 1", "place.\"a b\"", "unknown key"),
        OneMistake(
            "page_port = 8481", "page_port = \"8481\"", "device.page_port", "found \"8481\"; allowed is a whole"),
        OneMistake("page_port = 8481", "page_port = 65536", "device.page_port", "from 0 to 65535"),
        OneMistake("page_port = 8481", "page_port = -1", "device.page_port", "from 0 to 65535"),
        OneMistake("page_port = 8481", "page_port = 1.5", "device.page_port", "found the number 1.5"),
        OneMistake("\"/var/lib/tunet\"", "\"var/lib/tunet\"", "device.data_folder", "whole path"),
        OneMistake("\"/var/lib/tunet\"", "\"/var/../etc\"", "device.data_folder", "whole path"),
        OneMistake(
            "\"/run/tunet/control.sock\"", "\"/" + String(repeating: "a", count: 107) + "\"", "device.control_socket",
            "107 bytes"),
        OneMistake("\"synchronised\"", "\"never\"", "device.clock_trust", "allowed are synchronised, always"),
        OneMistake("leaf = \"day\"", "leaf = \"year\"", "release.leaf", "allowed are day, week, month"),
        OneMistake("leaf = \"day\"", "leaf = true", "release.leaf", "found true"),
        OneMistake("\"1/2\"", "\"1/0\"", "release.epsilon", "a fraction"),
        OneMistake("\"1/2\"", "\"11/1\"", "release.epsilon", "a fraction"),
        OneMistake("\"1/2\"", "\"0.5\"", "release.epsilon", "a fraction"),
        OneMistake("\"1/2\"", "\"-1/2\"", "release.epsilon", "a fraction"),
        OneMistake("correction_days = 2", "correction_days = 32", "release.correction_days", "from 0 to 31"),
        OneMistake("correction_days = 2", "directions = \"out\"", "release.directions", "allowed are in, both"),
        OneMistake("correction_days = 2", "yearly_ceiling = 0", "release.yearly_ceiling", "from 1 to 1000000"),
        OneMistake(
            "correction_days = 2", "yearly_ceiling = 262", "release.yearly_ceiling",
            "262 has no room for a year of entries, which is charged 263"),
        OneMistake("\"http://127.0.0.1:8480\"", "\"ftp://host\"", "uplink.collector", "http or https"),
        OneMistake("127.0.0.1:8480", "127.0.0.1:65536", "uplink.collector", "a port from 1 to 65535"),
        OneMistake("127.0.0.1:8480", "127.0.0.1:8480/path", "uplink.collector", "no path"),
        OneMistake("127.0.0.1:8480", "user@host", "uplink.collector", "a host"),
        OneMistake("127.0.0.1:8480", ":8480", "uplink.collector", "a host"),
        OneMistake("cmVwbGFjZS13", "cmVwbGFj", "uplink.collector_key", "32 bytes"),
        OneMistake("cmVwbGFjZS13", "!!!!", "uplink.collector_key", "32 bytes"),
        OneMistake("upload_at = \"03:15\"", "upload_at = \"24:00\"", "uplink.upload_at", "\"23:59\""),
        OneMistake("upload_at = \"03:15\"", "upload_at = 03:15:00", "uplink.upload_at", "quotation marks"),
        OneMistake(
            "[uplink]\ncollector = \"http://127.0.0.1:8480\"", "§[uplink]", "uplink.collector", "found nothing; needed"),
    ]

    private static let places = [
        OneMistake("[place]\nid = \"p-1\"", "[place]", "place.id", "found nothing; needed is 1 to 40"),
        OneMistake("id = \"p-1\"", "id = \"P 1\"", "place.id", "characters a-z"),
        OneMistake("id = \"p-1\"", "id = \"\"", "place.id", "1 to 40"),
        OneMistake("id = \"p-1\"", "id = \"\(String(repeating: "a", count: 41))\"", "place.id", "1 to 40"),
        OneMistake("name = \"Tunet\"", "name = \" \"", "place.name", "1 to 200 characters"),
        OneMistake("name = \"Tunet\"", "name = \"a\\nb\"", "place.name", "one line"),
        OneMistake("name = \"Tunet\"", "name = [\"Tunet\"]", "place.name", "found a list"),
        OneMistake("\"Europe/Oslo\"", "\"Europe/Olso\"", "place.time_zone", "tzdata"),
        OneMistake("\"Europe/Oslo\"", "\"../Oslo\"", "place.time_zone", "not a name of a time zone"),
        OneMistake("\"Europe/Oslo\"", "2", "place.time_zone", "found the number 2"),
        OneMistake(
            "[\"nb\", \"en\"]", "[\"nb\", \"de\"]", "place.languages[1]",
            "found \"de\"; allowed are nb, nn, en; a further language is a file, such as /etc/tunet/languages/de.toml"),
        OneMistake("[\"nb\", \"en\"]", "[\"nb\",\n  \"en\",\n§  \"nb\"]", "place.languages[2]", "twice"),
        OneMistake("[\"nb\", \"en\"]", "[]", "place.languages", "empty list"),
        OneMistake("[\"nb\", \"en\"]", "\"nb\"", "place.languages", "allowed is a list"),
        OneMistake("\"234\"", "\"23\"", "place.kostra_function", "three digits"),
        OneMistake("\"11.a\"", "\"18.1\"", "place.sdg_targets[1]", "goals 1 to 17"),
        OneMistake("\"11.a\"", "11.1", "place.sdg_targets[1]", "found the number 11.1"),
    ]

    private static let controllers = [
        OneMistake("[controller]", "[contoller]", "contoller", "did you mean controller?"),
        OneMistake("name = \"Vestbygda kommune\"", "name = \"\"", "controller.name", "1 to 200 characters"),
        OneMistake("[controller]\nname = \"Vestbygda kommune\"", "[controller]", "controller.name", "needed is a text"),
        OneMistake("contact = \"post@kommune.example\"", "contact = 22", "controller.contact", "found the number 22"),
        OneMistake(
            "\"ombud@kommune.example\"", "\"a\\nb\"", "controller.data_protection_officer", "on one line"),
        OneMistake("data_protection_officer", "§dpo", "controller.dpo", "unknown key"),
        OneMistake(
            "purpose = { nb = \"Vi vil vite det.\", en = \"We want to know.\" }", "purpose = \"Vi vil vite det.\"",
            "controller.purpose", "purpose = { … }"),
        OneMistake(
            "nb = \"Vi vil vite det.\", en", "en", "controller.purpose.nb", "a text in each language of the place"),
        OneMistake("\"We want to know.\"", "[]", "controller.purpose.en", "found a list"),
    ]

    private static let sessions = [
        OneMistake("id = \"kafe\"", "id = \"outside\"", "session[0].id", "Tunet uses itself"),
        OneMistake("id = \"dans\"", "id = \"all\"", "session[1].id", "Tunet uses itself"),
        OneMistake("id = \"dans\"", "id = \"kafe\"", "session[1].id", "the id of session[0] in line 25"),
        OneMistake("\"mon\", \"tue\"", "\"mon\", \"tir\"", "session[0].weekdays[1]", "found \"tir\"; allowed are mon"),
        OneMistake("\"mon\", \"tue\"", "\"mon\", \"mon\"", "session[0].weekdays[1]", "twice"),
        OneMistake("[\"mon\", \"tue\"]", "[]", "session[0].weekdays", "empty list"),
        OneMistake("from = \"11:00\"", "from = \"11:05\"", "session[0].from", "quarter of an hour"),
        OneMistake("from = \"11:00\"", "from = \"11\"", "session[0].from", "quarter of an hour"),
        OneMistake("from = \"11:00\"", "from = \"24:00\"", "session[0].from", "to \"23:45\""),
        OneMistake("to = \"14:00\"", "to = \"11:00\"", "session[0].to", "not after the start"),
        OneMistake(
            "from = \"14:00\"", "from = \"13:45\"", "session[1].from", "a time in session[0], \"kafe\", in line 25"),
        OneMistake("[[session]]\nid = \"dans\"\n", "[[session]]\n", "session[1].id", "found nothing"),
        OneMistake(
            "\"tue\", \"sun\"]", "\"tue\", §\"søn\"]", "opening[0].weekdays[2]", "found \"søn\"; allowed are mon"),
        OneMistake("[\"mon\", \"tue\", \"sun\"]", "[]", "opening[0].weekdays", "empty list"),
        OneMistake("from = \"09:00\"", "from = \"09:10\"", "opening[0].from", "quarter of an hour"),
        OneMistake("to = \"15:00\"", "to = \"09:00\"", "opening[0].to", "an opening within one day"),
        OneMistake("from = \"18:00\"", "from = \"18:00\"\n§form = 1", "opening[1].form", "did you mean from?"),
    ]

    /// A mistake in a motion sensor in place of the beam pair.
    private static func pir(_ keys: String, _ key: String, _ says: String) -> OneMistake {
        other("{ kind = \"pir\", line = \"PIR\", \(keys) }", key, says)
    }

    private static func reed(_ keys: String, _ key: String, _ says: String) -> OneMistake {
        other("{ kind = \"reed\", line = \"REED\", \(keys) }", key, says)
    }

    private static func other(_ sensor: String, _ key: String, _ says: String) -> OneMistake {
        OneMistake(
            "{ kind = \"beam-pair\", outer = { line = \"OUTER\" }, inner = { chip = \"soc\", offset = 27 } }", sensor,
            "door[0].sensor.\(key)", says)
    }

    private static let doors = [
        OneMistake(
            "\"beam-pair\"", "\"pit\"", "door[0].sensor.kind",
            "allowed are beam-pair, beam, mat, turnstile, pir, reed"),
        OneMistake("id = \"back\"", "id = \"front\"", "door[1].id", "the id of door[0] in line 39"),
        OneMistake("kind = \"beam-pair\", ", "", "door[0].sensor.kind", "needed is one of beam-pair"),
        OneMistake("kind = \"mat\"", "kind = \"mat\"\n§gap_time = \"1 s\"", "door[1].sensor.gap_time", "unknown key"),
        OneMistake(
            "offset = 27 } }", "offset = 27 }, gap_time = \"6 s\" }", "door[0].sensor.gap_time",
            "from \"0 ms\" to \"2500 ms\""),
        OneMistake(
            "offset = 27 } }", "offset = 27 }, beam_gap = \"19 mm\" }", "door[0].sensor.beam_gap",
            "found \"19 mm\"; allowed is a length from \"2 cm\" to \"50 cm\""),
        OneMistake("offset = 27 } }", "offset = 27 }, beam_gap = 15 }", "door[0].sensor.beam_gap", "such as \"15 cm\""),
        OneMistake(
            "offset = 27 } }", "offset = 27 }, beam_gap = \"1 s\" }", "door[0].sensor.beam_gap", "found \"1 s\""),
        OneMistake(
            "offset = 27 } }", "offset = 27 }, body_depth = \"1 m\" }", "door[0].sensor.body_depth",
            "from \"10 cm\" to \"60 cm\""),
        OneMistake(
            "\"10 ms\"", "\"101 ms\"", "door[1].sensor.debounce", "found \"101 ms\"; allowed is a time from \"0 ms\""),
        OneMistake("\"10 ms\"", "\"-1 ms\"", "door[1].sensor.debounce", "\"100 ms\""),
        OneMistake("\"10 ms\"", "10", "door[1].sensor.debounce", "found the number 10; allowed is a time"),
        OneMistake("\"10 ms\"", "\"10\"", "door[1].sensor.debounce", "such as \"5 ms\""),
        OneMistake("\"1 min\"", "\"2 h\"", "door[1].sensor.block_time", "from \"5 s\" to \"1 h\""),
        OneMistake("\"1 ms\"", "\"1 s\"", "door[1].sensor.kernel_debounce", "\"100 ms\""),
        OneMistake(
            "direction = \"in\"", "direction = \"inn\"", "door[1].sensor.direction", "allowed are in, out, unknown"),
        OneMistake("bias = \"pull-up\"", "bias = \"up\"", "door[1].sensor.bias", "as-is, pull-up, pull-down, disabled"),
        OneMistake("active = \"low\"", "active = true", "door[1].sensor.active", "allowed are low, high"),
        OneMistake("\"OUTER\" }", "\"OUTER\", kernel_debounce = \"1 ms\" }", "door[0].sensor.inner", "same for both"),
        OneMistake(
            "kind = \"mat\"", "kind = \"mat\"\n§retrigger = true", "door[1].sensor.retrigger", "unknown key"),
        pir("retrigger = \"false\"", "retrigger", "found \"false\"; allowed are true, false"),
        pir("retrigger = false, hold_off = \"4 s\"", "hold_off", "from \"5 s\" to \"10 min\""),
        pir("hold_off = \"11 min\"", "hold_off", "from \"0 ms\" to \"10 min\""),
        pir("block_time = \"59 s\"", "block_time", "from \"1 min\" to \"12 h\""),
        pir("debounce = \"1 s\"", "debounce", "to \"100 ms\""),
        pir("gap_time = \"1 s\"", "gap_time", "unknown key"),
        pir("direction = \"in\"", "direction", "unknown key"),
        OneMistake("offset = 27 } }", "offset = 27 }, upper = \"U\" }", "door[0].sensor.upper", "allowed is a table"),
        OneMistake(
            "offset = 27 } }", "offset = 27 }, upper = { line = \"MAT\" } }", "door[1].sensor",
            "which is that of door[0].sensor.upper in line 42"
        ).at("[door.sensor]"),
        OneMistake(
            "offset = 27 } }", "offset = 27 }, upper = { bias = \"pull-up\" } }", "door[0].sensor.upper",
            "found no line"),
        OneMistake(
            "offset = 27 } }", "offset = 27 }, upper = { line = \"U\", kernel_debounce = \"1 ms\" } }",
            "door[0].sensor.upper", "the same for all three beams"),
        OneMistake(
            "kind = \"mat\"", "kind = \"mat\"\n§upper = { line = \"U\" }", "door[1].sensor.upper", "unknown key"),
        OneMistake("name = \"Bakdøra\"", "name = \"Bakdøra\"\n§reed = \"R\"", "door[1].reed", "allowed is a table"),
        OneMistake(
            "name = \"Bakdøra\"", "name = \"Bakdøra\"\n§reed = { line = \"R\", hold_off = \"1 s\" }",
            "door[1].reed.hold_off",
            "unknown key"),
        OneMistake(
            "name = \"Bakdøra\"", "name = \"Bakdøra\"\n§reed = { line = \"OUTER\" }", "door[1].reed",
            "which is that of door[0].sensor.outer in line 42"),
        OneMistake(
            "sensor = { kind = \"beam-pair\", outer = { line = \"OUTER\" }, inner = { chip = \"soc\", offset = 27 } }",
            "sensor = { kind = \"pir\", line = \"P\" }\n§reed = { line = \"R\" }", "door[0].reed",
            "found a reed beside a sensor that counts nobody"),
        reed("hold_off = \"11 s\"", "hold_off", "from \"0 ms\" to \"10 s\""),
        reed("block_time = \"13 h\"", "block_time", "from \"1 min\" to \"12 h\""),
        reed("retrigger = true", "retrigger", "unknown key"),
        OneMistake(
            "[door.sensor]\nkind = \"mat\"\nline = \"MAT\"", "[door.sensor]\nkind = \"mat\"", "door[1].sensor",
            "found no line; needed is a line"),
        OneMistake("line = \"MAT\"", "line = \"\"", "door[1].sensor.line", "1 to 31 characters"),
        OneMistake(
            "chip = \"soc\", offset", "chip = \"gpiochip0\", offset", "door[0].sensor.inner.chip", "not its number"),
        OneMistake("offset = 27", "offset = -1", "door[0].sensor.inner.offset", "from 0 to 65535"),
        OneMistake(", offset = 27", "", "door[0].sensor.inner.offset", "found nothing"),
        OneMistake(
            "chip = \"soc\", ", "line = \"A\", chip = \"soc\", ", "door[0].sensor.inner", "both a name and a chip"),
        OneMistake(
            "inner = { chip = \"soc\", offset = 27 }", "inner = 27", "door[0].sensor.inner", "allowed is a table"),
        OneMistake(", inner = { chip = \"soc\", offset = 27 }", "", "door[0].sensor.inner", "needed is a line"),
        OneMistake(
            "chip = \"soc\", offset = 27", "line = \"OUTER\"", "door[0].sensor.inner",
            "line \"OUTER\", which is that of door[0].sensor.outer in line 42"),
        OneMistake(
            "{ line = \"NO\" }", "{ chip = \"soc\", offset = 27 }", "panel[0].button[1].line",
            "offset 27 of chip \"soc\", which is that of door[0].sensor.inner in line 42"),
    ]

    private static let resets = [
        OneMistake("at = \"04:00\"", "at = \"04:10\"", "occupancy_reset[0].at", "a quarter of an hour from \"00:00\""),
        OneMistake("at = \"04:00\"", "at = \"24:00\"", "occupancy_reset[0].at", "to \"23:45\""),
        OneMistake("to = 8", "to = 10001", "occupancy_reset[1].to", "from 0 to 10000"),
        OneMistake("to = 8", "to = -1", "occupancy_reset[1].to", "from 0 to 10000"),
        OneMistake("to = 8", "to = \"8\"", "occupancy_reset[1].to", "a whole number"),
        OneMistake("to = 8", "to = 8\n§name = \"a\"", "occupancy_reset[1].name", "unknown key"),
        OneMistake("\"sat\", \"sun\"", "\"sat\", \"sat\"", "occupancy_reset[1].weekdays[1]", "twice"),
        OneMistake(
            "\"sun\"]\nat = \"05:00\"", "\"sun\", \"fri\"]\n§at = \"04:00\"", "occupancy_reset[1].at",
            "the time of occupancy_reset[0] in line 102; allowed is one reset at a time"),
        OneMistake(
            "[[occupancy_reset]]\nweekdays = [\"sat\", \"sun\"]\nat = \"05:00\"\nto = 8", "", "occupancy_reset",
            "reach back 3 days; allowed are 2 days, which is correction_days"
        ).at("[[occupancy_reset]]"),
        OneMistake(
            "correction_days = 2", "correction_days = 0", "occupancy_reset", "reach back 1 day; allowed are 0 days"
        ).at("[[occupancy_reset]]"),
    ]

    private static let panels = [
        OneMistake("id = \"panel\"", "id = \"front\"", "panel[0].id", "the id of door[0] in line 39"),
        OneMistake("lockout = \"3 s\"", "lockout = \"100 ms\"", "panel[0].lockout", "from \"500 ms\" to \"1 min\""),
        OneMistake(
            "lockout = \"3 s\"", "light_time = \"200 ms\"", "panel[0].light_time", "from \"500 ms\" to \"10 s\""),
        OneMistake("lockout = \"3 s\"", "stuck_time = \"1 h\"", "panel[0].stuck_time", "from \"2 s\" to \"10 min\""),
        OneMistake("buzzer = { line", "buzzer = { bias = \"disabled\", line", "panel[0].buzzer.bias", "unknown key"),
        OneMistake(
            "[[panel.button]]\nline = { line = \"NO\" }", "", "panel[0].button",
            "found 2 buttons, 1 of them for answers; allowed are 2 to 6"
        ).at("[[panel.button]]"),
        OneMistake("calls = true", "calls = 1", "panel[0].button[2].use.calls", "allowed are true, false").at("use = "),
        OneMistake(
            "line = { line = \"HELP\" }",
            "line = { line = \"HELP2\" }\nuse = { id = \"hjelp\", text = { nb = \"Hjelp\", en = \"Help\" } }\n"
                + "[[panel.button]]\nline = { line = \"HELP\" }",
            "panel[0].button[3].use.id", "with other words"
        ).at("use = { id = \"hjelp\", calls"),
    ]

    private static let questions = [
        OneMistake(
            "{ nb = \"Vafler?\", en = \"Waffles?\" }", "{ nb = \"Vafler?\" }", "question[0].text.en",
            "in each language of the place"),
        OneMistake("{ nb = \"Vafler?\", en = \"Waffles?\" }", "\"Vafler?\"", "question[0].text", "found \"Vafler?\""),
        OneMistake(
            "{ nb = \"Ja\", en = \"Yes\" }", "{ nb = \"Ja\", en = \"Yes\", fr = \"Oui\" }",
            "question[0].option[0].text.fr", "allowed are nb, nn, en"),
        OneMistake("id = \"nei\"", "id = \"ja\"", "question[0].option[1].id", "the id of question[0].option[0]"),
        OneMistake("symbol = \"happy\"", "symbol = \"joyful\"", "question[0].option[0].symbol", "very-happy, happy"),
        OneMistake("symbol = \"happy\"", "symbol = \"\"", "question[0].option[0].symbol", "1 to 4 characters"),
        OneMistake("id = \"vaffel\"", "id = \"hjelp\"", "question[0].id", "the id of a button's use"),
        OneMistake(
            "id = \"vaffel\"", "id = \"vaffel\"\n§panels = [\"hall\"]", "question[0].panels[0]", "found \"hall\""),
        OneMistake(
            "id = \"vaffel\"", "id = \"vaffel\"\n§panels = [\"panel\", \"panel\"]", "question[0].panels[1]", "twice"),
        OneMistake("until = \"2026-11-15\"", "until = \"2026-11-01\"", "question[0].until", "before the first day"),
        OneMistake("from = \"2026-11-02\"", "from = 2026-11-02", "question[0].from", "such as \"2026-11-02\""),
        OneMistake("from = \"2026-11-02\"", "from = \"2026-11-31\"", "question[0].from", "such as \"2026-11-02\""),
        OneMistake(
            "[[question.option]]\nid = \"nei\"\ntext = { nb = \"Nei\", en = \"No\" }", "", "question[0].option",
            "found 1 option; allowed are 2 to 6"
        ).at("[[question.option]]"),
        OneMistake(
            "[[question.option]]\nid = \"nei\"",
            "[[question.option]]\nid = \"tja\"\ntext = { nb = \"Tja\", en = \"Perhaps\" }\n[[question.option]]\nid = \"nei\"",
            "question[0].option", "at most 2, as many as the panel"
        ).at("[[question.option]]"),
        OneMistake(
            "[[message]]",
            "[[question]]\nid = \"ny\"\nfrom = \"2026-11-15\"\ntext = { nb = \"Ny?\", en = \"New?\" }\n"
                + "option = [{ id = \"a\", text = { nb = \"A\", en = \"A\" } }, "
                + "{ id = \"b\", text = { nb = \"B\", en = \"B\" } }]\n[[message]]",
            "question[1].from", "one question a day"
        ).at("from = \"2026-11-15\""),
        OneMistake("id = \"ferie\"", "id = \"Ferie\"", "message[0].id", "a-z, 0-9 and -"),
        OneMistake("until = \"2026-12-31\"", "untill = \"2026-12-31\"", "you_said[0].untill", "did you mean until?"),
        OneMistake("language_time = \"20 s\"", "language_time = \"1 s\"", "kiosk.language_time", "from \"5 s\""),
        OneMistake("dim_to = \"08:00\"", "", "kiosk.dim_to", "needed is a time").at("[kiosk]"),
        OneMistake("touch = true", "touch = \"yes\"", "kiosk.touch", "allowed are true, false"),
    ]
}

extension OneMistake {
    /// The same mistake, expected on the first line that begins with `text`.
    fileprivate func at(_ text: String) -> OneMistake {
        var mistake = self
        mistake.expectedAt = text
        return mistake
    }
}
