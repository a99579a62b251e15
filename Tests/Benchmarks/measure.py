#!/usr/bin/env python3
"""Runs the benchmarks of sensing and of replaying, for Tests/Benchmarks/run, and judges them.

    measure.py --tunet PATH --benchmark PATH --folder DIR [--edges N] [--seed N] [part...]
"""

import argparse
import json
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDED = os.path.join(HERE, "../../Sources/TunetNode/Demo/Resources/door-a.csv")
PARTS = ["sensing", "allocations", "year"]
DOORS = ["quietDoor", "busyDoor", "stream"]
PLAINLY_COUNTED = ["edges", "in", "out"]
COUNTED = ["edges", "in", "in_low", "in_high", "out", "out_low", "out_high", "rejected"]

failures = 0


def judge(name, value, bound, unit, at_least=False):
    """Prints one figure beside its bound."""
    global failures
    passed = value >= bound if at_least else value <= bound
    failures += not passed
    shown = f"{value:.2f}" if isinstance(value, float) else f"{value:,}"
    print(f"{'pass' if passed else 'FAIL'}  {name:<58} {shown:>9} {unit} ({'>=' if at_least else '<='} {bound:,})", flush=True)


def die(text):
    print(f"measure.py: {text}", file=sys.stderr)
    sys.exit(2)


def note(text):
    print(f"      {text}", flush=True)


def run(*command, environment=None):
    """Seconds that a program takes, and what it prints."""
    began = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, env={**os.environ, **(environment or {})}, check=False)
    seconds = time.perf_counter() - began
    if done.returncode != 0:
        die(f"{' '.join(command)} ended with exit code {done.returncode}")
    return seconds, done.stdout


def best(rounds, *command):
    """The shortest of several runs, and what the last one printed."""
    results = [run(*command) for _ in range(rounds)]
    return min(seconds for seconds, _ in results), json.loads(results[-1][1])


def same(what, expected, found, keys=None):
    """Ends the program unless both counted the same."""
    for key in keys or COUNTED:
        if expected[key] != found[key]:
            die(f"{what} count {key} differently: {expected[key]} and {found[key]}")


class Benchmarks:
    def __init__(self, options):
        self.options = options
        self.reference = [sys.executable, os.path.join(HERE, "reference.py")]
        self.replay = [options.tunet, "replay", "--format", "json"]
        self.year = self.trace(options.edges)

    def trace(self, edges):
        path = os.path.join(self.options.folder, f"year-{edges}-{self.options.seed}.csv")
        if os.path.exists(path):
            return path
        with open(path, "wb") as file:
            command = [sys.executable, os.path.join(HERE, "year.py"), f"--edges={edges}", f"--seed={self.options.seed}"]
            subprocess.run(command, stdout=file, check=True)
        return path

    def sensing(self):
        print("Sensing against the order of the beams alone")
        for what, edges in [("a year's edges", self.year)] + [(f"generated days: {door}", door) for door in DOORS]:
            _, times = best(1, self.options.benchmark, "plain", edges)
            ratio = times["tunet_ns"] / times["plain_ns"]
            note(f"{what}: {times['tunet_ns']:.1f} ns an edge, the plain machine {times['plain_ns']:.1f} ns")
            judge(f"{what}, decoded", ratio, 1.5, "times the plain machine's time")
        print("Sensing against Python")
        for what, trace in (("the recorded door", RECORDED), ("the year", self.year)):
            same(f"{what}: Python and the plain machine", best(1, *self.reference, trace)[1],
                 best(1, self.options.benchmark, "plain", trace)[1], PLAINLY_COUNTED)
            same(f"{what}: the benchmark and tunet replay", best(1, self.options.benchmark, "decode", trace)[1],
                 best(1, *self.replay, trace)[1])
        _, memory = best(1, *self.reference, "--in-memory", self.year)
        _, ours = best(1, self.options.benchmark, "decode", self.year)
        edges = memory["edges"]
        note(f"in {memory['in']:,} and out {memory['out']:,} in the year by the order of the beams, in Python and in Swift; "
             f"in {ours['in']:,} and out {ours['out']:,} by Tunet")
        note(f"edges in memory: {edges / ours['seconds'] / 1e6:.1f} million/s, {ours['seconds'] / edges * 1e9:.0f} ns "
             f"each; Python {edges / memory['seconds'] / 1e6:.2f} million/s")
        # Not judged: Python looks at the order of the beams alone. What that costs in Swift is judged above.
        note(f"{memory['seconds'] / ours['seconds']:.1f} times Python's rate in memory, for more than Python decides")
        python_seconds, _ = best(2, *self.reference, self.year)
        seconds, _ = best(5, *self.replay, self.year)
        note(f"whole program on the file: {edges / seconds / 1e6:.1f} million edges/s; Python "
             f"{edges / python_seconds / 1e6:.2f} million/s")
        judge("the file, read, parsed and decoded by tunet replay", python_seconds / seconds, 10, "times Python's rate",
              at_least=True)

    def counted(self, *command):
        """Allocations, greatest resident memory in kB, and what the program printed."""
        library = os.path.join(self.options.folder, "allocations.so")
        if not os.path.exists(library):
            compiler = os.environ.get("CC", "cc")
            source = os.path.join(HERE, "allocations.c")
            subprocess.run([compiler, "-O2", "-Wall", "-shared", "-fPIC", "-o", library, source], check=True)
        report = os.path.join(self.options.folder, "count.txt")
        _, output = run(*command, environment={"LD_PRELOAD": library, "TUNET_ALLOCATIONS": report})
        with open(report, encoding="ascii") as file:
            allocations, peak = map(int, file.read().split())
        return allocations, peak, output

    def allocations(self):
        print("Allocations")
        found = json.loads(self.counted(self.options.benchmark, "allocations", self.year)[2])
        what = f"in {found['edges']:,} edges"
        judge(f"debounce, beam pair and totals, {what}", found["sensing"], 0, "allocations")
        judge(f"the same with the parser, {what}", found["parsing"], 0, "allocations")
        judge(f"a whole place's machine within its bins, {what}", found["place_within_bins"], 0, "allocations")
        note(f"handing over a bin for its commit: {found['place_at_bin_ends'] / max(1, found['place_bins']):.1f} "
             f"allocations each, {found['place_bins']:,} bins")

    def year_replayed(self):
        print("A busy place's year")
        edges = self.options.edges
        seconds, _ = best(5, *self.replay, self.year)
        judge(f"tunet replay of {edges:,} edges", seconds, 5, "s")
        small = self.trace(edges // 10)
        few, few_peak, _ = self.counted(*self.replay, small)
        many, many_peak, _ = self.counted(*self.replay, self.year)
        note(f"greatest resident memory: {few_peak / 1024:.1f} MB for {edges // 10:,} edges, {many_peak / 1024:.1f} MB for "
             f"{edges:,}")
        judge("growth of the greatest resident memory", many_peak - few_peak, 512, "kB")
        judge(f"more allocations for ten times the edges, {few:,} and {many:,}", max(0, many - few), 16, "allocations")


def main():
    parser = argparse.ArgumentParser(description="Runs the benchmarks of sensing and of replaying.")
    parser.add_argument("--tunet", required=True)
    parser.add_argument("--benchmark", required=True)
    parser.add_argument("--folder", required=True, help="for the trace and the counter")
    parser.add_argument("--edges", type=int, default=1_500_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("parts", nargs="*", help=", ".join(PARTS))
    options = parser.parse_args()
    if not set(options.parts) <= set(PARTS):
        parser.error(f"the parts are {', '.join(PARTS)}")
    benchmarks = Benchmarks(options)
    calls = {"sensing": benchmarks.sensing, "allocations": benchmarks.allocations, "year": benchmarks.year_replayed}
    for part in options.parts or PARTS:
        calls[part]()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
