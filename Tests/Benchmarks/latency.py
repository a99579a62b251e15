#!/usr/bin/env python3
"""From the edge of a button to its light: how long, with a card on which every fsync takes 50 ms.

The service runs natively with people at a stand-in for libgpiod (pressing.c), once with nobody in the door and once with
somebody who walks through it every ten seconds, whose counts go to the card as well. The median is judged, and that no
press goes without its light.

    latency.py [--tunet PATH] [--presses N] [--fsync MS]
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time

BOUND_MS = 100
HERE = os.path.dirname(os.path.abspath(__file__))
PANELS = 6


def configuration(folder):
    lines = [
        '[place]\nid = "latency"\nname = "Latency"\ntime_zone = "Europe/Oslo"\n',
        f'[device]\ndata_folder = "{folder}/data"\ncontrol_socket = "{folder}/s"\npage_port = 0\nclock_trust = "always"\n',
        '[[door]]\nid = "front"\nname = "Front"\nsensor = { kind = "beam-pair", '
        'outer = { chip = "tunet-test", offset = 0 }, inner = { chip = "tunet-test", offset = 1 } }\n',
    ]
    for panel in range(PANELS):
        lines.append(f'[[panel]]\nid = "p{panel}"\nname = "P"\nlockout = "500 ms"\nlight_time = "500 ms"\n')
        for button in (2 * panel, 2 * panel + 1):
            lines.append(
                f'[[panel.button]]\nline = {{ chip = "tunet-test", offset = {2 + button} }}\n'
                f'led = {{ chip = "tunet-test", offset = {16 + button} }}\n')
    lines.append(
        '[[question]]\nid = "q"\ntext = { nb = "?" }\n'
        'option = [{ id = "a", text = { nb = "a" } }, { id = "b", text = { nb = "b" } }]\n')
    return "\n".join(lines)


def measure(arguments, library, walk_ms):
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/data", 0o700)
        with open(f"{folder}/config.toml", "w", encoding="utf-8") as file:
            file.write(configuration(folder))
        result, go, log = f"{folder}/result", f"{folder}/go", f"{folder}/log"
        environment = dict(
            os.environ, LD_PRELOAD=library, TUNET_RESULT=result, TUNET_GO=go, TUNET_PRESSES=str(arguments.presses),
            TUNET_FSYNC_MS=str(arguments.fsync), TUNET_WALK_MS=str(walk_ms), TUNET_BUTTONS=str(2 * PANELS))
        with open(log, "wb") as output:
            service = subprocess.Popen(
                [arguments.tunet, "run", "--config", f"{folder}/config.toml"], env=environment, stderr=output,
                stdout=output)
        try:
            deadline = time.monotonic() + 60
            while b"Counting." not in open(log, "rb").read():
                if service.poll() is not None or time.monotonic() > deadline:
                    sys.exit("latency.py: the service did not start:\n" + open(log, encoding="utf-8").read())
                time.sleep(0.05)
            open(go, "w", encoding="ascii").close()
            deadline = time.monotonic() + 60 + arguments.presses * 1.0
            while True:
                lines = open(result, encoding="ascii").read().split()
                if lines and lines[-1] == "end":
                    break
                if service.poll() is not None or time.monotonic() > deadline:
                    sys.exit("latency.py: the service ended, or took too long:\n" + open(log, encoding="utf-8").read())
                time.sleep(0.5)
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(timeout=30)
    return lines[:-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tunet", default=f"{HERE}/../../.build/release/tunet")
    parser.add_argument("--presses", type=int, default=1200)
    parser.add_argument("--fsync", type=int, default=50, help="milliseconds that each fsync takes longer (default: 50)")
    arguments = parser.parse_args()
    version = subprocess.run(
        ["pkg-config", "--modversion", "libgpiod"], capture_output=True, text=True, check=False).stdout.strip()
    if not version.startswith("1."):
        print(f"skipped: the stand-in knows libgpiod 1.6, and this is {version or 'none'}; Tests/System measures as well")
        return 0
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        library = f"{folder}/pressing.so"
        subprocess.run(
            [os.environ.get("CC", "cc"), "-O2", "-shared", "-fPIC", "-pthread", "-o", library, f"{HERE}/pressing.c"],
            check=True)
        for name, walk_ms in (("nobody in the door", 0), ("somebody every 10 s", 10_000)):
            answers = measure(arguments, library, walk_ms)
            lost = answers.count("lost")
            times = sorted(float(answer) for answer in answers if answer != "lost")
            if not times:
                sys.exit("latency.py: no press was answered")
            at = lambda share: times[min(len(times) - 1, int(share * len(times)))]
            bad = lost > 0 or at(0.5) > BOUND_MS
            failed |= bad
            within = sum(time <= BOUND_MS for time in times) / len(times)
            print(
                f"{'FAIL' if bad else 'pass'}  edge to light, {name}: median {at(0.5):.1f} ms (<= {BOUND_MS}), "
                f"{lost} of {len(answers)} lost", flush=True)
            # Not reached yet: the article Panel says what stands in the way.
            print(
                f"      within {BOUND_MS} ms: {100 * within:.2f} %, asked are 99.9 %; 99 % {at(0.99):.1f} ms, "
                f"99.9 % {at(0.999):.1f} ms, slowest {times[-1]:.1f} ms", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
