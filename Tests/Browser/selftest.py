"""Shows that each check rejects a page that it should, and accepts a good one."""

import os

from checks import RULES, Examination, Subject
from devtools import Browser
from pages import KIOSK_TARGET
from places import Site

STYLE = """
:root { color-scheme: light dark; } body { margin: 0; font: 1rem/1.5 sans-serif; background: #fff; color: #111; }
main { padding: 1rem; max-width: 40rem; } a, button { display: inline-block; padding: .5rem; color: inherit; }
button { border: 2px solid currentColor; background: none; font: inherit; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } }
"""

TEXT = "<p>Huset er åpent hver dag. Vi lager mat, går turer og synger.</p><p>Ingen trenger å melde seg på.</p>"


def page(body=TEXT, style="", head="", lang="nb", title="En side", after=""):
    """A good page, until something is put into it."""
    return (f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" '
            f'content="width=device-width, initial-scale=1"><title>{title}</title>{head}<style>{STYLE}{style}</style></head>'
            f"<body><main><h1>En side</h1>{body}</main>{after}</body></html>")


BUTTONS = "<p><button>Første</button> <button>Andre</button> <button>Tredje</button></p>"

# Name: the page, and the rules that have to reject it. The good ones have none.
BROKEN = {
    "good": (page(TEXT + BUTTONS + '<div lang="en"><p>This is the part in English, and it is marked.</p></div>'), []),
    "good-field-with-focus": (page(TEXT + '<p><a href="#a">Hopp</a></p><label>Navn <input autofocus style="font:inherit;'
                                   'padding:.5rem;border:2px solid"></label>' + BUTTONS), []),
    "good-wide-table": (page(TEXT + '<div tabindex="0" role="region" aria-label="Tall" style="overflow-x:auto"><table><tr>'
                             + "".join(f"<th scope=col>Uke {n}</th>" for n in range(30)) + "</tr><tr>"
                             + "<td>12345</td>" * 30 + "</tr></table></div>",
                             style="@media print { div { overflow: visible } th, td { font-size: 2pt; padding: 0 } }"), []),
    "grey-text": (page(TEXT + '<p style="color:#767676">Lysegrå tekst som er vanskelig å lese.</p>'), ["axe"]),
    "grey-large-text": (page(TEXT + '<p style="color:#6b6b6b;font-size:2rem">Stor, grå tekst.</p>'), ["axe"]),
    "dark-grey-in-the-dark": (page(style="p { color: #333 }"), ["axe"]),
    "image-without-words": (page(TEXT + '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="40" height="40">'), ["axe"]),
    "grey-words-in-drawing": (page(TEXT + '<svg width="200" height="40" role="img" aria-label="Uker"><text y="20" '
                                   'fill="#777">uke 12</text></svg>'), ["contrast"]),
    "pale-button": (page(TEXT + '<button style="border:1px solid #ddd">Trykk her</button>'), ["contrast"]),
    "own-colours": (page(TEXT + '<p style="forced-color-adjust:none">Beholder fargene.</p>'), ["contrast"]),
    "wide": (page(TEXT + '<div style="width:1200px;background:#ccc">Bred</div>'), ["overflow"]),
    "wide-on-a-phone": (page(TEXT + '<p style="min-width:24rem">Et avsnitt som er for bredt for 320 punkter.</p>'), ["overflow"]),
    "wide-print": (page(style="@media print { main { width: 1400px; max-width: none } }"), ["overflow"]),
    "cut": (page(TEXT + '<p style="height:1.6rem;overflow:hidden">Dette er en lang tekst som går over flere linjer når '
                 "vinduet er smalt, og da er resten av den borte, uten at noen kan se det.</p>"), ["lost"]),
    "ellipsis": (page(TEXT + '<p style="white-space:nowrap;overflow:hidden;text-overflow:ellipsis">Dette er en lang tekst som '
                      "bare får plass på den største skjermen, for den er lang, og mye lengre enn de fleste.</p>"), ["lost"]),
    "on-each-other": (page(TEXT + '<p style="margin-top:-2.6rem">Ligger på det som står over, og ingen kan lese det.</p>'), ["lost"]),
    "fixed-letters": (page(style="p { font-size: 15px }"), ["growth"]),
    "small-target": (page(TEXT + '<a href="#a" style="display:inline-block;padding:0;line-height:1;font-size:12px">x</a>'), ["targets"]),
    "animation": (page(TEXT, style="@keyframes a { to { margin-left: 9px } } p { animation: a 2s infinite }"), ["motion"]),
    "transition": (page(TEXT + BUTTONS, style="button { transition: background .4s }"), ["motion"]),
    "flashing": (page(TEXT, style="@keyframes b { 50% { opacity: .2 } } h1 { animation: b .1s infinite }"), ["flash", "motion"]),
    "no-font": (page(TEXT + "<p>Et tegn uten skrift: \U0010FFFC</p>"), ["signs"]),
    "no-lang": (page().replace(' lang="nb"', ""), ["axe", "structure"]),
    "wrong-lang": (page(lang="en"), ["structure", "language"]),
    "no-title": (page(title=""), ["structure"]),
    "two-headings": (page(TEXT + "<h1>En til</h1>"), ["structure"]),
    "no-main": (page().replace("main>", "div>"), ["structure"]),
    "no-zoom": (page().replace("initial-scale=1", "maximum-scale=1"), ["structure"]),
    "refresh": (page(head='<meta http-equiv="refresh" content="900">'), ["structure"]),
    "unmarked-english": (page(TEXT + "<p>The house is open every day, and you are welcome to come with us.</p>"), ["language"]),
    "unmarked-nynorsk": (page(TEXT + "<p>Vi veit ikkje kor mange som kjem, men dei er velkomne frå klokka ni.</p>"), ["language"]),
    "script-only": (page('<div id="t"></div>', after='<script src="/words.js"></script>'), ["script"]),
    "not-focusable": (page(TEXT + '<div role="button">Trykk</div>'), ["keyboard"]),
    "tab-order": (page(TEXT + '<p><button tabindex="2">A</button><button tabindex="1">B</button></p>'), ["keyboard"]),
    "turned-around": (page(TEXT + BUTTONS, style="p:last-child { display: flex; flex-direction: row-reverse; gap: 1rem }"), ["keyboard"]),
    "trap": (page(TEXT + BUTTONS, after='<script src="/trap.js"></script>'), ["keyboard"]),
    "no-focus-ring": (page(TEXT + BUTTONS, style=":focus-visible { outline: none }"), ["focus"]),
    "focus-only-by-shadow": (page(TEXT + BUTTONS, style=":focus-visible { outline: none; box-shadow: 0 0 0 3px currentColor }"), ["focus"]),
    "covered-focus": (page(TEXT + BUTTONS, style="main::after { content: ''; position: fixed; inset: 0; }"), ["focus"]),
    "image-from-elsewhere": (page(TEXT + '<img alt="Et hus" src="http://elsewhere.example/a.png">'), ["origin", "policy"]),
    "style-from-elsewhere": (page(style="@import 'http://elsewhere.example/a.css';"), ["origin"]),
    "font-from-elsewhere": (page(style="p { background: url(http://elsewhere.example/f.png) }"), ["origin"]),
    "no-policy": ({"html": page(), "policy": None}, ["policy"]),
    "any-script": ({"html": page(), "policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"}, ["policy"]),
    "forbidden-script": (page(after="<script>document.title = 'x'</script>"), ["policy"]),
    "broken-script": (page(after='<script src="/broken.js"></script>'), ["policy"]),
    "slow": ({"html": page(), "delay": 0.4}, ["paint"]),
    "heavy": (page(TEXT + f"<!-- {'x' * 60_000} -->"), ["weight"]),
    "two-sheets": (page(TEXT + '<p style="break-before:page">Ark to.</p>'), ["print"]),
    "heading-not-printed": (page(style="@media print { h1 { display: none } }"), ["print"]),
    "kiosk-target": (page(TEXT + '<button style="width:80px;height:80px">A</button>'), ["targets"]),
}

SCRIPTS = {
    "words.js": "document.getElementById('t').innerHTML = " + repr(TEXT) + ";",
    "trap.js": "document.querySelectorAll('button')[2].addEventListener('keydown', (event) => event.preventDefault());",
    "broken.js": "nothing.there();",
}


def run(axe, only):
    served = {name: {"html": text} for name, text in SCRIPTS.items()}
    for name, (content, _) in BROKEN.items():
        served[name] = content if isinstance(content, dict) else {"html": content}
    site = Site(served)
    failures = []
    shown = set()
    try:
        with Browser() as browser:
            for name, (_, rules) in BROKEN.items():
                if only and name not in only:
                    continue
                failures += one(browser, site, name, rules, axe)
                shown.update(rules)
    finally:
        site.stop()
    if not only:
        failures += [f"no broken page shows that “{rule}” can fail" for rule in RULES if rule not in shown]
    for failure in failures:
        print(f"error: {failure}")
    print(f"{len(BROKEN)} pages, {len(failures)} failures")
    return 1 if failures else 0


def one(browser, site, name, rules, axe):
    subject = Subject(
        name, f"{site.address}/{name}", "nb", target=KIOSK_TARGET if name == "kiosk-target" else 24, sheets=1)
    examination = Examination(browser, subject, axe)
    examination.examine(rules or RULES)
    if not rules or "paint" in rules:
        examination.paint()
    found = {finding.rule for finding in examination.findings}
    print(f"{name}: {', '.join(sorted(found)) or 'nothing'}", flush=True)
    if rules:
        return [f"{name} was not rejected by “{rule}”" for rule in rules if rule not in found]
    return [f"{name} was rejected by “{f.rule}” ({f.where}): {f.text}" for f in examination.findings]
