"""The report of a mission on paper; a port of assessments, filled here."""

import json

from assessments.api import MissionSheet
from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.font_coverage import printable_part

LONGEST = 50  # signs of a word that a line holds


def mission_report_pdf(sheet: MissionSheet) -> bytes:
    """The report as a PDF of as many pages as it needs; signs that no font has are left out."""
    shown = {
        "title": _printed(sheet.title),
        "language": sheet.language,
        "words": dict(sheet.words),
        "facts": [[name, _printed(value)] for name, value in sheet.facts],
        "terms": [[name, _printed(value)] for name, value in sheet.terms],
        "sections": [
            [
                title,
                [[_printed(head), [[name, _printed(value)] for name, value in fields]] for head, fields in entries],
            ]
            for title, entries in sheet.sections
        ],
        "digest": sheet.digest,
    }
    inputs = {"sheet": json.dumps(shown, ensure_ascii=False)}
    return typesetting.pdf(HOUSE, "mission-report", inputs, made_at=sheet.made_at)


def _printed(text: str) -> str:
    return typesetting.may_break(printable_part(text), LONGEST)
