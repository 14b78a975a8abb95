"""What the scripts of a phone ask of courses: what to keep of a module, what is right in its checks, marks to take."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from courses.learning.models import MarkReceipt
from courses.learning.offline_reads import take_mark
from courses.learning.pages import lesson as lessons
from courses.learning.pages import overview
from courses.learning.pages.download_sizes import module_weights, plan
from courses.learning.pages.practice_keys import answers_of
from courses.learning.payloads import read_marks
from courses.learning.rules.progress import Verdict, Why, clock_gap
from courses.learning.views.learner import bp, pages_beside
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import Conflict, NotFound
from lms.i18n import _


@bp.get("/courses/<slug>/modules/<int(max=999):number>/plan")
@needs(CoursePermission.COURSE_TAKE)
def module_plan(slug: str, number: int) -> ResponseReturnValue:
    """The pages of a module with all that they show, and what each weighs; for who takes the course."""
    mine = overview.course_of(read_session(), viewer(), slug, clock.now())
    module = next((one for one in mine.outline.modules if one.no == number), None) if mine else None
    if mine is None or module is None:
        raise NotFound
    weights = module_weights(read_session(), mine, pages_beside)
    return jsonify(plan(mine.taken, module, weights[number]))


@bp.get("/courses/<slug>/lessons/<lesson>/answers/<mark>")
@needs(CoursePermission.COURSE_TAKE)
def answers(slug: str, lesson: str, mark: str) -> ResponseReturnValue:
    """What is right in the practice checks of a lesson; by a name that changes with them."""
    found = lessons.demand(read_session(), viewer(), slug, lesson)
    if mark != lessons.keys_version(found.page):
        raise Conflict(_("The lesson has changed since its page was opened. Open it again."))
    return jsonify(answers_of(read_session(), found))


@bp.post("/learn/marks")
@needs(CoursePermission.COURSE_TAKE)
def marks() -> ResponseReturnValue:
    """Take the marks that a phone kept, each once; only those of the person who is signed in now."""
    sent = read_marks(request.get_data())
    person, now = viewer(), clock.now()
    if sent.person != person.uuid:
        raise Conflict(_("Somebody else is signed in now. These marks wait for the person who made them."))
    with transaction() as session:
        told = [_as_json(take_mark(session, person.id, mark, now=now)) for mark in sent.marks]
    wrong = clock_gap(sent.sent_at, now) if sent.sent_at else None
    remark = _("The clock of this phone is wrong. The time of the server counts.") if wrong else ""
    return jsonify({"results": told, "remark": remark, "received_at": now.isoformat()})


def _as_json(receipt: MarkReceipt) -> dict[str, str]:
    return {
        "key": receipt.key,
        "verdict": receipt.verdict,
        "message": _words(receipt),
        "at": receipt.at.isoformat(),
    }


def _words(receipt: MarkReceipt) -> str:
    """The receipt in a sentence."""
    if receipt.why == Why.GONE:
        return _("This lesson is no longer in your course. Open the course to see what took its place.")
    if receipt.why == Why.NOT_TAKEN:
        return _("You do not take this course. Start it, then read the lesson again.")
    if receipt.why == Why.RENEWED:
        return _("The course was renewed since you kept it. Your mark counts in the new version too.")
    if receipt.verdict == Verdict.ALREADY:
        return _("This lesson was marked as read before.")
    return _("Marked as read.")
