"""What the product knows of people and what speaks for them: exams, certificates, attendance, recognised credentials.

Later sources, such as missions and performances, fill the same port from their own manifests.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.api import FoundEvidence, passed_exams
from certificates.candidates.rules.digests import digest_of
from certificates.credentials.models import Credential
from certificates.credentials.queries.held import credentials_held
from certificates.credentials.rules.lifecycle import Standing
from certificates.recognised.models import RecognisedCredential
from certificates.schemes.rules.definition import TriggerFact
from courses.api import attendance_of, cohorts_attended, cohorts_by_id, taken_by

EXAM, COURSE = "exam", "course"  # kinds of evidence that schemes may collect
CERTIFICATE, ATTENDANCE, RECOGNISED = "certificate", "attendance", "recognised"


class ExamEvidence:
    """Courses that people passed, and exams under supervision; a machine scored them, so a person confirms them."""

    kinds = frozenset({"attempt", "supervised"})

    def pieces(self, session: Session, people: Collection[int], now: datetime) -> Sequence[FoundEvidence]:
        """The newest passed attempt at the final exam of each course; who knew its questions has none."""
        passed = [one for one in passed_exams(session, people=sorted(people)) if not one.keys_seen]
        if not passed:
            return []
        finals = {
            (person_id, one.course_id): one
            for person_id, courses in taken_by(session, sorted(people)).items()
            for one in courses
        }
        found: dict[tuple[str, int, int], FoundEvidence] = {}
        for one in passed:
            course = finals.get((one.person_id, one.course_id))
            if course is None or course.final != one.exam_slug or one.waits_for_protocol:
                continue
            said: dict[str, Any] = {
                "course": course.slug,
                "percent": float(one.percent),
                "cut": float(one.cut),
                "cut_record": f"cut-score:{one.cut_record.id}",
                "course_version": one.course_version_id,
                "supervision": one.supervision.value,
                "facts": [TriggerFact.EXAM_PASSED.value],
            }
            found[COURSE, one.person_id, one.course_id] = FoundEvidence(
                one.person_id, COURSE, f"attempt:{one.attempt_id}", digest_of(said), one.exam_title, one.passed_at,
                outcome=said, by_machine=True,
            )  # fmt: skip
            if one.supervised:
                found[EXAM, one.person_id, one.course_id] = FoundEvidence(
                    one.person_id, EXAM, f"supervised:{one.attempt_id}", digest_of(said), one.exam_title,
                    one.passed_at, outcome=said, by_machine=True,
                )  # fmt: skip
        return list(found.values())


class CertificateEvidence:
    """Certificates of courses in force."""

    kinds = frozenset({"credential"})

    def pieces(self, session: Session, people: Collection[int], now: datetime) -> Sequence[FoundEvidence]:
        """One for each certificate in force; one that is suspended or ended speaks for nobody."""
        found = []
        for one in credentials_held(session, Credential.person_id.in_(people)):
            if one.standing(now) is not Standing.IN_FORCE or not one.claim.source_ref.startswith("course:"):
                continue
            until = one.version.valid_until
            said = {"course": one.achievement.slug, "number": one.credential.number,
                    "valid_until": until.date().isoformat() if until else None}  # fmt: skip
            found.append(
                FoundEvidence(
                    one.credential.person_id,
                    COURSE,
                    f"credential:{one.credential.id}",
                    digest_of(said),
                    one.achievement.title,
                    one.credential.awarded_at,
                    outcome=said,
                )
            )
        return found


class AttendanceEvidence:
    """Cohorts whose meetings people attended often enough, also ended ones; who leaves keeps what they attended."""

    kinds: frozenset[str] = frozenset()

    def pieces(self, session: Session, people: Collection[int], now: datetime) -> Sequence[FoundEvidence]:
        """One for each cohort of which the share that it asks for is reached."""
        places = {one: rows for one, rows in cohorts_attended(session, sorted(people)).items() if rows}
        ids = {one.cohort_id for rows in places.values() for one in rows}
        if not ids:
            return []
        cohorts, attended = cohorts_by_id(session, ids), attendance_of(session, ids, now, sorted(places))
        found = []
        for person_id, rows in places.items():
            for one in rows:
                cohort, was = cohorts[one.cohort_id].row, attended[one.cohort_id].of(person_id)
                if not was.held or 100 * was.there < cohort.attendance_percent * was.held:
                    continue
                said = {"there": was.there, "held": was.held, "facts": [TriggerFact.TRAINING_ATTENDED.value]}
                found.append(
                    FoundEvidence(
                        person_id,
                        ATTENDANCE,
                        f"cohort:{cohort.id}",
                        digest_of(said),
                        cohort.title,
                        now,
                        outcome=said,
                    )
                )
        return found


class RecognisedEvidence:
    """Credentials of other bodies in force: recognised, not issued here."""

    kinds = frozenset({"recognised"})

    def pieces(self, session: Session, people: Collection[int], now: datetime) -> Sequence[FoundEvidence]:
        """One for each that a second person confirmed, until its last day."""
        rows = session.scalars(
            select(RecognisedCredential).where(
                RecognisedCredential.person_id.in_(people),
                RecognisedCredential.confirmed_at.is_not(None),
                RecognisedCredential.closed_at.is_(None),
                RecognisedCredential.valid_until >= now.date(),
            )
        )
        return [_of_recognised(one) for one in rows]


def _of_recognised(row: RecognisedCredential) -> FoundEvidence:
    said: Mapping[str, Any] = {
        "body": row.body, "number": row.number, "topics": row.topics, "valid_until": row.valid_until.isoformat(),
    }  # fmt: skip
    return FoundEvidence(
        row.person_id, RECOGNISED, f"recognised:{row.id}", digest_of(said), f"{row.body} {row.number}",
        row.confirmed_at or row.entered_at, outcome=said,
    )  # fmt: skip


SOURCES = (ExamEvidence(), CertificateEvidence(), AttendanceEvidence(), RecognisedEvidence())
