"""The protocol of a supervised exam, to be ticked and signed by hand; a port of assessments, filled here."""

import json

from assessments.api import ProtocolSheet
from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.font_coverage import printable_part


def protocol_sheet_pdf(sheet: ProtocolSheet) -> bytes:
    """The sheet as a PDF of as many pages as it needs; signs that no font has are left out."""
    shown = {
        "title": printable_part(sheet.title),
        "language": sheet.language,
        "words": dict(sheet.words),
        "facts": [[name, printable_part(value)] for name, value in sheet.facts],
        "candidates": [[printable_part(name), printable_part(place)] for name, place in sheet.candidates],
        "supervisors": [printable_part(name) for name in sheet.supervisors],
    }
    inputs = {"sheet": json.dumps(shown, ensure_ascii=False)}
    return typesetting.pdf(HOUSE, "protocol", inputs, made_at=sheet.made_at)
