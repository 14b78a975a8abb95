"""Many nominations from one file: each row for itself, what is refused with its reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.candidates.models import WORDS_LENGTH
from certificates.candidates.queries.found import FoundSchemeVersion
from certificates.candidates.services.applying import nominate
from certificates.permissions import SchemePermission
from lms.access import Viewer
from lms.errors import RuleBroken
from lms.i18n import lazy as _l
from lms.people.api import person_typed
from lms.tables.reading.columns import InputColumn
from lms.tables.reading.reader import ReadRow, read_table

PERSON, WORDS = "person", "words"
COLUMNS = (
    InputColumn(
        PERSON,
        _l("Officer"),
        ("officer", "user name", "name", "agent", "nom d’utilisateur", "nom"),
        required=True,
        filled=True,
    ),
    InputColumn(
        WORDS,
        _l("Reasons"),
        ("reasons", "reason", "why", "motifs", "motif"),
        required=True,
        filled=True,
        longest=WORDS_LENGTH,
    ),
)


@dataclass(frozen=True)
class NominatedRow:
    """What became of one row of the file, by the number that a spreadsheet shows."""

    number: int
    typed: str
    refused: str = ""  # why, in words; empty: nominated


def nominate_many(
    session: Session, version: FoundSchemeVersion, content: bytes, *, actor: Viewer, now: datetime
) -> list[NominatedRow]:
    """Nominate whom the file names; a row that is refused changes nothing and stops no other.

    Raises BadInput where nothing of the file can be read.
    """
    return [_one(session, version, row, actor, now) for row in read_table(content, COLUMNS).rows]


def _one(session: Session, version: FoundSchemeVersion, row: ReadRow, actor: Viewer, now: datetime) -> NominatedRow:
    typed = str(row.values.get(PERSON) or "")
    if row.problems:
        return NominatedRow(row.number, typed, " ".join(str(one.said) for one in row.problems))
    try:
        with session.begin_nested():
            person = person_typed(session, actor, SchemePermission.CANDIDATE_NOMINATE, typed, field=PERSON)
            nominate(session, version, person.id, str(row.values[WORDS]), by_id=actor.id, now=now)
    except RuleBroken as fault:
        return NominatedRow(row.number, typed, fault.message)
    return NominatedRow(row.number, typed)
