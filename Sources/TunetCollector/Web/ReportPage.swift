/// The coordinators' page, in bokmål: complete without JavaScript and without anything from elsewhere.
enum ReportPage {
    static func html(_ report: Report) -> String {
        let sections = report.places.enumerated().map { PlaceSection.html($1, id: "s\($0 + 1)") }
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="nb">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Tunet – besøk og tilbakemeldinger</title>
            <style>
            \(PageStyle.css)
            </style>
            </head>
            <body>
            <header>
            <h1>Besøk og tilbakemeldinger</h1>
            <p>Tallene ble anonymisert før de forlot møteplassen: Hvert tall er frigitt én gang, med et tilfeldig tillegg \
            som skjuler om én bestemt passering eller ett bestemt trykk er med. Det talte antallet ligger innenfor \
            intervallet i minst 95 av 100 tilfeller. Intervallet tar høyde for tillegget, men ikke for feil i selve \
            tellingen. Dekning viser hvor stor del av den planlagte tiden tellingen var i gang.</p>
            </header>
            \(navigation(report))\(alarms(report.alarms))<main>
            \(report.places.isEmpty ? "<p>Ingen møteplasser er registrert ennå.</p>" : HTML(sections))</main>
            </body>
            </html>

            """
        return page.source
    }

    private static func navigation(_ report: Report) -> HTML {
        let links =
            report.places.count < 2
            ? []
            : report.places.enumerated().map { index, place -> HTML in
                "<li><a href=\"#s\(index + 1)\">\(place.name)</a></li>\n"
            }
        return """
            <nav aria-label="Innhold">
            <ul>
            \(HTML(links))<li><a href="/leaves.csv">Alle frigitte tall (CSV)</a></li>
            <li><a href="/report.json">Denne siden som data (JSON)</a></li>
            </ul>
            </nav>

            """
    }

    private static func alarms(_ alarms: [AlarmReport]) -> HTML {
        guard !alarms.isEmpty else { return "" }
        let items = alarms.map { alarm -> HTML in
            let again = alarm.repeated == 0 ? "" : " Det har skjedd \(alarm.repeated + 1) ganger."
            return """
                <li><strong>\(alarm.placeName)</strong>, \(Norwegian.date(ofSeconds: alarm.raised)): Enheten sendte tall \
                (nr. \(Norwegian.number(Int(alarm.first)))–\(Norwegian.number(Int(alarm.last)))) som ikke stemmer med dem \
                som alt er mottatt under samme nummer. Minnekortet er trolig gjenopprettet eller kopiert. Enheten har \
                fått beskjed om det, og sender det som mangler, under nye nummer.\(again)</li>

                """
        }
        return """
            <section class="alarms" aria-labelledby="varsler">
            <h2 id="varsler">Varsler</h2>
            <ul>
            \(HTML(items))</ul>
            </section>

            """
    }
}
