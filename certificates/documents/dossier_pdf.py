"""A dossier of evidence with its index and pictures; a port of assessments, filled here."""

import json

from assessments.api import DossierPiece, DossierSheet
from certificates.documents import typesetting
from certificates.documents.certificate_pdf import HOUSE
from certificates.documents.font_coverage import printable_part


def dossier_pdf(sheet: DossierSheet) -> bytes:
    """The dossier as a PDF of as many pages as it needs; signs that no font has are left out."""
    pictures: dict[str, bytes] = {}
    shown = {
        "title": printable_part(sheet.title),
        "language": sheet.language,
        "words": dict(sheet.words),
        "facts": [[name, printable_part(value)] for name, value in sheet.facts],
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
        named.append([name, printable_part(alt)])
    return {
        "title": printable_part(piece.title),
        "facts": [[name, printable_part(value)] for name, value in piece.facts],
        "text": printable_part(piece.text),
        "files": [printable_part(one) for one in piece.files],
        "pictures": named,
        "witnesses": [[printable_part(who), printable_part(words)] for who, words in piece.witnesses],
    }
