"""Opens every page of Tunet in Chromium and checks it. Tests/Browser/run starts this."""

import argparse
import concurrent.futures
import os
import statistics
import sys
import tempfile
import time

import selftest
from checks import RULES, Examination, Subject
from devtools import Browser, BrowserError
from pages import ALL, PAGES
from places import ROOT, Demo, Samples, Trouble, log_in, paper, status, test_lights


def main():
    options = arguments()
    with open(options.axe, encoding="utf-8") as file:
        axe = file.read()
    if options.self_test:
        return selftest.run(axe, options.only)
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tunet-pages-") as folder:
        if options.screenshots:
            os.makedirs(options.screenshots, exist_ok=True)
            options.screenshots = os.path.abspath(options.screenshots)
        rows = [row for row in PAGES if not options.only or row.name in options.only]
        demo = Demo(options.tunet, folder, options.weeks)
        samples = None
        try:
            demo.wait()
            if any(row.source == "sample" for row in rows):
                samples = Samples(demo.addresses["place"], ALL)
                demo.addresses["sample"] = samples.address
            findings, subjects = gather(rows, demo, options.tunet, folder)
            findings += examine(subjects, axe, options)
        finally:
            if samples:
                samples.stop()
            demo.stop()
    for rule in RULES:
        for name, finding in findings:
            if finding[0] == rule:
                print(f"error: {name}: {rule}{f' ({finding[1]})' if finding[1] else ''}: {finding[2]}")
    print(f"{len(subjects)} pages, {len(findings)} findings, {time.monotonic() - begin:.0f} s")
    return 1 if findings else 0


def arguments():
    parser = argparse.ArgumentParser(prog="Tests/Browser/run", description=__doc__)
    parser.add_argument("--tunet", default=os.path.join(ROOT, ".build/debug/tunet"), help="the program (default: the debug build)")
    parser.add_argument("--screenshots", help="a folder for pictures of every page, for a person to look at")
    parser.add_argument("--weeks", type=int, default=6, help="weeks that the demo plays (default: 6)")
    parser.add_argument("--only", action="append", help="only this page; may be repeated")
    parser.add_argument("--self-test", action="store_true", help="shows that each check rejects a page that it should")
    parser.add_argument("--axe", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.tunet = os.path.abspath(options.tunet)
    if not options.self_test and not os.access(options.tunet, os.X_OK):
        raise Trouble(f"{options.tunet} is not there. Build it, or name it with --tunet.")
    return options


def gather(rows, demo, tunet, folder):
    """The pages to look at. One that is to come must not be there yet."""
    subjects, findings, cookies = [], [], []
    if any(row.needs_pin and row.exists for row in rows):
        with Browser() as browser:
            cookies = log_in(browser, demo.addresses["place"], demo.pin)
            test_lights(browser, demo.addresses["place"], cookies)
    for row in rows:
        for language in row.languages:
            path = row.path.format(language=language)
            if row.source == "paper":
                url = paper(tunet, path, os.path.join(folder, f"{row.name}-{language}.html"))
            else:
                url = demo.addresses[row.source] + path
            if row.exists:
                subjects.append(Subject(
                    row.name, url, language, target=row.target, is_paper=row.source == "paper", sheets=row.sheets,
                    cookies=cookies if row.needs_pin else [], reloads=row.reloads_without_script, sends=row.sends,
                    thorough=language == row.languages[0] or row.source == "paper",
                    timed=language == row.languages[0] and row.source != "sample" and row.sends is None))
            elif (answer := status(url)) != 404:
                findings.append((f"{row.name} ({language})", (
                    "policy", "", f"{path} is there now (it answers {answer}): say so in Tests/Browser/pages.py")))
        if not row.exists:
            print(f"not there yet: {row.name}")
    return findings, subjects


def examine(subjects, axe, options):
    """Two browsers look at the pages; the times are taken by one, when nothing else is going on."""
    findings = []

    def part(share):
        found = []
        with Browser() as browser:
            for subject in share:
                begin = time.monotonic()
                examination = Examination(browser, subject, axe, options.screenshots).examine()
                found.append(examination)
                print(f"{subject.name} ({subject.language}): {len(examination.findings)} findings, {examination.size} bytes, "
                      f"{time.monotonic() - begin:.0f} s", flush=True)
        return found

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        examinations = [e for found in pool.map(part, [subjects[0::2], subjects[1::2]]) for e in found]
    with Browser() as browser:
        for examination in examinations:
            if not examination.subject.timed:
                continue
            examination.browser = browser
            times = examination.paint()
            print(f"{examination.subject.name} ({examination.subject.language}): first paint median "
                  f"{statistics.median(times):.0f} ms, worst {max(times):.0f} ms")
    for examination in examinations:
        name = f"{examination.subject.name} ({examination.subject.language})"
        findings += [(name, (f.rule, f.where, f.text)) for f in examination.findings]
    return findings


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Trouble, BrowserError) as trouble:
        print(f"error: {trouble}", file=sys.stderr)
        sys.exit(2)
