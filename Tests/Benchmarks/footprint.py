#!/usr/bin/env python3
"""Judges what idle.py has measured, for Tests/Benchmarks/footprint.

    footprint.py [--without-start] FILE
"""

import json
import sys

STARTUP_MS = 300
WAKEUPS = 2
ANONYMOUS_MB = 8
RESIDENT_MB = 32

failures = 0


def judge(name, value, bound, unit):
    global failures
    passed = value <= bound
    failures += not passed
    print(f"{'pass' if passed else 'FAIL'}  {name:<58} {value:>9.2f} {unit} (<= {bound})")


def main(arguments):
    with_start = arguments[:1] != ["--without-start"]
    with open(arguments[-1], encoding="ascii") as file:
        found = json.load(file)
    starts = [round(seconds * 1000) for seconds in found["ready_seconds"]]
    if with_start:
        judge(f"from exec to ready, the slowest of {len(starts)} starts", max(found["ready_seconds"]) * 1000, STARTUP_MS, "ms")
        print(f"      the starts, in ms: {', '.join(map(str, starts))}; the first with an empty data folder")
    else:
        print(f"      ready after {starts[-1]} ms, which is the guest's slowness; the native start is the one that is judged")
    judge(f"wake-ups, all threads, over {found['seconds']:.0f} s", found["wakeups"] / found["seconds"], WAKEUPS, "/s")
    threads = ", ".join(f"{name} {count}" for name, count in found["wakeups_by_thread"].items())
    print(f"      by thread: {threads}")
    judge("private memory (RssAnon)", found["rss_anon_kb"] / 1024, ANONYMOUS_MB, "MB")
    judge("resident memory (VmRSS)", found["rss_kb"] / 1024, RESIDENT_MB, "MB")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
