"""Reported mistakes in the demonstration: five, each of which stands elsewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.catalogue.queries import course_of, newest_version, version_of_number
from courses.cohorts.demo.acting import acting
from courses.cohorts.demo.history import MANAGER
from courses.learning.queries.runs import words_of
from courses.mistakes.queries.pieces import NamedPiece, piece_of_version
from courses.mistakes.queries.reports import report_judged
from courses.mistakes.rules import MistakeSort, MistakeState
from courses.mistakes.services.judging import MistakeJudgement, judge
from courses.mistakes.services.reporting import MistakeDraft, report_mistake
from lms.access import Grant, Role, Viewer
from lms.db import transaction

FIRST, SECOND = "identifying-wildlife-products", "risk-management"
JUDGED_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class InventedMistake:
    """Who reported what, and how many days ago."""

    who: str
    draft: MistakeDraft
    days: int


HARD = InventedMistake(
    "malee.srisuk",
    MistakeDraft(MistakeSort.HARD, "Which lines do I leave out? I read this three times.", "Leave out the rim."),
    9,
)
SAME = InventedMistake(
    "orathai.saelim", MistakeDraft(MistakeSort.HARD, "I do not understand which lines to leave out."), 6
)
WORD = InventedMistake("suda.phromsri", MistakeDraft(MistakeSort.OTHER, "The Thai name would help me here."), 4)
DOUBT = InventedMistake(
    "james.kiprono", MistakeDraft(MistakeSort.FACT, "Is rhino horn not a bone? My book says so."), 12
)
MENDED = InventedMistake(
    "kittisak.boonmee", MistakeDraft(MistakeSort.OTHER, "The page says fourteen minutes. I needed seven."), 30
)


def load(world: dict[str, Any], now: datetime) -> None:
    """Five reports: received, reported before, looked at, no mistake, and corrected in a version that came after."""
    if not world.get("people") or not world.get("course"):
        return
    with transaction() as session:
        judge_by = acting(session, world["people"][MANAGER], Grant(Role.PROGRAMME_MANAGER))
        version = session.get_one(CourseVersion, world["course"]["version_id"])
        course = {"course": FIRST}
        hard = said(session, world, HARD, version, NamedPiece(**course, lesson="reading-the-lines"), now)
        same = said(session, world, SAME, version, NamedPiece(**course, lesson="reading-the-lines"), now)
        judged(session, judge_by, same, MistakeJudgement(MistakeState.DUPLICATE, "", 1, duplicate_of=hard), SAME, now)
        first_word = NamedPiece(**course, word=words_of(session, version.id)[0]["id"])
        word = said(session, world, WORD, version, first_word, now)
        judged(session, judge_by, word, MistakeJudgement(MistakeState.LOOKED_AT, "", 1), WORD, now)
        doubt = said(session, world, DOUBT, version, NamedPiece(**course, lesson="rhino-horn"), now)
        why = "Horn is keratin, like nails and hair. The lesson shows how to see that."
        judged(session, judge_by, doubt, MistakeJudgement(MistakeState.NO_MISTAKE, why, 1), DOUBT, now)
        mended_one(session, world, judge_by, now)


def mended_one(session: Session, world: dict[str, Any], judge_by: Viewer, now: datetime) -> None:
    """What somebody found in the first version of a course, and its second one has not."""
    course = course_of(session, SECOND)
    newest = newest_version(session, course.id) if course else None
    first = version_of_number(session, course.id, 1) if course else None
    if newest is None or first is None or newest.id == first.id:
        return
    found = said(session, world, MENDED, first, NamedPiece(course=SECOND, lesson="why-we-select"), now)
    judged(session, judge_by, found, MistakeJudgement(MistakeState.MENDED, "", 1, mended_in=newest.no), MENDED, now)


def said(
    session: Session,
    world: dict[str, Any],
    one: InventedMistake,
    version: CourseVersion,
    asked: NamedPiece,
    now: datetime,
) -> str:
    """Somebody reports; the public id of the report."""
    person = acting(session, world["people"][one.who])
    piece = piece_of_version(session, version.id, asked, version.language)
    return report_mistake(session, person, piece, one.draft, now=now - timedelta(days=one.days)).uuid


def judged(
    session: Session, by: Viewer, uuid: str, judgement: MistakeJudgement, one: InventedMistake, now: datetime
) -> None:
    """Somebody says what became of it, some days later."""
    found = report_judged(session, by, uuid)
    judge(session, by, found, judgement, now=now - timedelta(days=one.days) + JUDGED_AFTER)
