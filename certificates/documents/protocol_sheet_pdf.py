"""The protocol of a supervised exam, to be ticked and signed by hand; a port of assessments, filled here."""

import json

from assessments.api import ProtocolSheet
from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.font_coverage import unprintable


def protocol_sheet_pdf(sheet: ProtocolSheet) -> bytes:
    """The sheet as a PDF of as many pages as it needs; signs that no font has are left out."""
    shown = {
        "title": _plain(sheet.title),
        "language": sheet.language,
        "words": dict(sheet.words),
        "facts": [[name, _plain(value)] for name, value in sheet.facts],
        "candidates": [[_plain(name), _plain(place)] for name, place in sheet.candidates],
        "supervisors": [_plain(name) for name in sheet.supervisors],
    }
    inputs = {"sheet": json.dumps(shown, ensure_ascii=False)}
    return typesetting.pdf(HOUSE, "protocol", inputs, made_at=sheet.made_at)


def _plain(text: str) -> str:
    """The text without the signs that no font has."""
    missing = unprintable(text)
    return "".join(sign for sign in text if sign not in missing)
