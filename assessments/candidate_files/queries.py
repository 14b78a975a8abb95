"""Photographs and candidates, found for those who may see them."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select, tuple_
from sqlalchemy.orm import Session

from assessments.candidate_files import policy
from assessments.evidence.api import evidence_of
from assessments.sheets.models import Performance
from assessments.sheets.rules.states import Occasion
from assessments.workshops.models import Workshop, WorkshopCandidate
from lms.access import Viewer
from lms.errors import NotFound
from lms.uploads.api import kept_files_of, shown_files, small_photo

REF = "workshop-candidate:"
ON_PAPER = 400  # pixels along the longer edge
WorkshopPerson = tuple[int, int]  # workshop and person, by number


@dataclass(frozen=True)
class Photograph:
    """A photograph that its reader may see."""

    file: str  # uuid of the file
    size: int  # bytes
    keep_until: datetime | None  # none: an appeal is open


@dataclass(frozen=True)
class RatedPerformance:
    """A performance at a workshop, with its candidate as who rates it may know them."""

    performance_id: int
    written: bool
    workshop_id: int
    person_id: int
    candidate: str  # uuid
    number: int  # of the code
    reads_dossier: bool


def ref_of(candidate: WorkshopCandidate) -> str:
    """The thing to which the photograph of a candidate is attached."""
    return f"{REF}{candidate.uuid}"


def readers_of_photographs(session: Session, viewer: Viewer, refs: Collection[str]) -> set[str]:
    """The candidates whose photograph this viewer may see, by their refs: the purpose of uploads asks."""
    uuids = [ref.removeprefix(REF) for ref in refs]
    seen = select(WorkshopCandidate.uuid).where(WorkshopCandidate.uuid.in_(uuids), policy.photographs_seen_by(viewer))
    return {f"{REF}{uuid}" for uuid in session.scalars(seen)}


def photographs_of(
    session: Session, viewer: Viewer, people: Collection[WorkshopPerson]
) -> Mapping[WorkshopPerson, Photograph]:
    """The photographs that the viewer may see of people at workshops; who has none is missing. Three queries."""
    if not people:
        return {}
    rows = session.scalars(
        select(WorkshopCandidate).where(
            tuple_(WorkshopCandidate.workshop_id, WorkshopCandidate.person_id).in_(sorted(set(people)))
        )
    ).all()
    files = shown_files(session, viewer, [ref_of(row) for row in rows])
    found = {}
    for row in rows:
        for file in files.get(ref_of(row), ()):
            found[(row.workshop_id, row.person_id)] = Photograph(file.uuid, file.size, file.keep_until)
    return found


def photographs_drawn(session: Session, viewer: Viewer, people: Collection[WorkshopPerson]) -> Mapping[int, bytes]:
    """The same photographs as small JPEGs for paper, by person, of one workshop."""
    seen = photographs_of(session, viewer, people)
    rows = session.execute(
        select(WorkshopCandidate.workshop_id, WorkshopCandidate.person_id, WorkshopCandidate.uuid).where(
            tuple_(WorkshopCandidate.workshop_id, WorkshopCandidate.person_id).in_(sorted(seen))
        )
    ).all()
    files = kept_files_of(session, [f"{REF}{uuid}" for _workshop, _person, uuid in rows])
    return {
        person: small_photo(one, ON_PAPER) for _workshop, person, uuid in rows for one in files.get(f"{REF}{uuid}", ())
    }


def own_candidacy(session: Session, viewer: Viewer, workshop: str) -> tuple[WorkshopCandidate, Workshop]:
    """The viewer as a candidate of this workshop; of any other it is not there."""
    return _one(
        session,
        Workshop.uuid == workshop,
        WorkshopCandidate.person_id == viewer.id,
        WorkshopCandidate.withdrawn_at.is_(None),
    )


def rated_candidate(session: Session, viewer: Viewer, uuid: str) -> tuple[WorkshopCandidate, Workshop]:
    """A candidate whose dossier the viewer reads without names; any other is not there."""
    return _one(session, WorkshopCandidate.uuid == uuid, policy.dossiers_read_by(viewer))


def _one(session: Session, *where: object) -> tuple[WorkshopCandidate, Workshop]:
    query = select(WorkshopCandidate, Workshop).join(Workshop, Workshop.id == WorkshopCandidate.workshop_id)
    found = session.execute(query.where(*where)).one_or_none()  # type: ignore[arg-type]  # filters of several kinds
    if found is None:
        raise NotFound
    return found[0], found[1]


def rated_performances(session: Session, viewer: Viewer, performances: Collection[int]) -> list[RatedPerformance]:
    """These performances at workshops with their candidates; one query."""
    rows = session.execute(
        select(
            Performance.id,
            Performance.written,
            WorkshopCandidate.workshop_id,
            WorkshopCandidate.person_id,
            WorkshopCandidate.uuid,
            WorkshopCandidate.number,
            policy.dossiers_read_by(viewer).label("reads"),
        )
        .join(
            WorkshopCandidate,
            and_(
                WorkshopCandidate.workshop_id == Performance.occasion_id,
                WorkshopCandidate.person_id == Performance.person_id,
            ),
        )
        .where(Performance.id.in_(performances), Performance.occasion == Occasion.WORKSHOP)
        .order_by(Performance.id)
    )
    return [RatedPerformance(*row[:-1], bool(row[-1])) for row in rows]


def dossier_digests(session: Session, people: Collection[int]) -> dict[int, str]:
    """What the dossiers of these people hold, as a digest; of who sent nothing that counts there is none. Two queries.

    Whoever calls has asked already whether their reader may read them.
    """
    if not people:
        return {}
    found = {}
    for person_id, records in evidence_of(session, people).items():
        counting = [one.digest for one in records if one.withdrawn_at is None]
        if counting:
            found[person_id] = hashlib.sha256(" ".join(counting).encode()).hexdigest()
    return found


def dossier_beside(session: Session, viewer: Viewer, performance: int) -> str:
    """The candidate of a performance by uuid, where the viewer reads a dossier of them and there is one; else empty."""
    for one in rated_performances(session, viewer, [performance]):
        if one.reads_dossier and dossier_digests(session, [one.person_id]):
            return one.candidate
    return ""


def workshop_watched(session: Session, viewer: Viewer, uuid: str) -> Workshop:
    """A workshop that the viewer runs or moderates; any other is not there."""
    row = session.scalars(select(Workshop).where(Workshop.uuid == uuid, policy.watched_by(viewer))).one_or_none()
    if row is None:
        raise NotFound
    return row


def candidates_of(session: Session, workshop_id: int) -> list[WorkshopCandidate]:
    """Who is assessed at a workshop, by their codes."""
    query = select(WorkshopCandidate).where(
        WorkshopCandidate.workshop_id == workshop_id, WorkshopCandidate.withdrawn_at.is_(None)
    )
    return list(session.scalars(query.order_by(WorkshopCandidate.number)))


def candidacies_of(session: Session, people: Collection[int]) -> list[tuple[WorkshopCandidate, Workshop]]:
    """Every workshop at which these people are or were assessed; one query."""
    query = select(WorkshopCandidate, Workshop).join(Workshop, Workshop.id == WorkshopCandidate.workshop_id)
    rows = session.execute(query.where(WorkshopCandidate.person_id.in_(people)).order_by(WorkshopCandidate.id))
    return [(row, workshop) for row, workshop in rows]


def people_assessed(session: Session, after: int, most: int) -> list[int]:
    """Some of those who are or were assessed at a workshop, by number, from after this one on."""
    query = select(WorkshopCandidate.person_id).where(WorkshopCandidate.person_id > after).distinct()
    return list(session.scalars(query.order_by(WorkshopCandidate.person_id).limit(most)))
