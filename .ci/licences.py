#!/usr/bin/env python3
"""Licences of everything the program links, from cargo's own metadata.

    python3 .ci/licences.py            writes THIRD-PARTY.md
    python3 .ci/licences.py --check    exit 1 if a licence is not on the list, or THIRD-PARTY.md is out of date
"""
import json, re, subprocess, sys

ALLOWED = {"MIT", "MIT-0", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-1-Clause", "ISC", "0BSD", "Zlib", "CC0-1.0", "Unicode-3.0", "Unicode-DFS-2016", "MPL-2.0", "BSL-1.0", "Unlicense", "OFL-1.1", "bzip2-1.0.6", "Apache-2.0 WITH LLVM-exception"}
# Crates whose manifest says nothing a program can read, with what their licence file says.
BY_HAND = {}
SOCKETS = {"hyper", "reqwest", "ureq", "tokio", "mio", "rustls", "native-tls", "openssl", "curl", "socket2", "async-std"}


def fits(expression):
    """Whether one alternative of an SPDX expression is made of allowed licences only."""
    expression = expression.replace("/", " OR ")
    tokens = re.findall(r"\(|\)|[^()\s]+(?: WITH [^()\s]+)?", expression)
    code = " ".join({"AND": "and", "OR": "or", "(": "(", ")": ")"}.get(token, str(token in ALLOWED)) for token in tokens)
    return bool(eval(code))  # the words True, False, and, or, brackets: nothing else can stand here


def main():
    metadata = json.loads(subprocess.run(["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"], capture_output=True, check=True).stdout)
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    packages = {package["id"]: package for package in metadata["packages"]}
    linked, queue = set(), [metadata["resolve"]["root"]]
    while queue:
        current = queue.pop()
        if current in linked:
            continue
        linked.add(current)
        for dependency in nodes[current]["deps"]:
            if any(kind["kind"] != "dev" for kind in dependency["dep_kinds"]):
                queue.append(dependency["pkg"])
    rows, bad = [], []
    for package in sorted((packages[identity] for identity in linked), key=lambda p: (p["name"], p["version"])):
        if package["name"] == "rogatory":
            continue
        licence = package["license"] or BY_HAND.get(package["name"]) or "?"
        if not fits(licence):
            bad.append(f"{package['name']} {package['version']}: {licence}")
        if package["name"] in SOCKETS:
            bad.append(f"{package['name']} {package['version']}: opens sockets")
        rows.append(f"| {package['name']} | {package['version']} | {licence} |")
    page = "# Third-party code in the binary\n\nWritten by `.ci/licences.py` from cargo's metadata. The licence texts come with each crate's source.\n\n| crate | version | licence |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    if "--check" in sys.argv:
        if open("THIRD-PARTY.md", encoding="utf-8").read() != page:
            bad.append("THIRD-PARTY.md is out of date: run python3 .ci/licences.py")
    else:
        open("THIRD-PARTY.md", "w", encoding="utf-8").write(page)
    print(f"{len(rows)} crates linked")
    if bad:
        sys.exit("\n".join(bad))


main()
