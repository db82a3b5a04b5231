#!/usr/bin/env python3
"""How many of pdftotext's words `rogatory text` finds in the PDFs of a folder, as a table in Markdown.

usage: pdf_against_pdftotext.py FOLDER [PROGRAM]   (PROGRAM: target/release/rogatory if not given; pdftotext: apt-get install poppler-utils)

Words are compared as multisets after NFKC and case folding. Recall is the share of pdftotext's words that were found; words found beside
them (form fields, annotations, attachments) lower F1 only. PDFs in which pdftotext finds fewer than 20 words are left out.
"""
import collections, pathlib, re, subprocess, sys, unicodedata

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "target/release/rogatory"


def words(text):
    return collections.Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def run(*command):
    done = subprocess.run(command, capture_output=True)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder, program = pathlib.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) == 3 else str(PROGRAM)
    rows = []
    for pdf in sorted(folder.rglob("*.pdf")):
        wanted = words(run("pdftotext", "-q", str(pdf), "-")[1])
        total = sum(wanted.values())
        if total < 20:
            continue
        code, text = run(program, "text", "--no-members", str(pdf))
        found = words(text)
        common = sum((wanted & found).values())
        rows.append((common / total, 2 * common / (total + sum(found.values()) or 1), total, code, pdf.relative_to(folder)))
    print("| recall | F1 | words | exit code | file |\n|---:|---:|---:|---:|---|")
    for recall, f1, total, code, name in sorted(rows):
        print(f"| {recall:.3f} | {f1:.3f} | {total} | {code} | {name} |")
    if rows:
        print(f"| **{sum(r[0] for r in rows) / len(rows):.3f}** | **{sum(r[1] for r in rows) / len(rows):.3f}** | {sum(r[2] for r in rows)} | | mean of {len(rows)} files |")
        silent = [r for r in rows if r[3] == 0 and r[0] < 0.2]
        print(f"\nRecall above 0.9: {sum(r[0] > 0.9 for r in rows)} of {len(rows)}. Silent losses (exit code 0, recall under 0.2): {len(silent)}.")


main()
