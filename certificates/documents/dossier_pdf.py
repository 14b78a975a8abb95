"""A dossier of evidence with its index and pictures; a port of assessments, filled here."""

import json

from assessments.api import DossierPiece, DossierSheet
from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.font_coverage import printable_part

LONGEST = 50  # signs of a word that a line holds


def dossier_pdf(sheet: DossierSheet) -> bytes:
    """The dossier as a PDF of as many pages as it needs; signs that no font has are left out."""
    pictures: dict[str, bytes] = {}
    shown = {
        "title": _printed(sheet.title),
        "language": sheet.language,
        "words": dict(sheet.words),
        "facts": [[name, _printed(value)] for name, value in sheet.facts],
        "pieces": [_shown(piece, pictures) for piece in sheet.pieces],
    }
    inputs = {"sheet": json.dumps(shown, ensure_ascii=False)}
    return typesetting.pdf_with_pictures(HOUSE, "dossier", inputs, pictures, made_at=sheet.made_at)


def _shown(piece: DossierPiece, pictures: dict[str, bytes]) -> dict[str, object]:
    """A piece as data; its pictures are gathered under names of their own."""
    named = []
    for content, alt in piece.pictures:
        name = f"picture-{len(pictures) + 1}.jpg"
        pictures[name] = content
        named.append([name, _printed(alt)])
    return {
        "title": _printed(piece.title),
        "facts": [[name, _printed(value)] for name, value in piece.facts],
        "text": _printed(piece.text),
        "files": [_printed(one) for one in piece.files],
        "pictures": named,
        "witnesses": [[_printed(who), _printed(words)] for who, words in piece.witnesses],
    }


def _printed(text: str) -> str:
    return typesetting.may_break(printable_part(text), LONGEST)
