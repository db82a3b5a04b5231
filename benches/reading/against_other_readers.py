#!/usr/bin/env python3
"""How many of the words other people's readers find `rogatory text` finds too, format by format, as a table in Markdown.

usage: against_other_readers.py FOLDER [PROGRAM]      (PROGRAM: target/release/rogatory if not given)

References: LibreOffice's text export (DOC DOCX ODT RTF), openpyxl (XLSX), xlrd (XLS), python-pptx (PPTX), Python's email (EML), extract-msg (MSG).
What is not installed is said and left out. Words are compared as multisets after NFKC and case folding; recall is the share of the
reference's words that were found. Files in which the reference finds fewer than 5 words, or fails, are left out. A failure of ours counts 0.
"""
import collections, email, email.policy, pathlib, re, subprocess, sys, tempfile, unicodedata

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "target/release/rogatory"


def words(text):
    return collections.Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def libreoffice(path):
    with tempfile.TemporaryDirectory() as out:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{out}/profile", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", out, str(path)]
        subprocess.run(command, capture_output=True, timeout=90)
        return next(pathlib.Path(out).glob("*.txt")).read_text("utf-8", "replace")


def excel(path):
    import openpyxl
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str))


def old_excel(path):
    import xlrd
    book = xlrd.open_workbook(path, logfile=open("/dev/null", "w"))
    return " ".join(cell.value for sheet in book.sheets() for row in sheet.get_rows() for cell in row if cell.ctype == xlrd.XL_CELL_TEXT)


def slides(path):
    import pptx
    return " ".join(shape.text_frame.text for slide in pptx.Presentation(path).slides for shape in slide.shapes if shape.has_text_frame)


def mail(path):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    return body.get_content() if body else ""


def outlook(path):
    import extract_msg
    with extract_msg.openMsg(str(path)) as message:
        return f"{message.subject or ''} {message.body or ''}"


READERS = {"docx": libreoffice, "doc": libreoffice, "odt": libreoffice, "rtf": libreoffice, "xlsx": excel, "xls": old_excel, "pptx": slides, "eml": mail, "msg": outlook}


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder, program = pathlib.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) == 3 else str(PROGRAM)
    print("| format | reference | files | compared | mean recall | recall > .9 |\n|---|---|---:|---:|---:|---:|")
    for extension, reader in READERS.items():
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() == "." + extension)
        scores, missing = [], None
        for path in files:
            try:
                wanted = words(reader(path))
            except ImportError as error:
                missing = error.name
                break
            except Exception:
                continue
            if wanted.total() < 5:
                continue
            run = subprocess.run([program, "text", str(path)], capture_output=True, timeout=120)
            found = words(run.stdout.decode("utf-8", "replace"))
            recall = (wanted & found).total() / wanted.total()
            scores.append(recall)
            if recall < 0.9:
                print(f"{recall:.2f} {path}: {sorted((wanted - found).elements())[:8]}", file=sys.stderr)
        if missing:
            print(f"{extension}: left out, {missing} is not installed", file=sys.stderr)
        elif scores:
            good = sum(score > 0.9 for score in scores)
            print(f"| {extension} | {reader.__name__} | {len(files)} | {len(scores)} | {sum(scores) / len(scores):.3f} | {good / len(scores):.1%} |", flush=True)


main()
