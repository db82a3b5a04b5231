#!/usr/bin/env python3
"""Character error rate of recognised text, on pages of our own, clean and spoilt, as a table in Markdown.

usage: ocr_error_rate.py FOLDER [PROGRAM [KIND,…]]     (PROGRAM: target/release/rogatory if not given; KIND: a column, all if not given)

FOLDER holds the pages as PDF, written by `cargo bench --bench ocr_pages -- FOLDER` from the texts in `pages/`. "PDF" is the page as rogatory
draws it itself (`index --ocr force`, 300 dpi); the other columns are pictures drawn by pdftoppm and spoilt with Pillow, recognised by
`index --ocr auto`. Each is indexed twice: without a language (the mixture of all models) and with the language of the page. The error
rate is Levenshtein's distance to the text over its length, after NFC and with all white space as one blank. A second run over the same
pages is timed: it must cost nothing. Needs tesseract with the models, pdftoppm, Pillow.
"""
import io, json, pathlib, random, re, subprocess, sys, tempfile, time, unicodedata
from PIL import Image, ImageFilter

HERE = pathlib.Path(__file__).resolve().parent
SPOILT = {
    "300 dpi": lambda page: page,
    "150 dpi": lambda page: page.resize((page.width // 2, page.height // 2), Image.LANCZOS),
    "turned 1°": lambda page: page.rotate(1, Image.BICUBIC, fillcolor=255),
    "noise": lambda page: noisy(page),
    "JPEG 30, 200 dpi": lambda page: jpeg(page.resize((page.width * 2 // 3, page.height * 2 // 3), Image.LANCZOS), 30),
    "fax": lambda page: page.resize((page.width * 204 // 300, page.height * 98 // 300)).point(lambda v: 255 * (v > 150)).resize((page.width * 204 // 300, page.height * 196 // 300)).convert("1"),
    "all of it": lambda page: jpeg(noisy(page.rotate(1, Image.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(1)).resize((page.width * 2 // 3, page.height * 2 // 3), Image.LANCZOS)), 30),
}
DPI = {"150 dpi": 150, "JPEG 30, 200 dpi": 200, "all of it": 200, "fax": (204, 196)}


def noisy(page):
    """Grey noise of a bad copy and a fleck here and there, the same each time."""
    chance = random.Random(7)
    page = page.convert("L")
    noise = Image.frombytes("L", page.size, chance.randbytes(page.width * page.height))
    page = Image.blend(page, noise, 0.35)
    for _ in range(page.width * page.height // 4000):
        page.putpixel((chance.randrange(page.width), chance.randrange(page.height)), chance.choice((0, 255)))
    return page


def jpeg(page, quality):
    kept = io.BytesIO()
    page.convert("L").save(kept, "JPEG", quality=quality)
    return Image.open(kept).convert("L")


def plain(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def recognised(program, files, case, *options):
    """The recognised text of each file, and the seconds the run took."""
    if not (case / "case.toml").exists():
        subprocess.run([program, "init", str(case), "--title", "recognition"], check=True, capture_output=True)
    begun = time.monotonic()
    subprocess.run([program, "index", "--quiet", "--case", str(case), *options, *map(str, files)], capture_output=True)
    taken = time.monotonic() - begun
    texts = {}
    for file in files:
        shown = subprocess.run([program, "show", file.name, "--page", "1", "--json", "--case", str(case)], capture_output=True, text=True).stdout
        units = json.loads(shown).get("units", []) if shown.strip() else []
        texts[file.stem] = [unit for unit in units if unit.get("part") == "ocr"]
    return texts, taken


def main():
    if len(sys.argv) not in (2, 3, 4):
        sys.exit(__doc__)
    folder, program = pathlib.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else str(HERE.parents[1] / "target/release/rogatory")
    kinds = sys.argv[3].split(",") if len(sys.argv) > 3 else ["PDF", *SPOILT]
    wanted = {page.stem: plain(page.read_text("utf-8")) for page in sorted((HERE / "pages").glob("*.txt"))}
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        drawn = {}
        for language in wanted:
            subprocess.run(["pdftoppm", "-r", "300", "-gray", "-png", "-singlefile", str(folder / f"{language}.pdf"), str(scratch / language)], check=True)
            drawn[language] = Image.open(scratch / f"{language}.png").convert("L")
        table = {}
        for kind in kinds:
            files, place = {}, scratch / re.sub(r"\W+", "-", kind)
            place.mkdir()
            for language in wanted:
                if kind == "PDF":
                    files[language] = place / f"{language}.pdf"
                    files[language].write_bytes((folder / f"{language}.pdf").read_bytes())
                    continue
                dpi = DPI.get(kind, 300)
                files[language] = place / f"{language}.png"
                SPOILT[kind](drawn[language]).save(files[language], dpi=dpi if isinstance(dpi, tuple) else (dpi, dpi))
            mode = ["--ocr", "force" if kind == "PDF" else "auto"]
            mixed, first = recognised(program, list(files.values()), place / "case", *mode)
            _, again = recognised(program, list(files.values()), place / "case", *mode)
            if kind == "PDF":
                print(f"eight pages as PDF: {first:.1f} s; a second run over them: {again:.1f} s", file=sys.stderr)
            known = {}
            for language, file in files.items():
                known.update(recognised(program, [file], place / f"case-{language}", *mode, "--ocr-langs", language)[0])
            for language, text in wanted.items():
                for how, texts in (("mixture", mixed), ("known", known)):
                    found = plain("\n".join(unit["text"] for unit in texts[language]))
                    rate = distance(text, found) / len(text)
                    doubt = min((unit.get("ocr_confidence") or 0 for unit in texts[language]), default=0)
                    table[language, how, kind] = f"{rate:.2%}"
                    print(f"{kind}\t{language}\t{how}\t{rate:.2%}\tconfidence {doubt:.0f}\t{texts[language][0]['engine'] if texts[language] else 'nothing'}", file=sys.stderr, flush=True)
    print("| page | language | " + " | ".join(kinds) + " |\n|---|---|" + "---:|" * len(kinds))
    for language in wanted:
        for how in ("mixture", "known"):
            print(f"| {language} | {how} | " + " | ".join(table[language, how, kind] for kind in kinds) + " |")


main()
