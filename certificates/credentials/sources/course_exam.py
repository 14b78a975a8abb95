"""Adapter for courses: the passed final exam of a course earns the certificate of the version that was taken."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from assessments.api import CutRecord, passed_exams
from assessments.events import ExamPassed
from certificates.credentials.rules.award import Evidence, Genre, Standard, Watched
from certificates.credentials.services.claims import AchievementEarned, Source, Terms, take_up
from courses.api import COHORT, runs_by_id, taken_by, version_titles
from lms.batch import one
from lms.errors import NotFound
from lms.i18n import N_

KIND = "course-version"
CRITERIA = N_("Took the course “{title}” and reached at least the required share in its final exam, “{exam}”.")


@dataclass(frozen=True)
class PassedFinal:
    """A final exam that was passed: by its title, with what was reached and demanded as shares of 1."""

    person_id: int
    course_version_id: int
    exam: str
    share: Fraction
    cut: Fraction
    watched: Watched
    at: datetime
    cause: str | None = None
    standard: Standard | None = None
    run_began_at: datetime | None = None  # none: nobody knows in which run it was passed
    cohort_id: int | None = None  # with which that run was taken


def exam_passed(session: Session, event: ExamPassed) -> None:
    """The final exam of a course earns its certificate; other exams earn none, nor who knew keys of its questions."""
    courses = one(taken_by(session, [event.person_id]))
    taken = next((each for each in courses if each.course_id == event.course_id), None)
    if taken is None or taken.final != event.exam_slug:
        return
    passed = passed_exams(session, attempt_id=int(event.subject.partition(":")[2]))
    if any(each.keys_seen for each in passed):
        return
    run = runs_by_id(session, [passed[0].enrolment_id])[passed[0].enrolment_id] if passed else taken.run
    final = PassedFinal(
        person_id=event.person_id,
        course_version_id=event.course_version_id,
        exam=passed[0].exam_title if passed else event.exam_slug,
        share=Fraction(event.percent) / 100,
        cut=Fraction(event.cut) / 100,
        watched=watched_in(event),
        at=passed[0].passed_at if passed else event.at,
        cause=event.subject,
        standard=standard_of(passed[0].cut_record) if passed else None,
        run_began_at=run.begun_at if run else None,
        cohort_id=run.group.id if run and run.group and run.group.kind == COHORT else None,
    )
    take_up(session, achievement_earned(session, final), now=event.at)


def watched_in(event: ExamPassed) -> Watched:
    """Who watched while an exam was passed."""
    if event.supervised:
        return Watched.SUPERVISED
    return Watched.TRAINER if event.supervision == Watched.TRAINER else Watched.NONE


def achievement_earned(session: Session, final: PassedFinal) -> AchievementEarned:
    """What a passed final exam earns, with the exam as its evidence."""
    title = version_titles(session, [final.course_version_id]).get(final.course_version_id)
    if title is None:
        raise NotFound
    exam = Evidence(
        genre=Genre.EXAM,
        name=final.exam,
        watched=final.watched,
        at=final.at,
        score=final.share,
        cut=final.cut,
        cause=final.cause,
        standard=final.standard,
    )
    return AchievementEarned(
        person_id=final.person_id,
        source=Source(KIND, title.id, course_ref(title.course_id)),
        terms=Terms(
            slug=title.slug,
            version=title.no,
            title=title.title,
            description=title.certifies or title.title,
            criteria=CRITERIA.format(title=title.title, exam=final.exam),
            language=title.language,
            valid_months=title.valid_months,
            renewal_window_months=title.renewal_window_months,
        ),
        evidence=(exam,),
        earned_at=final.at,
        run_began_at=final.run_began_at,
        cohort_id=final.cohort_id,
    )


def is_of_course(ref: str) -> bool:
    """Whether a claim names a course; others name a scheme."""
    return ref.partition(":")[0] == "course"


def course_of(ref: str) -> int:
    """The course that a claim names; what names anything else is a ValueError."""
    if not is_of_course(ref):
        raise ValueError(f"{ref} is no course")
    return int(ref.partition(":")[2])


def standard_of(cut: CutRecord) -> Standard:
    """The record of a cut score, as evidence names it."""
    return Standard(f"cut-score:{cut.id}", cut.set_by, cut.method, cut.provisional)


def course_ref(course_id: int) -> str:
    """How claims name a course, whichever of its versions was taken."""
    return f"course:{course_id}"
