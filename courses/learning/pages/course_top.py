"""What the page of a course opens with: the one thing to do first, or the result that counts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.learning.outline import OutlineStep
from courses.learning.pages.overview import MyCourse
from courses.learning.pages.passed import passed_words
from courses.learning.rules.first_thing import FirstThing, HowFar, first_thing
from courses.ports.assessments import ASSESSMENTS
from courses.ports.runs import CourseAward, GainNote
from courses.ports.steps import AfterFailing
from lms.i18n import _

READ_AGAIN = 5  # lessons named at the top; the page of mistakes has them all


@dataclass(frozen=True)
class CourseTop:
    """The first heading of a course, the words below it, and the one button; a template names the next step itself."""

    thing: FirstThing
    heading: str = ""
    text: str = ""
    action: str = ""
    url: str = ""
    step: OutlineStep | None = None  # which is opened next
    award: CourseAward | None = None
    failed: AfterFailing | None = None
    read_again: tuple[OutlineStep, ...] = ()


def course_top(session: Session, mine: MyCourse, now: datetime) -> CourseTop:
    """What comes first in this course; seven queries more where its exam was failed, else none."""
    award = mine.award
    thing = first_thing(_standing(mine, award))
    if thing is FirstThing.CLAIM and award:
        return _claim(mine, award)
    if thing is FirstThing.PASSED:
        return _passed(mine, award)
    if thing is FirstThing.FAILED:
        return _failed(session, mine, now)
    if thing is FirstThing.RETAKE:
        renews = mine.reopening is not None and mine.reopening.renews
        return CourseTop(thing, _("Renew your certificate") if renews else _("Take this course again"))
    if thing is FirstThing.ENDED:
        text = _("You can read it. Nothing is added to what you did.")
        return CourseTop(thing, _("This course has ended for you"), text)
    if thing is FirstThing.DONE or mine.next is None:
        return CourseTop(thing, _("You have done every step of this course"))
    return _next(mine, mine.next, thing)


def before_lessons(top: CourseTop, gain: GainNote | None) -> CourseTop:
    """The test before the course comes before its first lesson: it is answered then, or not at all."""
    if gain is None or not gain.action or top.thing is not FirstThing.START:
        return top
    return CourseTop(top.thing, gain.title, gain.text, gain.action, gain.url)


def _standing(mine: MyCourse, award: CourseAward | None) -> HowFar:
    state = mine.final_state
    return HowFar(
        claims=award is not None and award.is_waiting,
        holds=award is not None and not award.is_waiting,
        passed=mine.has_passed,
        failed=state is not None and state.passed is False and not mine.has_passed,
        reopens=mine.reopening is not None and mine.reopening.allowed,
        is_open=mine.is_open,
        has_next=mine.next is not None,
        began=mine.began,
    )


def _claim(mine: MyCourse, award: CourseAward) -> CourseTop:
    if award.needs_holder:
        heading, action = _("Confirm your name"), _("Confirm your name")
        text = _("Confirm how your name is written. Then your certificate is created.")
    else:
        heading, action = _("Your certificate is not made yet"), _("See what it waits for")
        text = ""
    return CourseTop(FirstThing.CLAIM, heading, " ".join((_result(mine), text)).strip(), action, award.url, award=award)


def _result(mine: MyCourse) -> str:
    percent = mine.percent
    return _("Passed with %(percent)s.", percent=percent) if percent else _("Passed.")


def _passed(mine: MyCourse, award: CourseAward | None) -> CourseTop:
    other = mine.reopening
    action, url = (_("See the certificate"), award.url) if award else ("", "")
    text = other.words if other and award and not other.allowed else ""
    left = mine.next if mine.is_open else None
    return CourseTop(FirstThing.PASSED, _passed_said(mine, award), text, action, url, step=left, award=award)


def _passed_said(mine: MyCourse, award: CourseAward | None) -> str:
    """The result, and until when what was earned with it is valid."""
    percent, other = mine.percent, mine.reopening
    if award and award.until:
        return passed_words(percent, award.until)
    if not award and other and other.tone not in {"ok", "info"}:  # what was earned no longer stands
        return _("Passed, but: %(state)s", state=other.chip)
    if not percent:
        return _("You have passed this course")
    if award:
        return _("Passed with %(percent)s, certificate valid", percent=percent)
    return _("Passed with %(percent)s", percent=percent)


def _failed(session: Session, mine: MyCourse, now: datetime) -> CourseTop:
    final, run = mine.outline.final, mine.taken.run
    if final is None or run is None:
        raise ValueError("Nobody fails an exam that a course does not have.")
    lessons = {step.slug: step for step in mine.outline.lessons}
    steps = ASSESSMENTS.provider().steps
    after = steps.after_failing(session, run, final.slug, list(lessons), now)
    again = tuple(lessons[slug] for slug in after.lessons[:READ_AGAIN])
    heading = _("Not passed: %(percent)s", percent=mine.percent)
    if not after.words:
        action, url = _("Try the exam again"), final.url
    elif again:
        action, url = _("Read again"), again[0].url
    else:
        action, url = _("See the exam"), final.url
    text = "" if after.opens_at else after.words  # the moment says it already
    return CourseTop(FirstThing.FAILED, heading, text, action, url, failed=after, read_again=again)


def _next(mine: MyCourse, step: OutlineStep, thing: FirstThing) -> CourseTop:
    state = mine.states.get(step.slug)
    note = (state.note or ("" if state.ready else state.words)) if state else ""
    action = _("Start") if thing is FirstThing.START else _("Continue")
    return CourseTop(thing, text=note, action=action, url=step.url, step=step)
