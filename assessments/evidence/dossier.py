"""The dossier of a person as it is printed: every piece that counts, with names, or with an alias in their place."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import format_date
from sqlalchemy.orm import Session

from assessments.evidence import queries
from assessments.evidence.labels import KINDS
from assessments.evidence.models import EvidenceItem, WitnessRequest
from assessments.evidence.rules import OwnEvidenceKind, PeopleShown, WitnessEnd, without_name
from assessments.ports import DossierPiece, DossierSheet
from assessments.sheets.rules.aliases import shown_as
from lms.i18n import _, language
from lms.people.api import person_of
from lms.uploads.api import FileSort, KeptFile, kept_files_of, small_photo

MOST_PICTURES = 60  # of one dossier; the others stand in the list of files
EDGE = 1000  # pixels


def dossier_sheet(
    session: Session, person_id: int, now: datetime, *, alias: str = "", hidden: bool = False, pictures: bool = True
) -> DossierSheet:
    """The evidence of a person that was not withdrawn, oldest day first. Whoever calls has asked who may read it.

    Where names are hidden, the alias (such as `C-07`) stands for the person in all that was written, witnesses are
    their functions, files have no names, and pictures that show people are left out. Without pictures it says so.
    """
    name = person_of(session, person_id).name
    shown = shown_as(name, alias, hidden=hidden) if alias else name
    items = queries.counting_items(session, person_id)
    asked = queries.requests_of(session, [item.id for item in items])
    files = kept_files_of(session, [queries.ref_of(item) for item in items])
    hide = (name, alias) if hidden else None
    left = MOST_PICTURES if pictures else 0
    pieces = []
    for item in items:
        piece = _piece(item, asked.get(item.id, ()), files.get(queries.ref_of(item), ()), hide, left)
        left -= len(piece.pictures)
        pieces.append(piece)
    return DossierSheet(
        title=_("Evidence of %(person)s", person=shown),
        language=language(),
        words=_words(),
        facts=[
            (_("Pieces"), str(len(pieces))),
            (_("Printed on"), format_date(now.date(), "long")),
            *([] if pictures else [(_("Pictures"), _("left out of this copy"))]),
        ],
        pieces=pieces,
        made_at=now,
    )


def _words() -> Mapping[str, str]:
    return {"index": _("Index"), "files": _("Files"), "witnesses": _("Witnesses"), "none": _("Nothing")}


def _piece(
    item: EvidenceItem,
    asked: Sequence[WitnessRequest],
    files: Sequence[KeptFile],
    hide: tuple[str, str] | None,
    left: int,
) -> DossierPiece:
    def said(text: str) -> str:
        return without_name(text, *hide) if hide else text

    facts = [
        (_("Kind"), str(KINDS[OwnEvidenceKind(item.kind)])),
        (_("When"), format_date(item.day, "long")),
        (_("Where"), said(item.place)),
    ]
    if item.competences:
        facts.append((_("Competences"), ", ".join(item.competences)))
    shows = hide is None or item.people_shown == PeopleShown.NOBODY
    photos = [file for file in files if file.sort is FileSort.PHOTO and shows]
    confirmed = [row for row in asked if row.ended == WitnessEnd.CONFIRMED]
    return DossierPiece(
        title=said(item.title),
        facts=facts,
        text=said(item.text),
        files=[_file(number, file, hidden=hide is not None) for number, file in enumerate(files, start=1)],
        pictures=[
            (small_photo(file, EDGE), _("Photo %(number)s of: %(title)s", number=number, title=said(item.title)))
            for number, file in enumerate(photos[:left], start=1)
        ],
        witnesses=[
            (row.function if hide else f"{row.answered_as}, {row.function}", said(row.words or "")) for row in confirmed
        ],
    )


def _file(number: int, file: KeptFile, *, hidden: bool) -> str:
    name = _("File %(number)s", number=number) if hidden else file.name
    return f"{name} ({file.title}, SHA-256 {file.sha256})"
