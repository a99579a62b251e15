"""The checks of one page. Each is a rule by a name; what it finds are sentences, and none is good."""

import os
import re
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from json import dumps as json

from devtools import BrowserError
from speech import foreign

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = [("1920x1080", 1920, 1080), ("1024x600", 1024, 600), ("390x844", 390, 844)]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = 7
PAINT_LIMIT = 300  # milliseconds
SIZE_LIMIT = 60_000  # bytes
LOADS = 10
REFUSED = 422  # HTTP status of a form with mistakes
REDUCED = ("prefers-reduced-motion", "reduce")

# Every rule, and what it demands. The self-test shows a broken page for each.
RULES = {
    "axe": "no violation of axe-core, with 7:1 for every text",
    "contrast": "7:1 for every text, in drawings too, 3:1 for the edges of controls, the reader's own colours kept",
    "overflow": "nothing is wider than the window or the sheet",
    "lost": "no text is cut off or covered",
    "growth": "text grows with the reader's text size",
    "targets": "what is pressed is large enough",
    "motion": "nothing moves for those who asked for less motion",
    "flash": "nothing flashes more than three times a second",
    "signs": "every sign can be drawn with the fonts of a Debian",
    "structure": "language, title, one first heading, main part, zoom",
    "language": "what is in another language is marked",
    "script": "all of it is there without JavaScript",
    "keyboard": "everything is reached with Tab, in the order of reading, and left again",
    "focus": "what has the focus is seen to have it",
    "origin": "nothing comes from elsewhere",
    "policy": "a content security policy, and no complaint in the console",
    "paint": f"first paint within {PAINT_LIMIT} ms",
    "weight": f"at most {SIZE_LIMIT // 1000} kB in all",
    "print": "prints on as many sheets as it should, with its heading",
}


@dataclass
class Subject:
    """One page in one language, at an address."""

    name: str
    url: str
    language: str
    target: float = 24  # CSS pixels, the least width and height of what is pressed
    is_paper: bool = False  # for printing: a file without a server
    sheets: int | None = None
    thorough: bool = True  # else without the slow checks of what is the same in each language
    timed: bool = True  # whether the first paint is measured
    sends: str | None = None  # the form that is sent first; what is looked at is the refusal
    cookies: list = field(default_factory=list)
    reloads: bool = False  # without a script


@dataclass(frozen=True)
class Finding:
    rule: str
    where: str
    text: str


class Examination:
    """Everything about one subject, in one browser."""

    def __init__(self, browser, subject, axe, screenshots=None):
        self.browser, self.subject, self.axe, self.screenshots = browser, subject, axe, screenshots
        self.findings = []
        with open(f"{HERE}/page.js") as page, open(f"{HERE}/keyboard.js") as keyboard:
            self._script = page.read() + "\n" + keyboard.read()

    def note(self, rule, where, texts):
        assert rule in RULES, rule
        self.findings += [Finding(rule, where, text) for text in texts]

    def visit(self, **options):
        page = self.browser.page(**options)
        if self.subject.cookies:
            page.call("Network.setCookies", {"cookies": self.subject.cookies})
        page.open(self.subject.url)
        if self.subject.sends:
            page.send(self.subject.sends)
        page.run(self._script + "\n;0")
        return page

    def picture(self, page, label, whole=True):
        if self.screenshots:
            page.screenshot(os.path.join(self.screenshots, f"{self.subject.name}-{self.subject.language}-{label}.png"), whole)

    def examine(self, rules=RULES):
        """Everything but the times; or only the parts that look at some rules."""
        parts = {
            self.sized: {"overflow", "lost", "targets", "axe", "contrast"}, self.enlarged: {"overflow", "lost", "growth", "targets"},
            self.colours: {"axe", "contrast", "keyboard", "focus"}, self.still: {"motion", "flash"},
            self.content: {"structure", "language", "origin", "script", "policy", "weight", "signs"},
            self.printed: {"print", "overflow"},
        }
        if not self.subject.thorough:
            for part in (self.colours, self.still):
                del parts[part]
        for part, looks in parts.items():
            if looks & set(rules):
                part()
        return self

    def sized(self):
        for label, width, height in SIZES:
            with self.visit(width=width, height=height, mobile=width < 500, media=[REDUCED]) as page:
                self.picture(page, label)
                self.layout(page, label)
                self.pressed(page, label)
                self.accessible(page, label)

    # Layout

    def layout(self, page, where):
        self.note("overflow", where, page.run("tunetPage.overflow()"))
        self.note("lost", where, page.run("tunetPage.lost()"))

    def pressed(self, page, where):
        self.note("targets", where, page.run(f"tunetPage.targets({self.subject.target})"))

    def enlarged(self):
        with self.visit(width=1024, height=600, media=[REDUCED]) as page:
            before = page.run("tunetPage.sizes()")
            page.run("document.documentElement.style.fontSize = '200%'")
            after = page.run("tunetPage.sizes()")
            self.picture(page, "text-200")
            self.layout(page, "text at 200 %")
            if not self.subject.is_paper and len(before) == len(after):
                self.note("growth", "text at 200 %", [
                    f"grows from {b['size']:.0f} to {a['size']:.0f} px: {b['name']}" for b, a in zip(before, after)
                    if not b["isDrawing"] and a["size"] < 1.6 * b["size"] and a["size"] < 40])
        for where, width, height in [("zoom 200 %", 640, 512), ("reflow at 320 px", 320, 568)]:
            with self.visit(width=width, height=height, media=[REDUCED], mobile=width < 500) as page:
                self.layout(page, where)
                self.pressed(page, where)
                if width == 320:
                    self.picture(page, "reflow")
        with self.visit(width=390, height=844, media=[REDUCED], mobile=True) as page:
            page.run("tunetPage.spread()")
            self.layout(page, "spaced text")

    # Colours and keyboard

    def accessible(self, page, where):
        self.note("contrast", where, page.run(f"tunetPage.contrasts({CONTRAST})"))
        page.run(self.axe + "\n;0")
        # In forced colours the page's own ones are not what people see, but what axe would judge.
        forced = where == "forced colours"
        expected = {"contrastRatio": {"normal": {"expected": CONTRAST}, "large": {"expected": CONTRAST}}}
        options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"],
                   "rules": {"color-contrast-enhanced": {"enabled": not forced}, "color-contrast": {"enabled": not forced},
                             "target-size": {"enabled": True}}}
        found = page.run(f"""(async () => {{
            axe.configure({{checks: [{{id: "color-contrast-enhanced", options: {json(expected)}}}]}});
            const result = await axe.run(document, {json(options)});
            const shorten = (rule) => rule.nodes.map((node) => `${{rule.id}}: ${{rule.help}}: ${{node.html.slice(0, 100)}} ${{
                (node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ""}}`);
            return result.violations.flatMap(shorten);
        }})()""")
        self.note("axe", where, found)

    def colours(self):
        for where, media in [("light", []), ("dark", [("prefers-color-scheme", "dark")]),
                             ("forced colours", [("forced-colors", "active"), ("prefers-color-scheme", "dark")])]:
            with self.visit(width=1024, height=600, media=[REDUCED, *media]) as page:
                if media:
                    self.picture(page, where.replace(" ", "-"))
                    self.accessible(page, where)
                self.keys(page, where)

    def keys(self, page, where):
        """Goes through the page with Tab, and looks whether each stop can be seen."""
        start = page.run("tunetKeyboard.begin()")
        self.note("keyboard", where, start["findings"])
        stops = []
        parts = 0
        while len(stops) <= start["count"]:
            page.press("Tab")
            stop = page.run("tunetKeyboard.now()")
            # A date has fields of its own for the day, the month and the year.
            parts = parts + 1 if stops and stop.get("hasParts") and stop["index"] == stops[-1]["index"] else 0
            if 0 < parts < 6:
                continue
            stops.append(stop)
            if stop["index"] >= 0 and len(stops) <= start["count"]:
                if not stop["isSeen"]:
                    self.note("focus", where, [f"is covered while it has the focus: {stop['name']}"])
                self.note("focus", where, self._unseen(page, stop))
        visited = [stop["index"] for stop in stops[:start["count"]]]
        wrong = next((n for n, index in enumerate(visited) if index != n), None)
        if wrong is not None:
            self.note("keyboard", where, [f"stop {wrong + 1} of {start['count']} of the tab order is {stops[wrong]['name']}"])
        elif start["count"] > 1 and stops[-1]["index"] == start["count"] - 1:
            self.note("keyboard", where, [f"the keyboard can't leave {stops[-1]['name']}"])

    def _unseen(self, page, stop):
        """Compares pictures with and without the focus: what counts is what people see."""
        picture = {"format": "png", "clip": {**stop["clip"], "scale": 1}, "captureBeyondViewport": True}
        picture["clip"]["x"], picture["clip"]["y"] = max(0, picture["clip"]["x"]), max(0, picture["clip"]["y"])
        focused = page.call("Page.captureScreenshot", picture)["data"]
        page.run("tunetKeyboard.leave()")
        plain = page.call("Page.captureScreenshot", picture)["data"]
        page.run(f"tunetKeyboard.back({stop['index']})")
        # How many pixels changed by a contrast of 3 (WCAG 2.2, 2.4.13): at least the two sides of the target.
        changed = page.run(f"""(async () => {{
            const pixels = async (data) => {{
                const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
                const image = await createImageBitmap(new Blob([bytes], {{type: "image/png"}}));
                const brush = new OffscreenCanvas(image.width, image.height).getContext("2d");
                brush.drawImage(image, 0, 0);
                return brush.getImageData(0, 0, image.width, image.height).data;
            }};
            const [a, b] = [await pixels("{focused}"), await pixels("{plain}")];
            let count = 0;
            for (let i = 0; i < a.length; i += 4) {{
                if (tunetPage.contrast(a.slice(i, i + 3), b.slice(i, i + 3)) >= 3) count += 1;
            }}
            return count;
        }})()""")
        needed = min(stop["clip"]["width"], 200)
        return [] if changed >= needed else [f"focus changes {changed} pixels of {stop['name']}, not {needed:.0f}"]

    # Content

    def content(self):
        # The place follows a few screens at once, and notices only after a while that one has gone: those of the checks
        # before this one. A busy stream is no mistake of the page, but one that stays so is.
        for _ in range(5):
            with self.visit(width=1024, height=600) as page:
                page.wait(0.3)
                if not any(request.get("status") == 503 for request in page.requests.values()):
                    break
            time.sleep(8)
        with self.visit(width=1024, height=600) as page:
            self.note("structure", "", page.run(f"tunetPage.structure({json(self.subject.language)})"))
            self.note("language", "", [
                f"marked “{text['lang']}”, but reads as “{other}”: {text['name']}"
                for text in page.run("tunetPage.marked()") if (other := foreign(text["text"], text["lang"]))])
            self.note("origin", "", page.run("tunetPage.addressed()"))
            self.note("signs", "", page.run("tunetPage.boxes()"))
            page.wait(0.3)
            self._transfer(page)
            words = page.run("tunetPage.words()")
        with self.visit(width=1024, height=600, script=False) as page:
            self.picture(page, "no-script")
            without = set(page.run("tunetPage.words()"))
            reloads = json(self.subject.reloads)
            self.note("structure", "no script", page.run(f"tunetPage.structure({json(self.subject.language)}, {reloads})"))
            self.layout(page, "no script")
        missing = [word for word in words if word not in without]
        # A button that only works with the script may be missing.
        if len(missing) > max(4, len(words) // 10):
            self.note("script", "", [f"{len(missing)} of {len(words)} words are missing: {' '.join(missing[:8])} …"])

    def _transfer(self, page):
        document = page.document()
        own = re.match(r"[a-z]+://[^/]*", self.subject.url).group()
        self.note("origin", "", [
            f"asked for {r['url']}" for r in page.requests.values()
            if not r["url"].startswith(("data:", "blob:")) and (
                r["url"] != self.subject.url if self.subject.is_paper else not r["url"].startswith(own + "/"))])
        # That a form was refused is what the browser complains of then.
        self.note("policy", "", [f"the console says: {text}" for text in page.complaints
                                 if not (self.subject.sends and f"status of {REFUSED}" in text)])
        if self.subject.is_paper:
            size = os.path.getsize(self.subject.url.removeprefix("file://"))
        else:
            size = sum(max(r["bytes"], r.get("received", 0)) for r in page.requests.values())
            self._policy(document)
        if size > SIZE_LIMIT:
            self.note("weight", "", [f"{size} bytes"])
        self.size = size

    def _policy(self, document):
        if document.get("status") != (REFUSED if self.subject.sends else 200):
            self.note("policy", "", [f"the page answered {document.get('status')}"])
        rules = {part.split()[0]: part.split()[1:] for part in
                 document.get("headers", {}).get("content-security-policy", "").split(";") if part.split()}
        if rules.get("default-src") not in (["'none'"], ["'self'"]):
            self.note("policy", "", ["no content security policy whose default is 'none' or 'self'"])
        scripts = rules.get("script-src", [])
        if "'unsafe-inline'" in scripts or "'unsafe-eval'" in scripts:
            self.note("policy", "", [f"the policy lets any script run: {' '.join(scripts)}"])

    def still(self):
        with self.visit(width=1024, height=600, media=[REDUCED]) as page:
            page.wait(0.3)
            self.note("motion", "", page.run("tunetPage.motion()"))
        with self.visit(width=1024, height=600) as page:
            page.wait(0.3)
            self.note("flash", "", page.run("tunetPage.flashes()"))

    # Paper

    def printed(self):
        # A4 is 794 CSS pixels wide; the browser's own margins leave 718. A sheet that is laid out whole has its own.
        width = 794 if self.subject.sheets else 718
        with self.visit(width=width, height=1000) as page:
            page.media([], kind="print")
            self.note("overflow", "print", page.run(
                f"(() => {{ const wide = document.documentElement.scrollWidth; return wide > {width + 1}"
                f" ? [`the print is ${{wide}} px wide, the sheet {width}`] : []; }})()"))
            page.media([])
            heading = page.run("document.querySelector('h1')?.innerText ?? ''")
            folder = self.screenshots or os.path.join("/tmp", f"tunet-print-{os.getpid()}-{id(self)}")
            os.makedirs(folder, exist_ok=True)
            path = os.path.join(folder, f"{self.subject.name}-{self.subject.language}-print.pdf")
            page.pdf(path)
        try:
            sheets = int(re.search(r"^Pages:\s+(\d+)", output("pdfinfo", path), re.M).group(1))
            text = output("pdftotext", path, "-")
            if self.subject.sheets and sheets != self.subject.sheets:
                self.note("print", "", [f"{sheets} sheets instead of {self.subject.sheets}"])
            if not heading or re.sub(r"\s+", "", heading).lower() not in re.sub(r"\s+", "", text).lower():
                self.note("print", "", ["the first heading is not on the paper"])
            # A4 has 595 points; the words are in the file even where the sheet ends before them.
            words = re.findall(r'<word xMin="([-0-9.]+)" yMin="[-0-9.]+" xMax="([-0-9.]+)"[^>]*>([^<]*)<', output("pdftotext", "-bbox", path, "-"))
            self.note("print", "", [f"is cut off by the edge of the sheet: {word}" for left, right, word in words
                                    if float(left) < -1 or float(right) > 597])
            if self.screenshots:
                output("pdftoppm", "-r", "60", "-png", path, path.removesuffix(".pdf"))
        finally:
            os.unlink(path)
            if not self.screenshots:
                os.rmdir(folder)

    # Time; alone on the machine, so that nothing else is measured

    def paint(self, limit=PAINT_LIMIT):
        """First paint of ten loads, each in a browser that knows nothing of the page."""
        # One slow load of ten may be the machine's doing, a slow one in each of three tens is not.
        for _ in range(3):
            times = self._paints()
            if max(times) < limit or statistics.median(times) >= limit:
                break
        if max(times) >= limit:
            self.note("paint", "", [f"median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms"])
        return times

    def _paints(self):
        times = []
        for _ in range(LOADS):
            with self.browser.page(width=1024, height=600) as page:
                if self.subject.cookies:
                    page.call("Network.setCookies", {"cookies": self.subject.cookies})
                page.open(self.subject.url)
                times.append(page.run("""new Promise((resolve, reject) => {
                    setTimeout(() => reject(new Error("nothing was painted in 5 s")), 5000);
                    new PerformanceObserver((list) => resolve(list.getEntriesByName("first-contentful-paint")[0]?.startTime
                        ?? list.getEntries()[0].startTime)).observe({type: "paint", buffered: true});
                })"""))
        return times


def output(*command):
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise BrowserError(f"{command[0]} failed: {result.stderr}")
    return result.stdout
