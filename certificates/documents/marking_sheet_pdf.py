"""Marking sheets, to be filled in by hand; a port of assessments, filled here."""

import hashlib
import json
from collections.abc import Sequence

from assessments.api import PaperMarkingSheet
from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.font_coverage import printable_part

LONGEST = 20  # signs of a word that the narrowest column holds


def marking_sheets_pdf(sheets: Sequence[PaperMarkingSheet]) -> bytes:
    """All sheets as one PDF, each from a new page; signs that no font has are left out."""
    pictures: dict[str, bytes] = {}
    inputs = {"sheets": json.dumps([_shown(one, pictures) for one in sheets], ensure_ascii=False)}
    if not pictures:
        return typesetting.pdf(HOUSE, "marking", inputs, made_at=sheets[0].made_at)
    return typesetting.pdf_with_pictures(HOUSE, "marking", inputs, pictures, made_at=sheets[0].made_at)


def _shown(sheet: PaperMarkingSheet, pictures: dict[str, bytes]) -> dict[str, object]:
    """A sheet as data; its picture is gathered under the name of its content, once for all sheets that show it."""
    picture = None
    if sheet.picture is not None:
        content, alt = sheet.picture
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.jpg"
        pictures[name] = content
        picture = [name, printable_part(alt)]
    return {
        "picture": picture,
        "title": _printed(sheet.title),
        "code": sheet.code,
        "language": sheet.language,
        "words": dict(sheet.words),
        "facts": [[name, _printed(value)] for name, value in sheet.facts],
        "criteria": [
            {
                "title": _printed(one.title),
                "remark": one.remark,
                "levels": [[_printed(title), _printed(words)] for title, words in one.levels],
            }
            for one in sheet.criteria
        ],
        "grades": [_printed(one) for one in sheet.grades],
        "flag": sheet.offers_flag,
    }


def _printed(text: str) -> str:
    return typesetting.may_break(printable_part(text), LONGEST)
