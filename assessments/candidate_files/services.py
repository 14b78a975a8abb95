"""Photographs given, replaced, removed, and kept until the appeal period has passed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.candidate_files import queries
from assessments.candidate_files.events import PhotographGiven, PhotographRemoved
from assessments.candidate_files.purposes import PHOTOGRAPHS
from assessments.candidate_files.rules import AppealPeriod, kept_until
from assessments.ports import APPEAL_PERIODS
from assessments.workshops.models import Workshop, WorkshopCandidate
from lms import events
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.uploads.api import attach_files, delete_files_of, keep_until, kept_files_of

NAME = "photograph.jpg"  # what a phone called it says whose it is, or when it was made
REPLACED, TAKEN_BACK, NOT_THERE = "replaced by its person", "taken back by its person", "its person withdrew"


def give_photograph(
    session: Session, candidate: WorkshopCandidate, workshop: Workshop, files: Sequence[str], *, now: datetime
) -> None:
    """Keep a photograph that its person sent and agreed to; one that was there is deleted."""
    if len(files) != 1:
        words = _("Choose one photograph alone.") if files else _("Choose a photograph.")
        raise BadInput("files", words)
    person_id, ref = candidate.person_id, queries.ref_of(candidate)
    replaced = bool(kept_files_of(session, [ref]).get(ref))
    delete_files_of(session, [ref], REPLACED, by_id=person_id, now=now)
    until = _until(candidate, workshop, _periods(session, [person_id], now))
    (file,) = attach_files(
        session, person_id, files, purpose=PHOTOGRAPHS.name, to=ref, now=now, keep_until=until
    )  # fmt: skip
    file.name = NAME
    _tell(session, candidate, PhotographGiven, person_id, now, replaced=replaced)


def remove_photograph(session: Session, candidate: WorkshopCandidate, *, now: datetime) -> None:
    """Delete the photograph of a candidate who takes it back; they stay a candidate."""
    ref = queries.ref_of(candidate)
    if not kept_files_of(session, [ref]).get(ref):
        raise NotFound
    _drop(session, candidate, TAKEN_BACK, candidate.person_id, now)


def drop_photograph(session: Session, candidate: WorkshopCandidate, *, by_id: int | None, now: datetime) -> None:
    """Delete the photograph of somebody who is no longer part of the workshop, if there is one."""
    ref = queries.ref_of(candidate)
    if kept_files_of(session, [ref]).get(ref):
        _drop(session, candidate, NOT_THERE, by_id, now)


def _drop(session: Session, candidate: WorkshopCandidate, why: str, by_id: int | None, now: datetime) -> None:
    delete_files_of(session, [queries.ref_of(candidate)], why, by_id=by_id, now=now)
    _tell(session, candidate, PhotographRemoved, by_id, now)


def set_keeping(session: Session, people: Collection[int], *, by_id: int | None, now: datetime) -> int:
    """Say anew until when what shows these people is kept, by how their decisions stand; answers how many changed."""
    found = queries.candidacies_of(session, people)
    if not found:
        return 0
    periods = _periods(session, people, now)
    by_end: dict[datetime | None, list[str]] = {}
    for candidate, workshop in found:
        by_end.setdefault(_until(candidate, workshop, periods), []).append(queries.ref_of(candidate))
    return sum(keep_until(session, refs, until, by_id=by_id, now=now) for until, refs in by_end.items())


def _periods(session: Session, people: Collection[int], now: datetime) -> Mapping[int, Sequence[AppealPeriod]]:
    asked = APPEAL_PERIODS.provider_if_any()
    return asked.periods(session, people, now) if asked else {}


def _until(
    candidate: WorkshopCandidate, workshop: Workshop, periods: Mapping[int, Sequence[AppealPeriod]]
) -> datetime | None:
    known = periods.get(candidate.person_id, ())
    return kept_until(workshop.starts_on, workshop.ends_on, workshop.scheme, known)


def _tell(
    session: Session,
    candidate: WorkshopCandidate,
    kind: type[PhotographGiven] | type[PhotographRemoved],
    by_id: int | None,
    now: datetime,
    **more: bool,
) -> None:
    subject = f"workshop:{candidate.workshop_id}"
    events.publish(session, kind(subject=subject, actor_id=by_id, at=now, candidate_id=candidate.id, **more))
