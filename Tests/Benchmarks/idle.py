#!/usr/bin/env python3
"""Starts `tunet run`, waits until it is ready, leaves it alone, and prints what it used as one line of JSON.

    idle.py --tunet PATH --config FILE [--preload LIBRARY] [--seconds N] [--starts N]

Ready is the READY=1 that systemd would get; the time runs from just before the exec. The service is started several
times, the first time with a data folder that is perhaps empty. The wake-ups are those of all threads together: each
time a thread stops running of its own accord it has been woken before (voluntary_ctxt_switches, proc(5)).
"""

import argparse
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time


class Service:
    """One run of the service, from its exec to its end."""

    def __init__(self, tunet, config, preload, folder):
        path = os.path.join(folder, "notify")
        if os.path.exists(path):
            os.unlink(path)
        notifications = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notifications.bind(path)
        # The watchdog of the unit that is shipped: it costs a wake-up now and then, too.
        environment = {**os.environ, "NOTIFY_SOCKET": path, "WATCHDOG_USEC": "30000000"}
        if preload:
            environment["LD_PRELOAD"] = preload
        began = time.monotonic()
        self.pid = os.posix_spawn(tunet, [tunet, "run", "--config", config], environment)
        deadline = began + 30
        while True:
            if select.select([notifications], [], [], 0.1)[0]:
                if b"READY=1" in notifications.recv(4096):
                    break
            elif os.waitpid(self.pid, os.WNOHANG)[0]:
                raise SystemExit("idle.py: the service ended before it was ready")
            elif time.monotonic() > deadline:
                self.end()
                raise SystemExit("idle.py: the service was not ready after 30 s")
        self.ready_seconds = time.monotonic() - began
        # Nobody reads what comes later; the kernel would let the sender wait once the queue is full.
        notifications.close()

    def end(self):
        os.kill(self.pid, signal.SIGTERM)
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def switches(self):
        """Voluntary context switches of each thread so far, by thread."""
        found = {}
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            try:
                status = read_status(f"/proc/{self.pid}/task/{thread}/status")
            except (FileNotFoundError, ProcessLookupError):
                continue  # it has just ended
            found[thread] = (status["Name"], int(status["voluntary_ctxt_switches"]))
        return found

    def watch(self, seconds):
        """Wake-ups of each thread, by name, and the seconds in which they happened."""
        woken = {}
        last = self.switches()
        began = time.monotonic()
        while (left := began + seconds - time.monotonic()) > 0:
            # Often, since the count of a thread that ends is gone with it.
            time.sleep(min(1, left))
            now = self.switches()
            for thread, (name, switches) in now.items():
                woken[name] = woken.get(name, 0) + switches - last.get(thread, (name, 0))[1]
            last = now
        return woken, time.monotonic() - began


def read_status(path):
    with open(path, encoding="ascii") as file:
        return dict((part.strip() for part in line.split(":", 1)) for line in file)


def kilobytes(status, key):
    return int(status[key].split()[0])


def main():
    parser = argparse.ArgumentParser(description="Measures the service at rest.")
    parser.add_argument("--tunet", required=True)
    parser.add_argument("--config", required=True)
    parser.add_argument("--preload", help="a shared library, such as standin.c makes")
    parser.add_argument("--seconds", type=float, default=60, help="how long it is left alone (default: 60)")
    parser.add_argument("--starts", type=int, default=5, help="how often it is started (default: 5)")
    options = parser.parse_args()

    ready = []
    with tempfile.TemporaryDirectory() as folder:
        for remaining in reversed(range(options.starts)):
            service = Service(options.tunet, options.config, options.preload, folder)
            ready.append(service.ready_seconds)
            if remaining:
                time.sleep(0.5)
                code = service.end()
                if code != 0:
                    raise SystemExit(f"idle.py: the service ended with exit code {code}")
        # What the start itself set in motion comes to an end.
        time.sleep(5)
        woken, seconds = service.watch(options.seconds)
        status = read_status(f"/proc/{service.pid}/status")
        code = service.end()
    if code != 0:
        raise SystemExit(f"idle.py: the service ended with exit code {code}")
    print(json.dumps({
        "ready_seconds": ready, "seconds": seconds, "wakeups": sum(woken.values()), "wakeups_by_thread": woken,
        "threads": int(status["Threads"]), "rss_anon_kb": kilobytes(status, "RssAnon"),
        "rss_file_kb": kilobytes(status, "RssFile"), "rss_kb": kilobytes(status, "VmRSS"),
        "rss_peak_kb": kilobytes(status, "VmHWM"),
    }))
    return 0


if __name__ == "__main__":
    sys.exit(main())
