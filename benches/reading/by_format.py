#!/usr/bin/env python3
"""What became of the files in a folder, format by format, as a table in Markdown.

usage: by_format.py FOLDER [PROGRAM]        (PROGRAM: target/release/rogatory if not given)

Makes a case in a scratch folder, indexes FOLDER into it and counts documents: files on disk and files inside of files, the same
bytes once. A row names a media type; the reasons are those of its partial and unreadable documents, a document counted under each.
"""
import collections, json, pathlib, subprocess, sys, tempfile

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "target/release/rogatory"


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder, program = sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else str(PROGRAM)
    with tempfile.TemporaryDirectory() as scratch:
        case = scratch + "/case"
        subprocess.run([program, "init", case, "--number", "B-1"], check=True, capture_output=True)
        run = subprocess.run([program, "index", "--case", case, "--format", "ndjson", folder], capture_output=True, text=True)
        if run.returncode not in (0, 3):
            sys.exit(run.stderr)
        register = json.loads(subprocess.run([program, "status", "--case", case, "--json"], capture_output=True, text=True).stdout)
    kinds, summary = {}, {}
    for line in run.stdout.splitlines():
        event = json.loads(line)
        if event["event"] == "document":
            kinds[event["document"]] = event["type"]
        else:
            summary = event
    reasons = collections.defaultdict(collections.Counter)
    for failure in register["failures"]:
        for reason in {gap["reason"] for gap in failure["gaps"]}:
            reasons[kinds.get(failure["document"], "?")][reason] += 1
    print("| media type | documents | complete | partial | unreadable | reasons |\n|---|---:|---:|---:|---:|---|")
    for row in sorted(register["types"], key=lambda row: row["type"]):
        why = ", ".join(f"`{reason}` {count}" for reason, count in reasons[row["type"]].most_common())
        print(f"| {row['type']} | {row['documents']} | {row['complete']} | {row['partial']} | {row['unreadable']} | {why} |")
    why = ", ".join(f"`{reason}` {count}" for reason, count in sorted(register["reasons"].items(), key=lambda r: -r[1]))
    print(f"| **all** | **{register['documents']}** | **{register['complete']}** | **{register['partial']}** | **{register['unreadable']}** | {why} |")
    print(f"\n{summary.get('files', '?')} files on disk, {summary.get('seconds', 0):.1f} s.", file=sys.stderr)


main()
