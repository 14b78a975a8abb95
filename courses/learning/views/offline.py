"""What the scripts of a phone ask of courses: what to keep of a module, what is right in its checks, what was read."""

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from courses.learning.offline_reads import READ, read_body
from courses.learning.outline import ModuleOutline, OutlineStep
from courses.learning.pages import overview
from courses.learning.pages.download_sizes import ModuleWeight, lesson_plan, module_weights, plan
from courses.learning.pages.etag import keys_version
from courses.learning.pages.lesson_view import demand
from courses.learning.pages.overview import MyCourse
from courses.learning.pages.practice_keys import answers_of
from courses.learning.views.learner import bp, pages_beside
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.errors import BadInput, Conflict, NotFound
from lms.i18n import _
from lms.offline.payloads import parsed, read_document
from lms.offline.receiving import take_entries
from lms.offline.rules import clock_gap
from lms.web.api import asset, phone_words


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


@bp.get("/courses/<slug>/lessons/<lesson>/plan")
@needs(CoursePermission.COURSE_TAKE)
def one_lesson_plan(slug: str, lesson: str) -> ResponseReturnValue:
    """The pages of one lesson with all that they show, and what each weighs; for who takes the course."""
    mine, module, step, weight = weighed(slug, lesson)
    return jsonify(lesson_plan(mine.taken, module, step, weight.lessons[lesson]))


@bp.get("/courses/<slug>/lessons/<lesson>/saving")
@needs(CoursePermission.COURSE_TAKE)
def saving(slug: str, lesson: str) -> ResponseReturnValue:
    """The buttons that save this lesson or its module, asked for by who opens them: a lesson stays light without."""
    mine, module, step, weight = weighed(slug, lesson)
    shown = {"taken": mine.taken, "module": module, "step": step, "weight": weight, "words": phone_words()}
    html = render_template("learning/saving.html", **shown)
    return jsonify(html=html, scripts=[asset(name) for name in ("pages.js", "keeping.js", "course.js")])


def weighed(slug: str, lesson: str) -> tuple[MyCourse, ModuleOutline, OutlineStep, ModuleWeight]:
    """A lesson in the course that this person takes, with its module and what that weighs; else not found."""
    mine = overview.course_of(read_session(), viewer(), slug, clock.now())
    places = [(module, step) for module in mine.outline.modules for step in module.lessons] if mine else []
    found = next((place for place in places if place[1].slug == lesson), None)
    if mine is None or found is None:
        raise NotFound
    return mine, *found, module_weights(read_session(), mine, pages_beside)[found[0].no]


@bp.get("/courses/<slug>/lessons/<lesson>/answers/<keys>")
@needs(CoursePermission.COURSE_TAKE)
def answers(slug: str, lesson: str, keys: str) -> ResponseReturnValue:
    """What is right in the practice checks of a lesson; by a name that changes with them."""
    found = demand(read_session(), viewer(), slug, lesson)
    if keys != keys_version(found.page):
        raise Conflict(_("The lesson has changed since you opened it. Open it again."))
    return jsonify(answers_of(read_session(), found))


@bp.post("/learn/marks")
@needs(CoursePermission.COURSE_TAKE)
def reads_of_before() -> ResponseReturnValue:
    """For pages that phones kept from before there was one outbox: what was read, given on to it."""
    found = parsed(request.get_data())
    listed = found.get("marks") if isinstance(found, dict) else None
    sent = read_document({**found, "entries": [_entry(one) for one in listed]} if isinstance(listed, list) else None)
    if len(sent.readable) < len(sent.entries):
        raise BadInput("marks", _("This is not a list of read lessons. Open the site again on this phone."))
    for entry in sent.readable:
        read_body(entry)
    person, now = viewer(), clock.now()
    if sent.person != person.uuid:
        raise Conflict(_("Somebody else is signed in now. These read lessons wait for the person who marked them."))
    told = take_entries(person, sent.readable, now=now)
    wrong = clock_gap(sent.sent_at, now) if sent.sent_at else None
    remark = _("The clock of this phone is wrong. The time of the server counts.") if wrong else ""
    results = [
        {"key": one.id, "verdict": one.state, "message": one.more.get("message", ""), "at": now.isoformat()}
        for one in (told[entry.id] for entry in sent.readable)
    ]
    return jsonify({"results": results, "remark": remark, "received_at": now.isoformat()})


def _entry(read: object) -> object:
    """An entry of the outbox, from what such a page sends."""
    if not isinstance(read, dict):
        return read
    return {
        "id": read.get("key"),
        "kind": READ,
        "subject": read.get("course"),
        "device": "marks",
        "seq": 0,
        "made_at": read.get("said_at"),
        "body": read,
    }
