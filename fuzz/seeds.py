#!/usr/bin/env python3
"""Seeds for the fuzz targets out of the fictional case: seeds.py FOLDER. The first byte of most inputs chooses a reader."""
import pathlib, sys

CASE = pathlib.Path(__file__).resolve().parents[1] / "fixtures/case"
LARGEST = 60_000
OUT = pathlib.Path(sys.argv[1])
count = 0


def put(target, data):
    global count
    folder = OUT / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"seed-{count:04}").write_bytes(data)
    count += 1


MAPPING = b'[[table]]\nfiles = "*.csv"\nzone = "CET"\ntime = 1\nsender = "Broj A"\nreceiver = "Broj B"\nplace = 5\n\0'
for path in sorted(CASE.rglob("*")):
    if not path.is_file() or path.stat().st_size > LARGEST:
        continue
    data, end = path.read_bytes(), path.suffix
    if end == ".rtf":
        put("rtf", data)
    if end in (".msg", ".doc", ".xls", ".ppt"):
        for choice in (0, 3):
            put("msg", bytes([choice]) + data)
    if path.name == "winmail.dat":
        put("msg", b"\2" + data)
    if path.parts[-2] in ("06-telefoni", "telegram", "telegram-html", "signal") and end in (".txt", ".json", ".html", ".csv"):
        for choice in range(5):
            put("chats", bytes([choice]) + data)
    if end == ".csv":
        put("mapping", MAPPING + data)
    if path.parent.name == "06-telefoni" and end in (".xml", ".ufdr"):
        for choice in range(3):
            put("reports", bytes([choice]) + data)
    put("sniff", bytes([count % 12]) + data)
    put("readers", bytes([count % 60]) + data)
