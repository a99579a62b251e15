"""A Chromium of our own, driven with the DevTools protocol through a pair of pipes: no port, no driver, no package.

https://chromedevtools.github.io/devtools-protocol/ describes the commands and events.
"""

import base64
import collections
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time


class BrowserError(Exception):
    """The browser did not do what it was told; not a finding about a page."""


class Browser:
    """One process of Chromium. A page is opened in a context of its own, without anything that another one left."""

    def __init__(self, executable="chromium"):
        self._folder = tempfile.mkdtemp(prefix="tunet-browser-")
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()
        arguments = [
            executable, "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={self._folder}", "--no-first-run",
            "--no-default-browser-check", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio",
            # Pages are of this machine only. Nothing that a page names by mistake is ever asked for on the network.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--force-color-profile=srgb",
            "--font-render-hinting=none",
        ]
        if os.geteuid() == 0:
            # The sandbox does not work for root. It guards against pages of strangers; these are ours. Tests only.
            arguments.append("--no-sandbox")
        # The browser expects the pipes as its descriptors 3 and 4.
        shell = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
        environment = {**os.environ, "HOME": self._folder, "LANGUAGE": "nb", "TZ": "Europe/Oslo"}
        self._log = open(os.path.join(self._folder, "log"), "wb")
        self._process = subprocess.Popen(
            ["bash", "-c", shell, "browser", *arguments], pass_fds=(to_browser, from_browser), env=environment,
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log, start_new_session=True)
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._last = 0
        self._answers = {}
        self.pages = {}
        self.version = self.call("Browser.getVersion", timeout=60)["product"]

    def call(self, method, parameters=None, session=None, timeout=30):
        """Sends a command and waits for its answer."""
        self._last += 1
        number = self._last
        message = {"id": number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data):]
        end = time.monotonic() + timeout
        while number not in self._answers:
            self.pump(end - time.monotonic(), f"an answer to {method}")
        answer = self._answers.pop(number)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def pump(self, seconds, purpose):
        """Reads what has come, at least something."""
        ready, _, _ = select.select([self._read], [], [], max(0, seconds))
        if not ready:
            raise BrowserError(f"Chromium took too long: no {purpose}")
        data = os.read(self._read, 1 << 20)
        if not data:
            with open(self._log.name, errors="replace") as log:
                raise BrowserError(f"Chromium ended: {log.read()[-2000:]}")
        *messages, self._buffer = (self._buffer + data).split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self._answers[message["id"]] = message
            elif message.get("sessionId") in self.pages:
                self.pages[message["sessionId"]].take(message["method"], message["params"])

    def page(self, **options):
        return Page(self, **options)

    def close(self):
        os.close(self._write)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._read)
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Page:
    """A tab. Keeps what the page asked for on the network, and what the browser complained of."""

    def __init__(self, browser, width=1024, height=600, media=(), script=True, mobile=False):
        self.browser = browser
        self.context = browser.call("Target.createBrowserContext")["browserContextId"]
        target = browser.call("Target.createTarget", {
            "url": "about:blank", "browserContextId": self.context, "width": width, "height": height})
        self.session = browser.call(
            "Target.attachToTarget", {"targetId": target["targetId"], "flatten": True})["sessionId"]
        browser.pages[self.session] = self
        self._forget()
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.resize(width, height, mobile)
        self.media(media)
        if not script:
            self.call("Emulation.setScriptExecutionDisabled", {"value": True})

    def _forget(self):
        self.requests = {}
        self.complaints = []
        self.loaded = False
        self.seen = collections.Counter()

    def call(self, method, parameters=None, timeout=30):
        return self.browser.call(method, parameters, self.session, timeout)

    def take(self, method, event):
        self.seen[method] += 1
        if method == "Page.loadEventFired":
            self.loaded = True
        elif method == "Network.requestWillBeSent":
            request = self.requests.setdefault(event["requestId"], {"bytes": 0})
            request.update(url=event["request"]["url"], type=event.get("type", "Other"))
        elif method == "Network.responseReceived":
            request = self.requests.setdefault(event["requestId"], {"bytes": 0, "url": event["response"]["url"]})
            request.update(status=event["response"]["status"], type=event["type"],
                           headers={k.lower(): v for k, v in event["response"]["headers"].items()})
        elif method == "Network.loadingFinished":
            self.requests.get(event["requestId"], {})["bytes"] = event["encodedDataLength"]
        elif method == "Network.dataReceived":
            # A stream of events never finishes.
            request = self.requests.setdefault(event["requestId"], {"bytes": 0})
            request["received"] = request.get("received", 0) + event["encodedDataLength"]
        elif method == "Log.entryAdded":
            entry = event["entry"]
            if entry["level"] in ("error", "warning"):
                self.complaints.append(f"{entry['text']} {entry.get('url', '')}".strip())
        elif method == "Runtime.exceptionThrown":
            details = event["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and event["type"] in ("error", "warning", "assert"):
            self.complaints.append(" ".join(str(a.get("value", a.get("description"))) for a in event["args"]))

    def open(self, url, timeout=20):
        """Loads a page and waits until it has loaded whole; a stream of events may go on."""
        self._forget()
        answer = self.call("Page.navigate", {"url": url}, timeout)
        if answer.get("errorText"):
            raise BrowserError(f"{url} can't be opened: {answer['errorText']}")
        end = time.monotonic() + timeout
        while not self.loaded:
            self.browser.pump(end - time.monotonic(), f"load of {url}")
        return self

    def send(self, selector, timeout=20):
        """Sends a form as it stands, and waits until the page that answers has loaded whole."""
        self._forget()
        self.run(f"document.querySelector({json.dumps(selector)}).requestSubmit()")
        end = time.monotonic() + timeout
        while not self.loaded:
            self.browser.pump(end - time.monotonic(), f"page after the form {selector}")
        return self

    def document(self):
        """The request of the page itself."""
        return next((r for r in self.requests.values() if r.get("type") == "Document"), {})

    def run(self, expression, timeout=60):
        """The value of a JavaScript expression, which may be a promise."""
        answer = self.call("Runtime.evaluate", {
            "expression": expression, "returnByValue": True, "awaitPromise": True}, timeout)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def resize(self, width, height, mobile=False, scale=1):
        self.call("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile})

    def media(self, features, kind=""):
        """Preferences of the reader: pairs such as ("prefers-color-scheme", "dark"). None takes all back."""
        self.call("Emulation.setEmulatedMedia", {
            "media": kind, "features": [{"name": n, "value": v} for n, v in features]})

    def press(self, key, modifiers=0):
        codes = {"Tab": 9, "Enter": 13, "Escape": 27}
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", {
                "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": codes[key], "modifiers": modifiers})

    def screenshot(self, path, whole=True):
        # A scroll bar would take its width from the window, but not from the picture.
        self.call("Emulation.setScrollbarsHidden", {"hidden": True})
        parameters = {"format": "png", "captureBeyondViewport": whole}
        if whole:
            size = self.call("Page.getLayoutMetrics")["cssContentSize"]
            parameters["clip"] = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 6000), "scale": 1}
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("Page.captureScreenshot", parameters)["data"]))

    def pdf(self, path):
        """Prints on A4, in the page's own margins if it has any."""
        answer = self.call("Page.printToPDF", {
            "paperWidth": 8.27, "paperHeight": 11.69, "printBackground": False, "preferCSSPageSize": True})
        with open(path, "wb") as file:
            file.write(base64.b64decode(answer["data"]))

    def wait(self, seconds):
        """Lets the page live for a while, and takes what it does meanwhile."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.browser._read], [], [], left)[0]:
                self.browser.pump(left, "event")

    def close(self):
        self.browser.call("Target.disposeBrowserContext", {"browserContextId": self.context})
        self.browser.pages.pop(self.session, None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
