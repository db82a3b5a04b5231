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
    if end == ".pst":
        put("pst", b"\0" + data)
    put("sniff", bytes([count % 12]) + data)
    put("readers", bytes([count % 60]) + data)
for path in sorted((CASE.parent / "reading/outlook").glob("*.pst")):
    put("pst", b"\0" + path.read_bytes())
# Changes of single bytes of a store: place (two bytes), value.
for place in (0x0a, 0xb8, 0xe0, 0x200, 0x4400, 0x4c00, 0x5000):
    put("pst", b"\1" + place.to_bytes(2, "little") + b"\x55")
