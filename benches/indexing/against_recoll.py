#!/usr/bin/env python3
"""Indexing and searching a folder with rogatory and with recoll (Debian: recollcmd), no text recognition on either side.

usage: against_recoll.py FOLDER [PROGRAM]        (PROGRAM: target/release/rogatory if not given)

Runs both in turn three times on scratch configurations and prints the best of each; then twenty queries as whole processes. The seconds
of the processor are those of all processes that were waited for; recoll leaves some of its helpers unwaited, so its figure is too low.

recoll reads most formats with other programs and passes over the files for which it has none, so that without them it is fast and finds
little. Install them first; what is still missing is printed:

  apt-get install recollcmd python3-recoll poppler-utils antiword unrtf xsltproc wv untex pff-tools libwpd-tools djvulibre-bin \\
    libimage-exiftool-perl python3-{chardet,lxml,py7zr,icalendar,rarfile,six,chm,mutagen}
"""
import os, pathlib, resource, statistics, subprocess, sys, tempfile, time

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "target/release/rogatory"
QUERIES = "document test message table letter number header contract date paragraph".split() + [
    "text file", "first page", "hello world", "lorem ipsum", "the best", "apache tika", "mail list", "new york", "open office", "foreign language"]
ROUNDS = 3


def run(command):
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return code, wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder, program = os.path.realpath(sys.argv[1]), sys.argv[2] if len(sys.argv) == 3 else str(PROGRAM)
    off = ["--ocr", "off"] if "--ocr" in subprocess.run([program, "index", "--help"], capture_output=True, text=True).stdout else []
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as scratch:
        for turn in range(ROUNDS):
            conf, case = f"{scratch}/recoll-{turn}", f"{scratch}/case-{turn}"
            os.mkdir(conf)
            pathlib.Path(conf, "recoll.conf").write_text(f"topdirs = {folder}\nloglevel = 1\nocrprogs =\n")
            code, *times = run(["recollindex", "-c", conf, "-z"])
            if code != 0:
                sys.exit(f"recollindex ended with {code}")
            theirs.append(times)
            run([program, "init", case, "--number", "B-1"])
            code, *times = run([program, "index", "--case", case, "-q", *off, folder])
            if code not in (0, 3):
                sys.exit(f"rogatory ended with {code}")
            ours.append(times)
            print(f"# load {os.getloadavg()[0]:.1f}: recoll {theirs[-1][0]:.1f} s, rogatory {ours[-1][0]:.1f} s", file=sys.stderr)
        (our_wall, our_cpu), (their_wall, their_cpu) = min(ours), min(theirs)
        missing = pathlib.Path(conf, "missing")
        print("recoll had no helper for:", " ".join(missing.read_text().split("\n")).strip() if missing.exists() else "-", file=sys.stderr)
        print("| | recoll | rogatory | ratio |\n|---|---:|---:|---:|")
        print(f"| indexing, seconds | {their_wall:.1f} | {our_wall:.1f} | {their_wall / our_wall:.1f} |")
        print(f"| indexing, processor seconds | {their_cpu:.1f} | {our_cpu:.1f} | {their_cpu / our_cpu:.1f} |")
        asked = {}
        for name, command in [("recoll", ["recollq", "-c", conf, "-n", "10", "-q"]), ("rogatory", [program, "search", "--case", case, "--limit", "10"])]:
            asked[name] = statistics.median(min(run(command + [query])[1] for _ in range(ROUNDS)) for query in QUERIES) * 1000
        print(f"| one query as a whole process, median of {len(QUERIES)}, ms | {asked['recoll']:.1f} | {asked['rogatory']:.1f} | {asked['recoll'] / asked['rogatory']:.1f} |")


if __name__ == "__main__":
    main()
