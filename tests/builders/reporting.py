"""People in numbers for reports: who began, took part, passed and was certified, where and when, written at once."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, CutScore, Exam, ExamVersion, Result
from assessments.exams.rules.blueprint import Blueprint, blueprint_json
from assessments.items.item import Use
from certificates.credentials.models import (
    Achievement,
    Claim,
    Credential,
    CredentialVersion,
    NameConfirmation,
    StatusChange,
    StatusList,
)
from certificates.reporting.rules.figures import Milestone
from courses.catalogue.models import CourseVersion
from courses.cohorts.models.cohort import Cohort
from courses.learning.models import Enrolment, LessonRead
from courses.programme.models import ActivityCohort
from lms import ids
from lms.db import Base
from lms.inserts import insert_many
from lms.people.models import Administration, Person, Placement
from tests.builders import certificates, cohorts, people, programme
from tests.builders.people import NOW

_numbers = itertools.count(1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=NOW.tzinfo)


@dataclass
class Taught:
    """A course with all that a pass and a certificate rest on, of which these builders write rows."""

    version: CourseVersion
    exam: ExamVersion
    cut: CutScore
    achievement: Achievement
    places: StatusList
    given: int = field(default=0)


def taught(session: Session) -> Taught:
    """A course with its exam, cut score and what it awards."""
    version = certificates.course_version(session)
    exam = Exam(uuid=ids.new_uuid(), course_id=version.course_id, slug="final-exam")
    session.add(exam)
    session.flush()
    of_version = ExamVersion(
        exam_id=exam.id, no=1, course_version_id=version.id, title="Final exam", use="exam",
        blueprint=blueprint_json(Blueprint("final-exam", "Final exam", Use.EXAM, (), None)), published_at=NOW,
    )  # fmt: skip
    cut = CutScore(exam_id=exam.id, percent="70", set_by="Panel", method="Angoff", provisional=False, at=NOW)
    ref = f"course:{version.course_id}"
    achievement = Achievement(
        source_kind="course-version", source_id=version.id, source_ref=ref, slug=f"course-{next(_numbers)}", version=1,
        title="A course", description="", criteria="", language="en", valid_months=36,
    )  # fmt: skip
    places = StatusList(name=f"r{next(_numbers)}", made_at=NOW, entries=0, revision=0)
    session.add_all([of_version, cut, achievement, places])
    session.flush()
    return Taught(version, of_version, cut, achievement, places)


def cohort_of_fund(
    session: Session, fund_id: int, course: Taught, place: Administration, *, starts: datetime, days: int = 55
) -> Cohort:
    """A cohort of an activity that this fund pays for."""
    first = starts.date()
    made = cohorts.cohort(
        session, course.version, starts, place=place, starts_on=first, ends_on=first + timedelta(days=days)
    )
    activity = programme.activity(session, NOW, fund_id=fund_id, country=place.country)
    session.add(ActivityCohort(activity_id=activity.id, cohort_id=made.id, at=NOW))
    session.flush()
    return made.row


def officers(session: Session, place: Administration | None, count: int, *, since: datetime = LONG_AGO) -> list[int]:
    """So many people, who work in this administration since then; their ids."""
    word = f"counted{next(_numbers)}"
    rows = [
        {
            "uuid": ids.new_uuid(), "username": f"{word}.{n}", "name": f"Officer {n}", "demonstration": False,
            "created_at": since, "administration_id": place.id if place else None,
        }
        for n in range(count)
    ]  # fmt: skip
    if not rows:
        return []
    insert_many(session, Person, rows)
    made = _ids(session, Person, count)
    if place is not None:
        placed = [{"person_id": one, "administration_id": place.id, "begun_at": since} for one in made]
        insert_many(session, Placement, placed)
    return made


def learn(
    session: Session,
    persons: Sequence[int],
    course: Taught,
    furthest: Milestone,
    at: datetime,
    *,
    group: int | None = None,
    begun_at: datetime | None = None,
    lessons: int = 1,
) -> list[int]:
    """Have these people come so far in a course at this moment, in this cohort; their runs."""
    if not persons:
        return []
    begun = begun_at or at
    insert_many(
        session,
        Enrolment,
        [
            {
                "uuid": ids.new_uuid(), "person_id": one, "course_id": course.version.course_id,
                "course_version_id": course.version.id, "begun_at": begun,
                "group_kind": None if group is None else "cohort", "group_id": group,
            }
            for one in persons
        ],
    )  # fmt: skip
    runs = _ids(session, Enrolment, len(persons))
    if furthest >= Milestone.TOOK_PART:
        read = [{"enrolment_id": run, "lesson": f"l{n}", "at": at} for run in runs for n in range(lessons)]
        insert_many(session, LessonRead, read)
    if furthest >= Milestone.PASSED:
        passed(session, list(zip(persons, runs, strict=True)), course, at)
    if furthest >= Milestone.CERTIFIED:
        certified(session, persons, course, at)
    return runs


def passed(session: Session, of: Iterable[tuple[int, int]], course: Taught, at: datetime) -> None:
    """Have these people pass the final exam in these runs."""
    rows = [
        {
            "uuid": ids.new_uuid(), "exam_id": course.exam.exam_id, "exam_version_id": course.exam.id,
            "cut_score_id": course.cut.id, "person_id": person, "enrolment_id": run, "no": 1, "seed": 1,
            "state": "published", "started_at": at, "closed_at": at, "supervised": False,
        }
        for person, run in of
    ]  # fmt: skip
    insert_many(session, Attempt, rows)
    results = [
        {
            "attempt_id": one, "no": 1, "points": "9", "most": 10, "percent": "90", "passed": True,
            "cut_score_id": course.cut.id, "published_at": at,
        }
        for one in _ids(session, Attempt, len(rows))
    ]  # fmt: skip
    insert_many(session, Result, results)


def certified(session: Session, persons: Sequence[int], course: Taught, at: datetime) -> None:
    """Have these people hold the certificate of the course since this moment, for three years."""
    ref = course.achievement.source_ref
    claims = [
        {
            "uuid": ids.new_uuid(), "person_id": one, "source_ref": ref, "achievement_id": course.achievement.id,
            "evidence": [], "earned_at": at, "draft_name": "", "draft_local_name": "", "taken_at": at,
        }
        for one in persons
    ]  # fmt: skip
    insert_many(session, Claim, claims)
    of_claims = _ids(session, Claim, len(persons))
    names = [{"claim_id": one, "name": "A Name", "local_name": "", "at": at} for one in of_claims]
    insert_many(session, NameConfirmation, names)
    confirmations = _ids(session, NameConfirmation, len(persons))
    held = [
        {
            "uuid": ids.new_uuid(), "token": ids.new_token()[:32], "number": f"N{next(_numbers):09d}",
            "subject_uuid": ids.new_uuid(), "claim_id": one, "person_id": person, "awarded_at": at,
            "visibility": "link",
        }
        for person, one in zip(persons, of_claims, strict=True)
    ]  # fmt: skip
    insert_many(session, Credential, held)
    versions = [
        {
            "credential_id": one, "no": 1, "confirmation_id": confirmation, "valid_from": at,
            "valid_until": at.replace(year=at.year + 3), "status_list_id": course.places.id,
            "status_index": course.given + n, "issuer_did": "did:web:x", "issuer_name": "X", "site_url": "https://x",
            "unsigned": {}, "record": "{}", "token": "t",
        }
        for n, (one, confirmation) in enumerate(
            zip(_ids(session, Credential, len(persons)), confirmations, strict=True)
        )
    ]  # fmt: skip
    course.given += len(versions)
    insert_many(session, CredentialVersion, versions)
    changes = [
        {"version_id": one, "change": "issued", "words": "", "at": at}
        for one in _ids(session, CredentialVersion, len(persons))
    ]
    insert_many(session, StatusChange, changes)


def _ids(session: Session, model: type[Base], count: int) -> list[int]:
    """The ids of the rows that were inserted last, in their order."""
    table = model.__table__
    newest = session.scalars(select(table.c.id).order_by(table.c.id.desc()).limit(count))
    return sorted(newest)


def administrations(session: Session, *countries: str) -> dict[str, Administration]:
    """An administration in each of these countries."""
    return {code: people.administration(session, country=code) for code in countries}
