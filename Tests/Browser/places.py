"""What serves the pages: demos of Tunet in each language, papers that Tunet writes, and a server for broken pages."""

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
        page.loaded = False
        page.run("document.querySelector('main form').requestSubmit()")
        end = time.monotonic() + 20
        while not page.loaded:
            page.browser.pump(end - time.monotonic(), "page after the PIN")
        if page.run("location.pathname") != "/frivillig":
            raise Trouble(f"The PIN {pin} of the demo did not open the page for volunteers.")
        return page.call("Network.getCookies")["cookies"]


def status(url):
    """The HTTP status of an address."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


class Site:
    """Serves pages from memory, on loopback, for the self-test."""

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
                self.send_header("Content-Type", "text/html; charset=utf-8")
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
