"""The report of a mission on paper; a port of assessments, filled here."""

import json

from assessments.api import MissionSheet
from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.font_coverage import printable_part


def mission_report_pdf(sheet: MissionSheet) -> bytes:
    """The report as a PDF of as many pages as it needs; signs that no font has are left out."""
    shown = {
        "title": printable_part(sheet.title),
        "language": sheet.language,
        "words": dict(sheet.words),
        "facts": [[name, printable_part(value)] for name, value in sheet.facts],
        "terms": [[name, printable_part(value)] for name, value in sheet.terms],
        "sections": [
            [
                title,
                [
                    [printable_part(head), [[name, printable_part(value)] for name, value in fields]]
                    for head, fields in entries
                ],
            ]
            for title, entries in sheet.sections
        ],
        "digest": sheet.digest,
    }
    inputs = {"sheet": json.dumps(shown, ensure_ascii=False)}
    return typesetting.pdf(HOUSE, "mission-report", inputs, made_at=sheet.made_at)
