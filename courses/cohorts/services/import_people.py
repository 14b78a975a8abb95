"""Who came by an import is written down, each with the row that named them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.models.imports import CohortImportPerson
from courses.cohorts.rules.joining import COMES_IN, Fit
from lms.inserts import insert_new


@dataclass(frozen=True)
class CameByRow:
    """The row of a file by which somebody came; with the proposal where their account was made for it."""

    number: int
    key: str
    proposal_id: int | None = None


def keep_people(
    session: Session, import_id: int, fits: Mapping[int, Fit], by_row: Mapping[int, CameByRow], *, now: datetime
) -> None:
    """Remember who came into the cohort by which row; whoever was in it already, or stayed out, came by none."""
    rows = [
        {
            "import_id": import_id,
            "person_id": person_id,
            "row": by_row[person_id].number,
            "row_key": by_row[person_id].key,
            "made": by_row[person_id].proposal_id is not None,
            "at": now,
            "proposal_id": by_row[person_id].proposal_id,
        }
        for person_id, fit in fits.items()
        if fit in COMES_IN
    ]
    if rows:
        insert_new(session, CohortImportPerson, rows)
