"""What serves the pages: the demo of Tunet, papers that Tunet writes, and a server for copies and for broken pages."""

import http.server
import os
import re
import subprocess
import threading
import time
import urllib.error
import urllib.request

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


class Trouble(Exception):
    """Nothing could be tested; says what to do."""


class Demo:
    """`tunet demo` on free ports."""

    def __init__(self, tunet, folder, weeks):
        self._log = open(os.path.join(folder, "demo.log"), "w+")
        self._process = subprocess.Popen(
            [tunet, "demo", "--folder", os.path.join(folder, "demo"), "--weeks", str(weeks),
             "--collector-port", "0", "--page-port", "0"],
            stdout=self._log, stderr=subprocess.STDOUT)
        self.addresses = {}
        self.pin = None

    def wait(self, seconds=120):
        """Until it has played its weeks and serves: the addresses of the collector and of the place."""
        end = time.monotonic() + seconds
        while len(self.addresses) < 2:
            with open(self._log.name) as log:
                said = log.read()
            # The demo prints first the address of the volunteers' page, then that of the collector.
            found = re.findall(r"http://127\.0\.0\.1:\d+", said)
            pin = re.search(r"PIN (\d+)", said)
            self.pin = pin and pin.group(1)
            if len(found) >= 2 and said.rstrip().endswith("avslutter."):
                self.addresses = {"place": found[-2], "collector": found[-1]}
            elif self._process.poll() is not None or time.monotonic() > end:
                raise Trouble(f"The demo did not come up. It said:\n{said[-2000:]}")
            else:
                time.sleep(0.1)
        return self.addresses

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()


def paper(tunet, arguments, name):
    """The address of a file that tunet writes, of the senior centre's example."""
    configuration = os.path.join(ROOT, "Firmware-config/examples/senior-centre.toml")
    result = subprocess.run(
        [tunet, *arguments.split(), "--config", configuration, "--output", name], capture_output=True, text=True)
    if result.returncode != 0:
        raise Trouble(f"tunet {arguments} failed: {result.stderr}")
    return "file://" + name


def log_in(browser, address, pin):
    """Gives the PIN as a volunteer does, and returns the cookies of whoever is in."""
    with browser.page() as page:
        page.open(address + "/frivillig/inn")
        page.run(f"document.querySelector('input[name=pin]').value = '{pin}'")
        page.send("main form")
        if page.run("location.pathname") != "/frivillig":
            raise Trouble(f"The PIN {pin} of the demo did not open the page for volunteers.")
        return page.call("Network.getCookies")["cookies"]


def test_lights(browser, address, cookies):
    """Does what a volunteer does, so that the log has something to show, in the words of the place."""
    with browser.page() as page:
        page.call("Network.setCookies", {"cookies": cookies})
        page.open(address + "/frivillig/lys").send("main form")
        if page.run("document.querySelector('.said') === null"):
            raise Trouble("The demo did not test its lights.")


def status(url):
    """The HTTP status of an address."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


class Samples:
    """The page beside the panel in states that pass within seconds, or that the demo does not reach.

    They are copies of what the demo showed, with its style sheet and its policy, and without the script, which would follow
    the demo out of the state.
    """

    def __init__(self, address, languages):
        self._address = address
        self._languages = languages
        plain = self._pages()
        # Two presses one after the other: the panel takes the first, and refuses the second.
        states = {"taken": self._pressed("taken"), "refused": self._pressed("refused"),
                  "dim": {language: self._dim(page, language) for language, page in plain.items()}}
        served = {"kiosk.css": {"html": self._read("/kiosk.css")[0], "type": "text/css; charset=utf-8"}}
        for state, pages in states.items():
            for language, page in pages.items():
                served[f"kiosk-{state}-{language}"] = {"html": self._still(page), "policy": self._policy}
        self._site = Site(served)
        self.address = self._site.address

    def stop(self):
        self._site.stop()

    def _read(self, path, form=None):
        """The text at an address and its policy; a form is sent."""
        try:
            with urllib.request.urlopen(self._address + path, form, timeout=20) as answer:
                return answer.read().decode(), answer.headers["Content-Security-Policy"]
        except OSError as error:
            raise Trouble(f"{path} of the demo can't be read: {error}") from error

    def _pages(self):
        pages = {}
        for language in self._languages:
            pages[language], self._policy = self._read(f"/kiosk?lang={language}")
        return pages

    def _pressed(self, answer):
        """In each language, just after a press of the first button that was taken, or one of the second that came too soon."""
        page, _ = self._read("/kiosk")
        panel = re.search(r'name="panel" value="([^"]+)"', page)
        buttons = re.findall(r'name="button" value="(\d+)"', page)
        if not panel or len(buttons) < 2:
            raise Trouble("The demo's page beside the panel has no button to press.")
        for _ in range(6):
            for button in buttons[:1 if answer == "taken" else 2]:
                self._read("/kiosk/press", f"panel={panel.group(1)}&button={button}".encode())
            pages = self._pages()
            if all(f'class="option {answer}"' in page for page in pages.values()):
                return pages
            # Longer than the lock-out.
            time.sleep(3)
        raise Trouble(f"No press at the demo's page beside the panel was {answer}.")

    @staticmethod
    def _dim(page, language):
        """As the service marks it at night (KioskPage.swift); the demo has no hours at which its screen is dim."""
        day = ["<body data-live=", f'<main id="kiosk" lang="{language}">']
        if any(page.count(mark) != 1 for mark in day):
            raise Trouble("The page beside the panel is no longer made as the tests know it: see Samples in places.py.")
        return page.replace(day[0], '<body class="dim" data-live=').replace(day[1], day[1][:-1] + ' data-dim="1">')

    @staticmethod
    def _still(page):
        return re.sub(r"<script\b.*?</script>|<noscript>.*?</noscript>", "", page, flags=re.S)


class Site:
    """Serves pages from memory, on loopback: copies, and those of the self-test."""

    POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; base-uri 'none'; form-action 'self'"

    def __init__(self, pages):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                page = pages.get(self.path.strip("/"))
                if page is None:
                    self.send_error(404)
                    return
                time.sleep(page.get("delay", 0))
                body = page["html"].encode()
                self.send_response(200)
                self.send_header("Content-Type", page.get("type", "text/html; charset=utf-8"))
                self.send_header("Content-Length", str(len(body)))
                if policy := page.get("policy", Site.POLICY):
                    self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
