"""Marking sheets, to be filled in by hand; a port of assessments, filled here."""

import json
from collections.abc import Sequence

from assessments.api import PaperMarkingSheet
from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.font_coverage import printable_part


def marking_sheets_pdf(sheets: Sequence[PaperMarkingSheet]) -> bytes:
    """All sheets as one PDF, each from a new page; signs that no font has are left out."""
    inputs = {"sheets": json.dumps([_shown(one) for one in sheets], ensure_ascii=False)}
    return typesetting.pdf(HOUSE, "marking", inputs, made_at=sheets[0].made_at)


def _shown(sheet: PaperMarkingSheet) -> dict[str, object]:
    return {
        "title": printable_part(sheet.title),
        "code": sheet.code,
        "language": sheet.language,
        "words": dict(sheet.words),
        "facts": [[name, printable_part(value)] for name, value in sheet.facts],
        "criteria": [
            {
                "title": printable_part(one.title),
                "remark": one.remark,
                "levels": [[printable_part(title), printable_part(words)] for title, words in one.levels],
            }
            for one in sheet.criteria
        ],
        "grades": list(sheet.grades),
        "flag": sheet.offers_flag,
    }
