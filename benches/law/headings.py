#!/usr/bin/env python3
"""Import every act of a folder and say what the import says about its numbers and headings; where two files hold the same code
(text and PDF, two layouts), compare heading by heading.

    python3 benches/law/headings.py target/release/rogatory FOLDER [NAME=FILE,FILE …]

Pairs are named on the command line: rs=rs-criminal-code-latin.txt,rs-criminal-code.pdf"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

STATES = {"al": "AL", "de": "DE", "fbih": "BA-FBIH", "fr": "FR", "me": "ME", "mk": "MK", "rs": "RS", "xk": "XK", "it": "IT",
          "hr": "HR", "si": "SI", "at": "AT", "ba": "BA", "bg": "BG", "gr": "GR", "hu": "HU", "nl": "NL", "ro": "RO", "tr": "TR"}


def imported(binary, file, library):
    state = STATES.get(re.split(r"[-_.]", file.name)[0].lower(), "RS")
    run = subprocess.run(
        [binary, "--library", library, "law", "import", str(file), "--jurisdiction", state, "--act", file.stem, "--json"],
        capture_output=True, text=True)
    if run.returncode != 0:
        return None, run.stderr.strip().splitlines()[0]
    act = json.loads(run.stdout)["acts"][0]
    return act, json.loads(Path(act["path"]).read_text())["act"]


def plain(heading):
    return re.sub(r"[\W_]+", "", heading or "").lower()


def main():
    binary, folder = sys.argv[1], Path(sys.argv[2])
    pairs = [argument.split("=")[1].split(",") for argument in sys.argv[3:]]
    acts = {}
    with tempfile.TemporaryDirectory() as library:
        print(f"{'file':44} {'articles':>8} {'numbers':>8} {'headed':>7} {'deleted':>7} {'doubted':>7} {'sound':>7}")
        for file in sorted(folder.iterdir()):
            report, act = imported(binary, file, library)
            if report is None:
                print(f"{file.name:44} {act}")
                continue
            check = report["report"]["headings"]
            acts[file.name] = act
            print(f"{file.name:44} {check['articles']:8} {report['numbering_percent']:7.1f}% {check['with']:7} "
                  f"{len(check['deleted']):7} {len(check['suspicious']):7} "
                  + ("      –" if report["heading_percent"] is None else f"{report['heading_percent']:6.1f}%"))
    for one, other in pairs:
        first, second = ({a["number"]: a.get("heading") for a in acts[name]["articles"] if not a.get("appendix")}
                         for name in (one, other))
        both = [number for number in first if number in second]
        differ = [number for number in both if plain(first[number]) != plain(second[number])]
        print(f"\n{one} and {other}: {len(both)} articles in both, {len(first) + len(second) - 2 * len(both)} in one only, "
              f"{100 * (len(both) - len(differ)) / max(1, len(both)):.2f} % with the same heading")
        for number in differ:
            print(f"  {number}: {first[number]!r} | {second[number]!r}")


if __name__ == "__main__":
    main()
