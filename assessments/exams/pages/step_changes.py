"""Quizzes and exams of two versions of a course beside each other, in words for who would change the version."""

from sqlalchemy.orm import Session

from assessments.exams.pages.percentages import percent_words
from assessments.exams.queries.exams import ExamInForce, cut_score_in_force, exams_of_version, pool
from assessments.exams.rules.blueprint import Blueprint
from assessments.exams.rules.paper import fits
from assessments.items.item import Use
from courses.api import ChangeKind, StepChange, StepKind
from lms.i18n import _

KINDS = {Use.CHECKPOINT: StepKind.QUIZ, Use.EXAM: StepKind.EXAM}


def step_changes(session: Session, before: int, after: int, language: str = "") -> list[StepChange]:
    """Every step of both versions, those of the later one first."""
    old, new = (
        {one.slug: one for one in exams_of_version(session, number) if one.use in KINDS} for number in (before, after)
    )
    found = [_beside(session, old.get(slug), exam, language) for slug, exam in new.items()]
    gone = [exam for slug, exam in old.items() if slug not in new]
    return found + [StepChange(one.slug, one.title_in(language), KINDS[one.use], ChangeKind.GONE) for one in gone]


def _beside(session: Session, old: ExamInForce | None, new: ExamInForce, language: str) -> StepChange:
    title, kind = new.title_in(language), KINDS[new.use]
    if old is None or old.use is not new.use:
        cut = percent_words(cut_score_in_force(session, new.exam_id).percent)
        return StepChange(new.slug, title, kind, ChangeKind.NEW, (_("Pass mark: %(cut)s.", cut=cut),))
    asks_others = _asked(session, old) != _asked(session, new)
    words = _differences(old.blueprint, new.blueprint, asks_others=asks_others)
    if old.blueprint.cells == new.blueprint.cells and not words:
        return StepChange(new.slug, title, kind, ChangeKind.SAME, stands=True)
    # who may not try it again keeps what was passed: else they could neither pass it nor go on
    stands = new.blueprint.attempts is not None
    return StepChange(new.slug, title, kind, ChangeKind.CHANGED, words, stands)


def _asked(session: Session, exam: ExamInForce) -> set[int]:
    """The versions of the questions that it may ask."""
    return {one.version for one in pool(session, exam) if any(fits(cell, one) for cell in exam.blueprint.cells)}


def _differences(old: Blueprint, new: Blueprint, *, asks_others: bool) -> tuple[str, ...]:
    """What is different, each in a sentence."""
    said = []
    if old.draws != new.draws:
        said.append(_("It has %(after)s questions instead of %(before)s.", after=new.draws, before=old.draws))
    if asks_others:
        said.append(_("Some of its questions are new or changed."))
    if old.minutes != new.minutes:
        said.append(_("Time: %(after)s instead of %(before)s.", after=_minutes(new), before=_minutes(old)))
    if old.attempts != new.attempts:
        said.append(_("Attempts: %(after)s instead of %(before)s.", after=_attempts(new), before=_attempts(old)))
    return tuple(said)


def _minutes(blueprint: Blueprint) -> str:
    if blueprint.minutes is None:
        return _("no limit")
    return _("%(minutes)s min", minutes=blueprint.minutes)


def _attempts(blueprint: Blueprint) -> str:
    return _("no limit") if blueprint.attempts is None else str(blueprint.attempts)
