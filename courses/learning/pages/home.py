"""The courses of a person on the home page: where they go on, what they passed, what they could begin."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import url_for
from flask_babel import format_date
from sqlalchemy.orm import Session

from courses.learning.outline import OutlineStep
from courses.learning.pages.overview import MyCourse
from courses.learning.pages.passed import passed_words
from courses.learning.pages.path import path_of
from courses.learning.queries import runs as queries
from courses.learning.queries.runs import EnrolledCourse
from courses.ports.runs import RUN_DEADLINES, CourseAward, Reopening, RunDeadline
from lms.access import Viewer
from lms.i18n import _, language, spoken
from lms.ports import HomePart, NextStep, StepGroup, StepPicture
from lms.web.api import text_only

ORDER_DUE, ORDER_GO_ON = 12, 20  # after what somebody else waits for
ORDER_PASSED, ORDER_BEGIN = 55, 60
PART_PATH, PART_WEEK = 20, 40


def own_steps(session: Session, mine: Sequence[MyCourse], now: datetime) -> list[NextStep]:
    """Where each of their own courses goes on, and what they passed; two queries where one is taken in a group."""
    again = [_take_again(one, one.reopening) for one in mine if one.reopening and one.reopening.allowed]
    under_way = courses_under_way(mine)
    days = _deadlines(session, under_way, now)
    steps = [_go_on(one, one.next, days.get(one.taken.run_id)) for one in under_way if one.next]
    return [*again, *steps, *(step for one in mine if (step := _passed(one)))]


def courses_under_way(mine: Sequence[MyCourse]) -> list[MyCourse]:
    """Those that go on: not passed, not ended, and not to be taken once more."""
    return [one for one in mine if one.is_open and not one.has_passed and not (one.reopening and one.reopening.allowed)]


def awaiting_certificate(mine: Sequence[MyCourse]) -> list[MyCourse]:
    """Those that are passed and whose certificate is not made yet: that comes before anything new."""
    return [one for one in mine if one.award and one.award.is_waiting]


def offered_steps(session: Session, person: Viewer, mine: Sequence[MyCourse]) -> list[NextStep]:
    """The courses that could be begun; one query."""
    known = {course.taken.course_id for course in mine}
    offered = queries.on_offer(session, person, language=language(), published=True)
    return [_begin(one) for one in offered if one.course_id not in known]


def paths(mine: Sequence[MyCourse]) -> list[HomePart]:
    """The way through each course that goes on, or whose certificate is all that is missing."""
    shown = [*awaiting_certificate(mine), *courses_under_way(mine)]
    return [HomePart("learning/_path.html", {"path": path_of(one)}, PART_PATH, beside=False) for one in shown]


def week(lessons: int, steps: int) -> list[HomePart]:
    """What was learnt in the last seven days; nothing is said of a week without anything."""
    return (
        [HomePart("learning/_week.html", {"lessons": lessons, "steps": steps}, PART_WEEK)] if lessons or steps else []
    )


def _deadlines(session: Session, courses: Sequence[MyCourse], now: datetime) -> dict[int, RunDeadline]:
    """By run the deadline that comes first of those whose part is not done."""
    known = RUN_DEADLINES.provider_if_any()
    runs = [one.taken.run for one in courses if one.taken.run]
    found = known(session, runs, now) if known and runs else {}
    return {run_id: first for one in courses if (first := _first_due(one, found.get(run_id := one.taken.run_id, {})))}


def _first_due(course: MyCourse, deadlines: Mapping[int, RunDeadline]) -> RunDeadline | None:
    parts = {module.no: module.steps for module in course.outline.modules} | {0: tuple(course.outline.steps)}
    due = [day for no, day in deadlines.items() if any(step.slug not in course.done for step in parts.get(no, ()))]
    return min(due, key=lambda one: one.day, default=None)


def _go_on(course: MyCourse, step: OutlineStep, due: RunDeadline | None) -> NextStep:
    state, title = course.states.get(step.slug), spoken(step.title, course.taken.language)
    about = spoken(course.taken.title, course.taken.language)
    if state and not state.ready:
        heading = _("%(step)s: %(state)s", step=title, state=state.words) if state.note else title
        url = url_for("learning.course", slug=course.taken.slug)
        text = state.note or state.words
        return NextStep(heading, text, _("Open the course"), url, ORDER_BEGIN, eyebrow=about)
    return NextStep(
        title=title,
        text=_due_words(due) if due else "",
        action=_("Continue") if course.began else _("Start"),
        url=step.url,
        order=ORDER_DUE if due else ORDER_GO_ON,
        minutes=step.minutes or None,
        picture=_figure(step),
        eyebrow=_("Next lesson · %(course)s", course=about) if step.kind == "lesson" else about,
    )


def _due_words(due: RunDeadline) -> str:
    day = format_date(due.day, "long")
    return _("This part was due on %(day)s.", day=day) if due.is_past else _("To be done by %(day)s.", day=day)


def _figure(step: OutlineStep) -> StepPicture | None:
    """The figure of a lesson, unless this device leaves pictures out."""
    one = step.figure
    return StepPicture(one.url, one.width, one.height) if one and not text_only() else None


def _passed(course: MyCourse) -> NextStep | None:
    """What was earned with a course whose certificate is in force."""
    award = course.award
    if award is None or award.is_waiting or not course.has_passed:
        return None
    return NextStep(
        title=passed_words(course.percent, award.until),
        text=spoken(course.taken.title, course.taken.language),
        action=_("See the certificate"),
        url=award.url,
        order=ORDER_PASSED,
        group=StepGroup.DONE,
        picture=_picture(award),
    )


def _picture(award: CourseAward) -> StepPicture | None:
    one = award.picture
    return StepPicture(one.url, one.width, one.height) if one and not text_only() else None


def _take_again(course: MyCourse, reopening: Reopening) -> NextStep:
    return NextStep(
        title=spoken(course.taken.title, course.taken.language),
        text=reopening.words,
        action=_("Open the course"),
        url=url_for("learning.course", slug=course.taken.slug),
        order=ORDER_GO_ON,
    )


def _begin(one: EnrolledCourse) -> NextStep:
    return NextStep(
        title=spoken(one.title, one.language),
        text=spoken(one.summary, one.language),
        action=_("See the course"),
        url=url_for("learning.course", slug=one.slug),
        order=ORDER_BEGIN,
        group=StepGroup.OFFER,
    )
