#!/usr/bin/env python3
"""Hold the headings an import finds against a second reading that shares nothing with it: the heading marks of Markdown, or where lines
stand on the page (centred above or below the number, or the one line above it). What differs is printed, to be looked up by eye.

    python3 benches/law/independent.py target/release/rogatory FOLDER

The folder holds copies of codes named as below; the second reading needs to be told how each copy is laid out."""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

# File: State, word before a number, where titles stand.
COPIES = {
    "rs-criminal-code-latin.txt": ("RS", "Član", "line above"),
    "me-criminal-procedure-montenegrin.txt": ("ME", "Član", "centred above"),
    "mk-criminal-procedure-macedonian.txt": ("MK", "Член", "centred below"),
    "xk-criminal-procedure-albanian.txt": ("XK", "Neni", "centred below"),
    "al-criminal-code-2016-albanian.txt": ("AL", "Neni", "centred below"),
    "de-stgb.md": ("DE", "§", "mark"),
    "de-aufenthg.md": ("DE", "§", "mark"),
}
OFF_CENTRE = 12  # columns by which the middle of a title's line may miss the middle of the number's line
GROUP = re.compile(r"^(?:\d{1,2}(?:\.\d+)*[.)]+|[IVXLC]+\.|\w[.)]+)\s*\w|^(?:GLAVA|Glava|DEO|DIO|Odeljak|KREU|KAPITULLI|SEKSIONI|PJESA|ГЛАВА|ДЕЛ|Deo)\b")
FURNITURE = re.compile(r"GAZETA ZYRTARE|Nespa computers|Katalog propisa|п р а в о|w w w|^\W*\d+\W*$")
NOTE = re.compile(r"^\(|^\[")


def letters(text):
    return re.sub(r"[\W_]+", "", text or "").lower()


def number(text):
    return re.sub(r"[\W_]+", "", text).lower()


def read(file, word, place):
    lines = [line.replace("\f", "").replace("\u00ad", "") for line in file.read_text(errors="replace").split("\n")]
    if place == "mark":
        for line in lines:
            found = re.match(r"#+ (?:\(X+\) )?§ (\d+\s?[a-z]?)\s+(?!\(weggefallen\))(.*\S)", line)
            if found:
                yield number(found[1]), found[2]
        return
    head = re.compile(rf"^\s*{word}\s+(\d+(?:\s?[-/]?\s?\w)?(?:/\w+)*)\.?\s*(?:\[\w+\])?\s*$")
    indent = lambda line: len(line) - len(line.lstrip())
    margin = Counter(indent(line) for line in lines if line.strip()).most_common(1)[0][0]
    for at, line in enumerate(lines):
        found = head.match(line)
        if not found:
            continue
        title = []
        axis = indent(line) + len(line.strip()) / 2
        middle = lambda other: (indent(other) >= margin + 3 and not FURNITURE.search(other.strip())
                                and abs(indent(other) + len(other.strip()) / 2 - axis) <= OFF_CENTRE)
        if place == "line above":
            above = lines[at - 1].strip()
            title = [] if re.search(r"[.;:,]$", above) else [re.sub(r"\[\w+\]$", "", above)]
        elif place == "centred above":
            back = at - 1
            while back > 0 and (not lines[back].strip() or FURNITURE.search(lines[back].strip())):
                back -= 1
            while back > 0 and lines[back].strip() and middle(lines[back]):
                text = lines[back].strip()
                if GROUP.match(text) or text.isupper() or head.match(lines[back]):
                    break
                title.insert(0, text)
                back -= 1
        else:
            down = at + 1
            while down < len(lines) and (not lines[down].strip() or NOTE.match(lines[down].strip())
                                         or FURNITURE.search(lines[down].strip())):
                down += 1
            while down < len(lines) and lines[down].strip() and middle(lines[down]) and not NOTE.match(lines[down].strip()):
                title.append(lines[down].strip())
                down += 1
        yield number(found[1]), re.sub(r"\d+$", "", " ".join(title).strip())


def imported(binary, file, state, library):
    run = subprocess.run([binary, "--library", library, "law", "import", str(file), "--jurisdiction", state, "--act", file.stem, "--json"],
                         capture_output=True, text=True, check=True)
    act = json.loads(Path(json.loads(run.stdout)["acts"][0]["path"]).read_text())["act"]
    deleted = lambda article: not article.get("heading") and len(" ".join(p["text"] for p in article["paragraphs"]).split()) <= 3
    return {number(a["number"]): a.get("heading") or "" for a in act["articles"] if not a.get("appendix") and not deleted(a)}


def main():
    binary, folder = sys.argv[1], Path(sys.argv[2])
    alike = of = silent = 0
    with tempfile.TemporaryDirectory() as library:
        for name, (state, word, place) in COPIES.items():
            ours = imported(binary, folder / name, state, library)
            theirs = {}
            for article, heading in read(folder / name, word, place):
                theirs.setdefault(article, heading)
            both = [article for article in ours if article in theirs]
            # A long title stands at the margin: the second reading sees none there, and has nothing to say.
            none = [article for article in both if ours[article] and not theirs[article]]
            told = [article for article in both if article not in none]
            differ = [article for article in told if letters(ours[article]) != letters(theirs[article])]
            alike, of, silent = alike + len(told) - len(differ), of + len(told), silent + len(none)
            print(f"{name}: {len(ours)} in force, the second reading sees {len(told)}, {len(told) - len(differ)} alike "
                  f"({100 * (len(told) - len(differ)) / max(1, len(told)):.2f} %); only here {[a for a in ours if a not in theirs]}")
            for article in differ:
                print(f"  {article}: import {ours[article]!r} | second reading {theirs[article]!r}")
    print(f"together {alike} of {of} ({100 * alike / max(1, of):.2f} %); of {silent} titles the second reading sees nothing")


if __name__ == "__main__":
    main()
