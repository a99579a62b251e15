#!/usr/bin/env python3
"""Prints what `wear` measured as a table, and judges it: wear.py LINES"""

import json
import sys

# The file systems, as they are mounted: (block size, seconds after which the kernel writes by itself).
PLACES = [
    ((4096, 35), "4 KB blocks, as usual"),
    ((4096, 1800), "4 KB, commit=1800"),
    ((1024, 35), "1 KB blocks"),
    ((1024, 1800), "1 KB, commit=1800"),
]
# Bounds hold for a data partition as Firmware-config/README.md makes it.
BOUNDED = (1024, 1800)
BOUNDS = {("tunet", 1): 2000, ("tunet", 20): 300}
WAYS = [("tunet", "Tunet"), ("rollback", "rollback journal, FULL"), ("recorder", "as Home Assistant's recorder")]


def main():
    with open(sys.argv[1]) as lines:
        rows = [json.loads(line) for line in lines]

    def find(place, **wanted):
        for row in rows:
            if (row["block"], row["seconds"]) == place and all(row[key] == value for key, value in wanted.items()):
                return row
        raise SystemExit(f"wear.py: nothing was measured for {place}, {wanted}")

    def line(name, values):
        print(f"{name:44}" + "".join(f"{value:>23}" for value in values))

    line("bytes at the block device", [name for _, name in PLACES])
    for group, words in ((1, "each event its own commit"), (20, "20 events in a commit")):
        for way, name in WAYS:
            values = [find(place, what="commit", way=way, group=group)["bytes"] for place, _ in PLACES]
            line(f"{name}, {words}"[:44], [f"{value:,}" for value in values])
    days = [find(place, what="day") for place, _ in PLACES]
    line(f"a day of {days[0]['events']} events", [f"{day['bytes']:,}" for day in days])
    for part, words in (
        ("event", "of that, commits of events"), ("betweenEvents", "ends of bins, releases, batches"),
        ("kernel", "the kernel, later"),
    ):
        line(f"    {words}", [f"{day[part]:,}" for day in days])
    line("a day on which nobody comes", [f"{find(place, what='idle day')['bytes']:,}" for place, _ in PLACES])
    line("an idle hour", [f"{find(place, what='idle hours')['bytes'] // 18:,}" for place, _ in PLACES])

    missed = []
    for (way, group), bound in BOUNDS.items():
        measured = find(BOUNDED, what="commit", way=way, group=group)["bytes"]
        if measured > bound:
            missed.append(f"{measured} bytes for each event in commits of {group}; the bound is {bound}")
    for place, name in PLACES:
        if (measured := find(place, what="idle hours")["bytes"]) != 0:
            missed.append(f"{measured} bytes in 18 idle hours with {name}; the bound is 0")
    for text in missed:
        print(f"missed: {text}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
