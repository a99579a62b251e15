#!/usr/bin/env python3
"""Writes the trace of a busy place's year: the same edges for the same seed.

    year.py [--edges N] [--seed N] >trace.csv

People walk in and out, at times close behind each other, turn back, brush one beam, or stand in the door; relays
chatter for up to 3 ms. 1,500,000 edges are 250 days of 10 hours with about 4 edges to a passage.
"""

import argparse
import random
import sys

MS = 1_000_000
OUTER, INNER = 0, 1


def walk(first, draw):
    """A body that breaks `first`, then the other beam, and leaves on the other side."""
    second = 1 - first
    between = draw(120, 320)
    length = between + draw(60, 260)
    return [(0, first, 1), (between, second, 1), (length, first, 0), (length + between, second, 0)]


def tailgate(first, draw):
    """Two bodies so close that the beams never are clear together."""
    second = 1 - first
    return [
        (0, first, 1), (150, second, 1), (300, first, 0), (330, first, 1), (400, second, 0), (460, second, 1),
        (640, first, 0), (790 + draw(0, 40), second, 0),
    ]


def turn_back(first, draw):
    second = 1 - first
    stay = draw(300, 1200)
    return [(0, first, 1), (180, second, 1), (180 + stay, second, 0), (360 + stay, first, 0)]


def half(first, draw):
    return [(0, first, 1), (draw(80, 900), first, 0)]


def thin(first, draw):
    """A body thinner than the way between the beams: a half-crossing of each."""
    gap = draw(200, 600)
    return [(0, first, 1), (100, first, 0), (100 + gap, 1 - first, 1), (200 + gap, 1 - first, 0)]


def diagonal(first, draw):
    return [(0, OUTER, 1), (0, INNER, 1), (draw(200, 400), first, 0), (450, 1 - first, 0)]


def stand(first, draw):
    return [(0, first, 1), (draw(31_000, 90_000), first, 0)]


SCENES = [walk, tailgate, turn_back, half, thin, diagonal, stand]
WEIGHTS = [860, 40, 30, 40, 15, 10, 5]


def edges(count, seed):
    random_source = random.Random(seed)
    draw = random_source.randint
    chance = random_source.random
    pause = 24_000  # ms, on average, so that 1,500,000 edges fill 250 days of 10 hours
    day_length, day = 10 * 3_600_000, 86_400_000
    opened = 8 * 3_600_000
    clock = opened
    written = 0
    while True:
        (scene,) = random_source.choices(SCENES, WEIGHTS)
        clock += int(random_source.expovariate(1 / pause)) + 1_000
        if clock - opened > day_length:
            opened += day
            clock = opened + draw(0, 60_000)
        chatter = []
        for offset, line, level in scene(draw(0, 1), draw):
            at = (clock + offset) * MS + draw(0, 200_000) * (scene is not diagonal)
            if chance() < 0.05:
                chatter += [(at, line, level), (at + 900_000, line, 1 - level), (at + 2_100_000, line, level)]
            else:
                chatter.append((at, line, level))
        chatter.sort()
        for edge in chatter:
            yield edge
            written += 1
            if written == count:
                return
        clock = chatter[-1][0] // MS + 1


def main():
    parser = argparse.ArgumentParser(description="Writes the trace of a busy place's year.")
    parser.add_argument("--edges", type=int, default=1_500_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    out = sys.stdout
    out.write("t_ns,line,value\n")
    for at, line, level in edges(options.edges, options.seed):
        out.write(f"{at},{line},{level}\n")


if __name__ == "__main__":
    main()
