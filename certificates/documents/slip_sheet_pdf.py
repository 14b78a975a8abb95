"""Slips of many people on paper: eight on a page, to be cut apart; a port of people, filled here."""

import json
from dataclasses import asdict

from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE, code
from certificates.documents.font_coverage import printable_part, unprintable
from lms.people.api import PrintedSlip, SlipSheet


def slip_sheet_pdf(sheet: SlipSheet) -> bytes:
    """The slips as one PDF; where no font has a sign of a name, the user name alone says whose it is."""
    shown = {
        "title": sheet.title,
        "language": sheet.language,
        "words": dict(sheet.words),
        "address": sheet.address,
        "slips": [asdict(one) | {"name": _printable(one), "place": printable_part(one.place)} for one in sheet.slips],
    }
    inputs = {"sheet": json.dumps(shown, ensure_ascii=False), "code": code(sheet.address)}
    return typesetting.pdf(HOUSE, "slips", inputs, made_at=sheet.made_at)


def _printable(slip: PrintedSlip) -> str:
    return slip.username if unprintable(slip.name) else slip.name
