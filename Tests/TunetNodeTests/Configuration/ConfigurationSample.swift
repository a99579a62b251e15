/// A small configuration with every table, for tests that break it in one place.
enum ConfigurationSample {
    static let text = """
        [place]
        id = "p-1"
        name = "Tunet"
        time_zone = "Europe/Oslo"
        languages = ["nb", "en"]
        kostra_function = "234"
        sdg_targets = ["3.4", "11.a"]

        [device]
        data_folder = "/var/lib/tunet"
        control_socket = "/run/tunet/control.sock"
        page_port = 8481
        clock_trust = "synchronised"

        [release]
        leaf = "day"
        epsilon = "1/2"
        correction_days = 2

        [uplink]
        collector = "http://127.0.0.1:8480"
        collector_key = "cmVwbGFjZS13aXRoLXlvdXItY29sbGVjdG9ycy1rZXk="
        upload_at = "03:15"

        [[session]]
        id = "kafe"
        name = "Seniorkafé"
        weekdays = ["mon", "tue"]
        from = "11:00"
        to = "14:00"

        [[session]]
        id = "dans"
        name = "Sittedans"
        weekdays = ["tue"]
        from = "14:00"
        to = "24:00"

        [[door]]
        id = "front"
        name = "Hoveddøra"
        sensor = { kind = "beam-pair", outer = { line = "OUTER" }, inner = { chip = "soc", offset = 27 } }

        [[door]]
        id = "back"
        name = "Bakdøra"
        [door.sensor]
        kind = "mat"
        line = "MAT"
        active = "low"
        bias = "pull-up"
        kernel_debounce = "1 ms"
        direction = "in"
        debounce = "10 ms"
        hold_off = "1 s"
        block_time = "1 min"

        [[panel]]
        id = "panel"
        name = "Panelet"
        lockout = "3 s"
        buzzer = { line = "BUZZER", active = "low" }
        [[panel.button]]
        line = { line = "YES", active = "low" }
        led = { line = "YES_LED" }
        [[panel.button]]
        line = { line = "NO" }
        [[panel.button]]
        line = { line = "HELP" }
        use = { id = "hjelp", calls = true, text = { nb = "Hjelp", en = "Help" } }

        [[question]]
        id = "vaffel"
        from = "2026-11-02"
        until = "2026-11-15"
        text = { nb = "Vafler?", en = "Waffles?" }
        [[question.option]]
        id = "ja"
        symbol = "happy"
        text = { nb = "Ja", en = "Yes" }
        [[question.option]]
        id = "nei"
        text = { nb = "Nei", en = "No" }

        [[message]]
        id = "ferie"
        from = "2026-12-24"
        text = { nb = "God jul!", en = "Merry Christmas!" }

        [[you_said]]
        until = "2026-12-31"
        said = { nb = "Mer kaffe.", en = "More coffee." }
        did = { nb = "Mer kaffe!", en = "More coffee!" }

        [kiosk]
        shows_today = true
        touch = true
        language_time = "20 s"
        dim_from = "21:00"
        dim_to = "08:00"

        [[occupancy_reset]]
        weekdays = ["mon", "tue", "wed", "thu", "fri"]
        at = "04:00"
        to = 0

        [[occupancy_reset]]
        weekdays = ["sat", "sun"]
        at = "05:00"
        to = 8

        [controller]
        name = "Vestbygda kommune"
        contact = "post@kommune.example"
        data_protection_officer = "ombud@kommune.example"
        purpose = { nb = "Vi vil vite det.", en = "We want to know." }

        [[opening]]
        weekdays = ["mon", "tue", "sun"]
        from = "09:00"
        to = "15:00"

        [[opening]]
        weekdays = ["tue"]
        from = "18:00"
        to = "24:00"
        """
}
