#!/usr/bin/env python3
"""Counts the passages of a trace as Tunet does, in Python: the yardstick of the sensing benchmark.

    reference.py TRACE.csv            counts the file
    reference.py --in-memory TRACE    reads the file first, then times the decoding alone: the best of seven

Written from the rules, not from the Swift code. A beam's level counts once it has held for 5 ms, stamped with the
beginning of that time. Both beams make a position on the circle 00 → 10 → 11 → 01 → 00 (outer, inner); a body on its
way in walks round it forwards, one on its way out backwards; the verdict falls at 00. Two half-crossings within 700 ms
are a doubtful passage. A beam broken for 30 s blocks the door until both are clear, which is certain one debounce
later.

One loop with local variables and a table of steps, which is as fast as plain Python goes.
"""

import json
import sys
import time
from itertools import chain

HOLD = 5_000_000
GAP = 700_000_000
BLOCK = 30_000_000_000
TAIL = 10_000_000_000
NEVER = 1 << 62

# After the last edge, what still runs gets its time.
END = ((NEVER - 1, -1, 0),)

# Positions are outer + 2 * inner. STEP[old * 4 + new] is +1 forwards (in), -1 backwards (out).
STEP = (0, 1, -1, 0, -1, 0, 0, 1, 1, 0, 0, -1, 0, -1, 1, 0)


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
    in_low = in_high = out_low = out_high = 0
    halves = turns = diagonals = gaps = tailgates = blocks = 0

    levels = [0, 0]
    pending = [NEVER, NEVER]  # since when a line has had another level than the one that counts
    due = NEVER  # when the earlier of the two has held long enough
    position = 0
    blocked = False
    broken_since = [NEVER, NEVER]
    block_at = NEVER
    steps = last_step = last_line = began = 0
    last_at = -1
    breaks = [0, 0]
    diagonal = False
    half_line = -1  # of a half-crossing that may yet find its other half
    half_at = 0

    last_time = 0
    for now, line, value in chain(edges, END):
        while due <= now:
            # One beam changes. Of two changes at the same instant a break comes first.
            since_outer, since_inner = pending
            if since_outer == since_inner:
                beam = 1 if levels[0] and not levels[1] else 0
            else:
                beam = 0 if since_outer < since_inner else 1
            at = pending[beam]
            pending[beam] = NEVER
            if block_at < due:
                block_at = NEVER
                blocked = True
                blocks += 1
                in_high += 1
                out_high += 1
                if half_line >= 0:
                    half_line = -1
                    halves += 1
            other = pending[1 - beam]
            due = other + HOLD

            level = 1 - levels[beam]
            levels[beam] = level
            new = levels[0] + 2 * levels[1]
            step = STEP[position * 4 + new]
            if not position:
                steps = last_step = 0
                last_at = -1
                breaks[0] = breaks[1] = 0
                diagonal = False
                began = at
            position = new
            broken_since[beam] = at if level else NEVER
            if blocked:
                blocked = new != 0
                continue
            if new == 3:
                block_at = min(broken_since) + BLOCK + HOLD
            else:
                block_at = broken_since[new - 1] + BLOCK + HOLD if new else NEVER
            breaks[beam] += level
            if last_at == at and last_line != beam:
                # Both at the same instant: neither came first.
                diagonal = True
                steps -= last_step
            else:
                steps += step
            last_step = step
            last_at = at
            last_line = beam
            if new:
                continue

            # Both beams are clear again.
            bodies = min(breaks)
            if not bodies:
                beam = 0 if breaks[0] else 1
                if half_line >= 0 and half_line != beam and began - half_at <= GAP:
                    gaps += 1
                    if half_line == 0:
                        entered += 1
                        in_high += 1
                    else:
                        left += 1
                        out_high += 1
                    half_line = -1
                else:
                    if half_line >= 0:
                        halves += 1
                    half_line = beam
                    half_at = at
                continue
            if half_line >= 0:
                halves += 1
                half_line = -1
            if diagonal:
                diagonals += 1
                if not steps:
                    in_high += bodies
                    out_high += bodies
                elif steps > 0:
                    entered += 1
                    in_high += bodies
                else:
                    left += 1
                    out_high += bodies
            elif not steps:
                turns += 1
                in_high += bodies - 1
                out_high += bodies - 1
            else:
                if bodies > 1:
                    tailgates += 1
                if steps > 0:
                    entered += 1
                    in_low += 1
                    in_high += bodies
                else:
                    left += 1
                    out_low += 1
                    out_high += bodies

        if line < 0:
            break
        number += 1
        last_time = now
        if value != levels[line]:
            pending[line] = now
            other = pending[1 - line]
            due = (now if now < other else other) + HOLD
        elif pending[line] != NEVER:
            pending[line] = NEVER
            due = pending[1 - line] + HOLD

    if block_at <= last_time + TAIL:
        blocks += 1
        in_high += 1
        out_high += 1
    if half_line >= 0:
        halves += 1
    reasons = {
        "half_crossing": halves, "turn_back": turns, "diagonal": diagonals, "gap_crossing": gaps,
        "tailgate_suspect": tailgates, "blocked": blocks,
    }
    return {
        "edges": number, "in": entered, "in_low": in_low, "in_high": in_high,
        "out": left, "out_low": out_low, "out_high": out_high,
        "rejected": {reason: count for reason, count in reasons.items() if count},
    }


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
