"""Sheets of printed quizzes as a PDF; a port of assessments, filled here."""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict

from assessments.api import PaperSheets, PrintedPicture
from certificates.documents import font_coverage, typesetting
from certificates.documents.certificate_pdf import HOUSE, code
from certificates.documents.font_coverage import printable_part

SVG = "image/svg+xml"


class PaperPrinterPdf:
    """Sets sheets with the fonts of the house."""

    def unprintable(self, text: str) -> Sequence[str]:
        """The signs of a text that none of our fonts has."""
        return font_coverage.unprintable(text)

    def pdf(self, sheets: PaperSheets) -> bytes:
        """The sheets as one PDF; where no font has a sign of a name, the user name alone says whose a sheet is."""
        shown = {
            "title": printable_part(sheets.title),
            "course": printable_part(sheets.course),
            "language": sheets.language,
            "words": dict(sheets.words),
            "sheets": [
                asdict(one)
                | {"name": one.username if self.unprintable(one.name) else one.name, "scan": code(one.address)}
                for one in sheets.sheets
            ],
        }
        inputs = {
            "papers": json.dumps(shown, ensure_ascii=False),
            "pictures": json.dumps({url: as_svg(one) for url, one in sheets.pictures.items()}),
        }
        return typesetting.pdf(HOUSE, "papers", inputs, made_at=sheets.made_at)


def as_svg(picture: PrintedPicture) -> str:
    """A picture as SVG: as it is, or set into one, so that every picture reaches the design as text."""
    if picture.media_type == SVG:
        return picture.data.decode()
    data = b64encode(picture.data).decode()
    size = f'width="{picture.width}" height="{picture.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size}>'
        f'<image {size} xlink:href="data:{picture.media_type};base64,{data}"/></svg>'
    )
