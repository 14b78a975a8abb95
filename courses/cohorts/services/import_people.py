"""Who came by an import is written down, each with the row that named them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.models.imports import CohortImportPerson
from lms.inserts import insert_new


@dataclass(frozen=True)
class CameByRow:
    """The row of a file by which somebody came; with the proposal where their account was made for it."""

    number: int
    key: str
    proposal_id: int | None = None


def keep_people(session: Session, import_id: int, came: Mapping[int, CameByRow], *, now: datetime) -> None:
    """Remember by which row each of these people came into the cohort."""
    rows = [
        {
            "import_id": import_id,
            "person_id": person_id,
            "row": row.number,
            "row_key": row.key,
            "made": row.proposal_id is not None,
            "at": now,
            "proposal_id": row.proposal_id,
        }
        for person_id, row in came.items()
    ]
    if rows:
        insert_new(session, CohortImportPerson, rows)
