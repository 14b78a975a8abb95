"""Reading a certificate as it lies on a table: its code and its number."""

import re
import subprocess
from pathlib import Path

import pypdf
import zxingcpp
from PIL import Image


def code(pdf: Path) -> str:
    """What a phone reads from the code on the first page, printed at 150 dots an inch."""
    picture = pdf.with_name("page-as-seen")
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", str(pdf), str(picture)], check=True)
    with Image.open(picture.with_suffix(".png")) as page:
        found = zxingcpp.read_barcodes(page)
    return found[0].text


def number(pdf: Path) -> str:
    """The number that is printed on it."""
    text = pypdf.PdfReader(pdf).pages[0].extract_text()
    return re.search(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b", text)[0]
