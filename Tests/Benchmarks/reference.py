#!/usr/bin/env python3
"""Counts the passages of a trace by the order of its beams alone, in Python: the yardstick of the sensing benchmark.

    reference.py TRACE.csv            counts the file
    reference.py --in-memory TRACE    reads the file first, then times the decoding alone: the best of seven

The rules are those of `PlainMachine` in TunetTestSupport, which must count the same. A beam's level counts once it has
held for 5 ms. When both beams are clear again, there was one passage from the side of the beam that was broken alone
first to the side of the one that was broken alone last, if both were broken at once in between.

One loop with local variables, which is as fast as plain Python goes.
"""

import json
import sys
import time
from itertools import chain

HOLD = 5_000_000
NEVER = 1 << 62

# After the last edge, what still runs gets its time.
END = ((NEVER - 1, -1, 0),)


def read(path):
    """The edges of a trace, one by one: (nanoseconds, line, level)."""
    with open(path, "rb") as rows:
        if next(rows, b"").rstrip() != b"t_ns,line,value":
            raise SystemExit(f"{path} is not a trace: its header is not t_ns,line,value")
        for row in rows:
            stamp, line, value = row.split(b",")
            yield int(stamp), int(line), int(value)


def decode(edges):
    """Counts the passages of edges that are in order of time."""
    number = entered = left = 0
    outer = inner = 0  # the levels that count
    outer_due = inner_due = NEVER  # when another level has held long enough
    first = last = -1  # which beam was broken alone
    were_both = False
    for now, line, value in chain(edges, END):
        while outer_due <= now or inner_due <= now:
            # Of two changes at the same instant the outer beam's comes first.
            if outer_due <= inner_due:
                outer = 1 - outer
                outer_due = NEVER
            else:
                inner = 1 - inner
                inner_due = NEVER
            if outer and inner:
                were_both = True
            elif outer or inner:
                last = 0 if outer else 1
                if first < 0:
                    first = last
            else:
                if were_both and first != last:
                    if first == 0:
                        entered += 1
                    else:
                        left += 1
                first = last = -1
                were_both = False
        if line == 0:
            outer_due = NEVER if value == outer else now + HOLD
        elif line > 0:
            inner_due = NEVER if value == inner else now + HOLD
        number += 1
    return {"edges": number - len(END), "in": entered, "out": left}


def main(arguments):
    if arguments[:1] == ["--in-memory"] and len(arguments) == 2:
        edges = list(read(arguments[1]))
        shortest = float("inf")
        for _ in range(7):
            began = time.perf_counter()
            counts = decode(edges)
            shortest = min(shortest, time.perf_counter() - began)
        counts["seconds"] = shortest
    elif len(arguments) == 1 and not arguments[0].startswith("-"):
        counts = decode(read(arguments[0]))
    else:
        print(__doc__, file=sys.stderr)
        return 2
    print(json.dumps(counts))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
