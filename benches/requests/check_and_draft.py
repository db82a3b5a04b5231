#!/usr/bin/env python3
"""How long a long request takes: check, and draft in two languages, each as a whole process.

    benches/requests/check_and_draft.py [PROGRAM] [RUNS]

The request is made here from the bundled one (video hearing and bank data, Serbia to Germany, fictional): its statements of facts are
told again, each with its citations, until there are 68 citations; it ends with an error if the PDF has less than twenty pages. The case is the bundled
evidence, indexed by the same program. Prints the median and the slowest of the runs in milliseconds; the first run is not counted.
"""

import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIMES_TOLD = 17  # 4 citations each
LEAST_PAGES = 20


def long_request() -> str:
    text = (ROOT / "fixtures/requests/video-and-bank-rs-de.toml").read_text(encoding="utf-8")
    start = text.index("[[facts]]")
    end = text.index("[narrative]")
    facts = text[start:end]
    told = []
    for turn in range(TIMES_TOLD):
        # Every telling has ids of its own; the words stay, so that the citations hold.
        told.append(re.sub(r'id = "F(\d+)"', lambda found: f'id = "F{int(found[1]) + 3 * turn}"', facts))
    return text[:start] + "".join(told) + text[end:]


def timed(command: list[str], folder: pathlib.Path, runs: int, expected: set[int]) -> tuple[float, float]:
    times = []
    for turn in range(runs + 1):
        begin = time.perf_counter()
        done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        took = (time.perf_counter() - begin) * 1000
        if done.returncode not in expected:
            sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}")
        if turn:
            times.append(took)
    return statistics.median(times), max(times)


def main() -> None:
    program = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/rogatory").resolve())
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for words in (["init", "."], ["index", str(ROOT / "fixtures/case"), "--ocr", "off"]):
            subprocess.run([program, *words, "--quiet"], cwd=folder, stdout=subprocess.DEVNULL, check=False)
        shutil.copytree(ROOT / "fixtures/requests/annexes", folder / "annexes")
        (folder / "short.toml").write_bytes((ROOT / "fixtures/requests/video-and-bank-rs-de.toml").read_bytes())
        (folder / "long.toml").write_text(long_request(), encoding="utf-8")
        both = ["--second-language", "de", "--force", "--out", "drafts"]
        for what, command in (
            ("start of the program", ["--version"]),
            ("check, as bundled", ["mla", "check", "short.toml", "--on", "2026-03-16"]),
            ("check, long", ["mla", "check", "long.toml", "--on", "2026-03-16"]),
            ("draft, long, DOCX and PDF", ["mla", "draft", "long.toml", "--to", "docx,pdf", *both]),
            ("draft, long, DOCX", ["mla", "draft", "long.toml", "--to", "docx", *both]),
            ("draft, long, PDF", ["mla", "draft", "long.toml", "--to", "pdf", *both]),
        ):
            median, slowest = timed([program, *command], folder, runs, {0, 3})
            print(f"{what:<28} {median:8.1f} {slowest:8.1f} ms")
        try:
            said = subprocess.run(["pdfinfo", "drafts/long.pdf"], cwd=folder, stdout=subprocess.PIPE, check=False).stdout.decode()
            pages = int(re.search(r"Pages:\s+(\d+)", said)[1])
            print("pages of the PDF:", pages)
            if pages < LEAST_PAGES:
                sys.exit(f"the long request has {pages} pages, not {LEAST_PAGES}: raise TIMES_TOLD")
        except FileNotFoundError:
            print("SKIPPED: pdfinfo is not there to count pages")


if __name__ == "__main__":
    main()
