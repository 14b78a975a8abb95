"""Sitting a quiz or exam: start, answer, review and submit, see the result."""

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from assessments.decisions.pages.told import told_about
from assessments.exams.offline.payloads import is_page, read_saves
from assessments.exams.pages import paper as pages
from assessments.exams.pages import result as results
from assessments.exams.pages.exam import exam_page
from assessments.exams.pages.gain import gain_page, gain_result_page
from assessments.exams.pages.my_attempts import my_attempts
from assessments.exams.pages.review import review_page
from assessments.exams.printed.pages.own import own_page
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries import exams as exam_queries
from assessments.exams.rules.review import read_positions
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.timing import remaining_seconds
from assessments.exams.services import closing, grading, saving, starting
from assessments.exams.services.gain import start_gain_test
from assessments.exams.services.saving import CLOSED, SaveResult
from assessments.exams.views.blueprints import bp
from assessments.items.item import Use
from assessments.permissions import ExamPermission
from courses.api import EnrolledCourse, Run, begin_first, course_read, course_taken, lessons_before
from lms import clock, ids
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import NotFound
from lms.i18n import _, decimal_sign, language

LARGEST_SAVE = 256 * 1024  # bytes of one request with answers; twenty answers need about 4 KB


def demand_taken(slug: str) -> tuple[EnrolledCourse, Run]:
    """The course of this name as this person takes it, and their run; whoever does not take it finds nothing."""
    taken = course_taken(read_session(), viewer().id, slug, language())
    if taken is None or taken.run is None:
        raise NotFound
    return taken, taken.run


@bp.get("/courses/<slug>/exams/<exam_slug>")
@needs(ExamPermission.ATTEMPT_SIT)
def exam(slug: str, exam_slug: str) -> ResponseReturnValue:
    """What this exam asks, how it went before, what starting uses, and the button that starts it."""
    read = course_read(read_session(), viewer().id, slug, language())
    if read is None or read[0].run is None:
        return begin_first(slug)
    taken, done, _before = read
    run = read[0].run
    found = exam_queries.exam_of_version(read_session(), taken.version_id, exam_slug)
    if found.use is Use.GAIN:
        gain = gain_page(read_session(), found, run, clock.now())
        return render_template("exams/gain.html", exam=found, course=taken, page=gain, run=run)
    page = exam_page(read_session(), found, run, clock.now())
    return render_template(
        "exams/exam.html",
        exam=found,
        title=found.title_in(language()),
        course=taken,
        page=page,
        run=run,
        lessons=lessons_before(read_session(), taken, done, found.slug, language()),
    )


@bp.post("/courses/<slug>/exams/<exam_slug>/start")
@needs(ExamPermission.ATTEMPT_SIT)
def start(slug: str, exam_slug: str) -> ResponseReturnValue:
    """Draw a paper, or go on with the one under way."""
    taken, run = demand_taken(slug)
    with transaction() as session:
        found = exam_queries.exam_of_version(session, taken.version_id, exam_slug)
        begin = start_gain_test if found.use is Use.GAIN else starting.start_attempt
        attempt = begin(session, found, run, seed=ids.new_seed(), now=clock.now())
        uuid = attempt.uuid
    return redirect(url_for("exams.attempt", uuid=uuid), code=303)


@bp.get("/attempts/<uuid>")
@needs(ExamPermission.ATTEMPT_SIT)
def attempt(uuid: str) -> ResponseReturnValue:
    """The paper while it is open; the receipt and the result after."""
    found = attempt_queries.attempt_of(read_session(), viewer(), uuid)
    now = clock.now()
    if found.on_paper and found.state in (AttemptState.IN_PROGRESS, AttemptState.VOIDED):
        return render_template("printed/own.html", page=own_page(read_session(), found))
    if found.state == AttemptState.IN_PROGRESS:
        paper = pages.paper_page(read_session(), found, now, key=ids.new_token())
        return render_template("exams/paper.html", attempt=found, page=paper)
    if found.cut_score_id is None:
        gain = gain_result_page(read_session(), found, now)
        return render_template("exams/gain_result.html", attempt=found, page=gain)
    result = results.result_page(read_session(), found, now)
    return render_template("exams/result.html", attempt=found, page=result)


@bp.post("/attempts/<uuid>/answers")
@needs(ExamPermission.ATTEMPT_SIT)
def save(uuid: str) -> ResponseReturnValue:
    """For papers that are open from before there was one outbox: each answer gets its own receipt."""
    if (request.content_length or 0) > LARGEST_SAVE:
        abort(413)
    sent = read_saves(request.get_data())
    now = clock.now()
    with transaction() as session:
        found = attempt_queries.attempt_of(session, viewer(), uuid, lock=True)
        taken = saving.save_answers(session, found, sent, decimal=decimal_sign(), now=now)
    body = {
        "results": [{"position": one.position, **one.as_json()} for one in taken],
        "received_at": now.isoformat(),
        "remaining": remaining_seconds(now, found.deadline_at),
        "state": found.state,
    }
    return jsonify(body), saving.status_code(taken)


@bp.post("/attempts/<uuid>/questions/<int(max=9999):position>")
@needs(ExamPermission.ATTEMPT_SIT)
def save_one(uuid: str, position: int) -> ResponseReturnValue:
    """Take one answer from a form, for a browser without scripts."""
    now = clock.now()
    fields = dict(request.form.lists())
    with transaction() as session:
        found = attempt_queries.attempt_of(session, viewer(), uuid, lock=True)
        sent = pages.sent_from_form(position, fields, page=ids.new_token())
        (taken,) = saving.save_answers(session, found, [sent], decimal=decimal_sign(), now=now)
    if taken.verdict == "invalid" and found.state == AttemptState.IN_PROGRESS:
        refused = pages.Refused(position, taken.message or "", fields)
        page = pages.paper_page(read_session(), found, now, key=ids.new_token(), refused=refused)
        return render_template("exams/paper.html", attempt=found, page=page), 422
    flash_saved(taken)
    return redirect(url_for("exams.attempt", uuid=uuid) + f"#q{position}", code=303)


def flash_saved(taken: SaveResult) -> None:
    """Say what became of an answer that came from a form."""
    if taken.verdict == "invalid":
        flash(_("Your attempt is closed, and this answer could not be read: %(why)s", why=taken.message), "error")
    elif taken.verdict == CLOSED:
        flash(taken.message or "", "error")
    elif taken.verdict == "late":
        flash(
            _("Your time was up when this answer arrived. It is saved, and a person will decide about it."), "warning"
        )
    else:
        flash(_("Your answer to question %(number)s is saved.", number=taken.position), "success")


@bp.get("/attempts/<uuid>/standing")
@needs(ExamPermission.ATTEMPT_SIT)
def standing(uuid: str) -> ResponseReturnValue:
    """How an open page stands: whether the attempt is under way, and the time that is left."""
    found = attempt_queries.attempt_of(read_session(), viewer(), uuid)
    return jsonify({"remaining": remaining_seconds(clock.now(), found.deadline_at), "state": found.state})


@bp.get("/attempts/<uuid>/token")
@needs(ExamPermission.ATTEMPT_SIT)
def token(uuid: str) -> ResponseReturnValue:
    """How a paper stands and what in it has no answer, who is signed in, and a form token of today to submit with."""
    found = attempt_queries.attempt_of(read_session(), viewer(), uuid)
    body = {
        "token": generate_csrf(),
        "person": viewer().uuid,
        "remaining": remaining_seconds(clock.now(), found.deadline_at),
        "state": found.state,
        "unanswered": attempt_queries.unanswered(read_session(), found.id),
    }
    return jsonify(body)


@bp.get("/attempts/<uuid>/review")
@needs(ExamPermission.ATTEMPT_SIT)
def review(uuid: str) -> ResponseReturnValue:
    """What is answered and what is not, and the button that submits; for browsers without scripts."""
    found = attempt_queries.attempt_of(read_session(), viewer(), uuid)
    if found.on_paper or found.state != AttemptState.IN_PROGRESS:
        return redirect(url_for("exams.attempt", uuid=uuid), code=303)
    page = review_page(read_session(), found, clock.now(), key=ids.new_token())
    return render_template("exams/review.html", attempt=found, page=page)


@bp.post("/attempts/<uuid>/submit")
@needs(ExamPermission.ATTEMPT_SIT)
def submit(uuid: str) -> ResponseReturnValue:
    """Submit, or ask once more; then score, in a transaction of its own, so that it can never undo the submitting."""
    now = clock.now()
    key = request.form.get("key", "").replace("\0", "")[:64]
    page = request.form.get("page")
    shown, sure = read_positions(request.form.get("unanswered")), request.form.get("sure") == "1"
    with transaction() as session:
        found = attempt_queries.attempt_of(session, viewer(), uuid, lock=True)
        ask = closing.ask_again(session, found, shown, sure=sure, now=now)
        if ask is None:
            closing.submit_attempt(session, found, key=key, page=page if is_page(page) else None, now=now)
    if ask is not None:
        asking = review_page(read_session(), found, now, key=key or ids.new_token(), ask=ask)
        return render_template("exams/review.html", attempt=found, page=asking), 409 if ask.changed else 200
    with transaction() as session:
        grading.grade_attempt(session, found.id, now=clock.now())
    return redirect(url_for("exams.attempt", uuid=uuid), code=303)


@bp.get("/attempts")
@needs(ExamPermission.ATTEMPT_SIT)
def mine() -> ResponseReturnValue:
    """Every attempt of this person."""
    return render_template(
        "exams/mine.html",
        rows=my_attempts(read_session(), viewer()),
        decisions=told_about(read_session(), viewer(), clock.now()),
    )
