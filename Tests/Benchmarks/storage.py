#!/usr/bin/env python3
"""Bounds what the store of a busy place takes after months without a collector, and judges it.

    storage.py start   --tunet PATH --benchmark PATH     from exec to ready after a power cut with 90 undelivered days
    storage.py offline --benchmark PATH                  size on the card and memory over 18 months without a network
    storage.py close   --benchmark PATH                  a year of ten leaves a day, released at once: time and bytes

Exit code: 0 if every bound was kept, 1 if one was missed, 2 if it could not be measured.
"""

import argparse
import contextlib
import datetime
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile

from idle import Service

HERE = pathlib.Path(__file__).resolve().parent
READY_SECONDS = 1.0
CARD_BYTES = 64 * 1024 * 1024
# Between the third month, when everything has come into use, and the last: what a list of waiting batches may take.
MEMORY_GROWTH = 4 * 1024 * 1024
CLOSE_SECONDS = 1.0
CLOSE_BYTES = 200_000


def place(folder, data):
    config = folder / "place.toml"
    config.write_text((HERE / "Wear" / "busy-place.toml").read_text().replace("DATA_FOLDER", str(data)))
    return config


def lines(command):
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode != 0:
        print(f"storage.py: {command[0]} ended with {process.returncode}", file=sys.stderr)
        sys.exit(2)


def forget(path):
    """A board that has just booted has nothing of the file in its memory."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextlib.contextmanager
def quiet():
    """Keeps the log of the service away."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


def start(options, folder, fast):
    standin = folder / "standin.so"
    compiler = os.environ.get("CC", "cc")
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", standin, HERE / "standin.c"], check=True)
    first = datetime.date.today() - datetime.timedelta(days=options.days or 90)
    made = fast / "data"
    filled = next(lines([
        options.benchmark, "fill", place(fast, made), str(options.days or 90), str(options.events), str(first)]))
    database = sqlite3.connect(f"file:{made}/store.sqlite?mode=ro", uri=True)
    releases, batches = database.execute("SELECT sum(last - first + 1), count(*) FROM batch").fetchone()
    clean = database.execute("SELECT value FROM meta WHERE key = 'clean'").fetchone()[0]
    database.close()
    if clean != 0 or batches < 80:
        print(f"storage.py: that was no power cut with undelivered days ({clean}, {batches})", file=sys.stderr)
        sys.exit(2)
    times = []
    for number in range(options.starts):
        # Each start finds what the cut has left.
        data = folder / f"data-{number}"
        shutil.copytree(made, data)
        for name in ("store.sqlite", "store.sqlite-wal"):
            forget(data / name)
        with quiet():
            service = Service(options.tunet, str(place(folder, data)), str(standin), str(folder))
        times.append(service.ready_seconds)
        os.kill(service.pid, signal.SIGKILL)
        os.waitpid(service.pid, 0)
        shutil.rmtree(data)
    print(
        f"  {filled['days']} days of {options.events} events, {releases:,} undelivered releases in {batches} batches, "
        f"{filled['bytes'] / 1e6:.1f} MB")
    print(
        f"  exec to ready after a power cut: {1000 * statistics.median(times):.0f} ms median, "
        f"{1000 * max(times):.0f} ms slowest of {len(times)} (bound: {1000 * READY_SECONDS:.0f} ms)")
    return max(times) < READY_SECONDS


def offline(options, folder, fast):
    days = options.days or 548
    rows = list(lines([options.benchmark, "offline", place(fast, fast / "data"), str(days), str(options.events)]))
    months = [row for row in rows if row["what"] == "offline"]
    for row in months:
        if row is months[-1] or (row["day"] // 30) % 3 == 0:
            memory = f"{row['memory'] / 1e6:6.1f} MB of memory"
            print(f"  day {row['day']:4}: {row['bytes'] / 1e6:6.2f} MB on the card, {memory}")
    largest = max(row["bytes"] for row in rows)
    early = months[min(2, len(months) - 1)]["memory"]
    growth = months[-1]["memory"] - early
    print(f"  largest: {largest / 1e6:.2f} MB (bound: {CARD_BYTES / 1e6:.0f} MB)")
    print(f"  memory after the third month: {growth / 1e6:+.1f} MB (bound: {MEMORY_GROWTH / 1e6:.0f} MB)")
    return largest <= CARD_BYTES and growth <= MEMORY_GROWTH


def close(options, folder, fast):
    kept = True
    for row in lines([options.benchmark, "close", place(fast, fast / "data"), fast / "year"]):
        seconds = row["release_seconds"] + row["freeze_seconds"]
        written = row["release_bytes"] + row["freeze_bytes"]
        print(
            f"  {row['leaves']:,} leaves with {row['counts']} rows of counts each: {1000 * seconds:.0f} ms, "
            f"{written:,} bytes written, {row['freeze_bytes']:,} of them for the batches")
        # What the counts took on the card is overwritten with zeros, in the log and in the file: that has no bound.
        if row["counts"] == 0:
            kept = seconds < CLOSE_SECONDS and written < CLOSE_BYTES
    print(f"  bounds, without the counts: {1000 * CLOSE_SECONDS:.0f} ms, {CLOSE_BYTES:,} bytes")
    return kept


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["start", "offline", "close"])
    parser.add_argument("--tunet", metavar="PATH")
    parser.add_argument("--benchmark", metavar="PATH", required=True, help="tunet-wear-benchmark")
    parser.add_argument("--days", type=int, help="how many (default: 90 and 548)")
    parser.add_argument("--events", type=int, default=600, help="of each day but Sundays (default: 600)")
    parser.add_argument("--starts", type=int, default=7)
    options = parser.parse_args()
    # Months of commits: on a file system in memory, if there is one. Nothing of its speed is judged.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory(dir=memory) as fast:
        measure = {"start": start, "offline": offline, "close": close}[options.part]
        return 0 if measure(options, pathlib.Path(folder), pathlib.Path(fast)) else 1


if __name__ == "__main__":
    sys.exit(main())
