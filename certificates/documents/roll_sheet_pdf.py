"""The roll of a meeting on paper, with a line for each signature; a port of cohorts, filled here."""

import json

from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.font_coverage import printable_part
from courses.api import RollSheet


def roll_sheet_pdf(sheet: RollSheet) -> bytes:
    """The sheet as one PDF of as many pages as it needs; what no font has is left out of it."""
    shown = {
        "title": sheet.title,
        "language": sheet.language,
        "words": dict(sheet.words),
        "facts": [[name, printable_part(value)] for name, value in sheet.facts],
        "people": [[printable_part(part) for part in one] for one in sheet.people],
        "empty": sheet.empty,
    }
    inputs = {"sheet": json.dumps(shown, ensure_ascii=False)}
    return typesetting.pdf(HOUSE, "roll", inputs, made_at=sheet.made_at)
