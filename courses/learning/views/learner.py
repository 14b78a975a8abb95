"""The pages of a learner: what there is to learn, a course, a lesson, and its words."""

from collections.abc import Mapping

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.catalogue.queries import withdrawn_reasons
from courses.learning import services
from courses.learning.outline import outlines
from courses.learning.pages import lesson as lessons
from courses.learning.pages import lesson_view, overview
from courses.learning.pages.counter_card import was_opened
from courses.learning.pages.course_top import before_lessons, course_top
from courses.learning.pages.download_sizes import Beside, ModuleWeight, Unweighed, module_weights
from courses.learning.pages.etag import etag_of
from courses.learning.pages.newer_version import newest_after
from courses.learning.pages.overview import MyCourse
from courses.learning.positions import note_position
from courses.learning.queries import runs as queries
from courses.learning.queries.cards import card_uses, done_ever
from courses.learning.queries.runs import EnrolledCourse
from courses.learning.rules.progress import Position
from courses.learning.versions import services as versions
from courses.learning.views.begin_first import begin_first
from courses.permissions import CoursePermission
from courses.ports.assessments import ASSESSMENTS
from courses.ports.pages import COUNTER_CARD, COURSE_PAGES
from courses.ports.runs import GAIN_TEST, RUN_DEADLINES, GainNote, RunDeadline
from lms import clock
from lms.access import needs, viewer
from lms.batch import one
from lms.db import read_session, transaction
from lms.errors import NotFound
from lms.i18n import _, language
from lms.web.api import kept_ahead, phone_words, text_only

bp = Blueprint("learning", "courses.learning", template_folder="templates")


@bp.get("/learn")
@needs(CoursePermission.COURSE_TAKE)
def learn() -> ResponseReturnValue:
    """The courses that this person takes, and those they could begin."""
    person = viewer()
    mine = one(overview.courses_of(read_session(), [person.id], clock.now()))
    taken = {course.taken.course_id for course in mine}
    offered = queries.on_offer(read_session(), person, language=language())
    others = [course for course in offered if course.course_id not in taken]
    shape = outlines(read_session(), others, language())
    each = [(other, shape[other.version_id]) for other in others]
    return render_template("learning/learn.html", mine=mine, others=each, text_only=text_only())


@bp.get("/courses/<slug>")
@needs(CoursePermission.COURSE_TAKE)
def course(slug: str) -> ResponseReturnValue:
    """The outline of a course, with how far this person is, or the button that begins it."""
    person = viewer()
    mine = overview.course_of(read_session(), person, slug, clock.now())
    if mine:
        return course_page(
            mine,
            module_weights(read_session(), mine, pages_beside),
            card_url=COUNTER_CARD.provider()(slug),
            card_is_open=was_opened(
                [step.slug for step in mine.outline.lessons],
                mine.taken.final,
                one(done_ever(read_session(), [person.id], mine.taken.course_id)),
            ),
            uses=one(card_uses(read_session(), [person.id], mine.taken.course_id)),
            newer=newest_after(read_session(), mine),
            gain=gain_note(mine),
        )
    offered = next(iter(queries.on_offer(read_session(), person, slug, language())), None)
    if offered is None:
        raise NotFound
    outline = outlines(read_session(), [offered], language())[offered.version_id]
    reads_any = queries.course_to_read(read_session(), person, slug) is not None
    begins = not reads_any or bool(queries.on_offer(read_session(), person, slug, published=True))
    withdrawn = withdrawn_reasons(read_session(), [offered.course_id]).get(offered.course_id)
    return render_template(
        "learning/course.html",
        mine=None,
        taken=offered,
        outline=outline,
        reads_any=reads_any,
        begins=begins,
        withdrawn=withdrawn,
        opens_final=person.may(CoursePermission.OPEN_FINAL),
        text_only=text_only(),
    )


def gain_note(mine: MyCourse) -> GainNote | None:
    """Where this person is with the test before and after the course."""
    run = mine.taken.run
    if run is None or mine.outline.gain is None:
        return None
    return GAIN_TEST.provider().note(read_session(), run, language(), clock.now())


def course_page(
    mine: MyCourse, weights: Mapping[int, ModuleWeight], *, gain: GainNote | None = None, **more: object
) -> str:
    """The page of a course for who takes it, with what is said about their counter card and a newer version."""
    person, now = viewer(), clock.now()
    return render_template(
        "learning/course.html", mine=mine, taken=mine.taken, outline=mine.outline, weights=weights,
        top=before_lessons(course_top(read_session(), mine, now), gain), gain=gain,
        words=phone_words(), text_only=text_only(), opens_final=person.may(CoursePermission.OPEN_FINAL),
        more=(*ASSESSMENTS.provider().course_pages, *COURSE_PAGES.providers()), deadlines=deadlines_of(mine),
        **{"card_url": None, "newer": None, **more},
    )  # fmt: skip


def deadlines_of(mine: MyCourse) -> Mapping[int, RunDeadline]:
    """Until when this person has time, by the number of the module; 0 is the whole course."""
    run, known = mine.taken.run, RUN_DEADLINES.provider_if_any()
    if known is None or run is None or run.group is None or not run.is_open:
        return {}
    return known(read_session(), [run], clock.now()).get(run.id, {})


def pages_beside(mine: MyCourse, unweighed: Unweighed) -> Beside:
    """What a phone keeps with every module of a course: the page of the course, weighing nothing yet, and its words."""
    return {
        url_for("learning.course", slug=mine.taken.slug): course_page(mine, unweighed),
        url_for("learning.glossary", slug=mine.taken.slug): glossary_page(mine.taken),
    }


@bp.post("/courses/<slug>/enrol")
@needs(CoursePermission.COURSE_TAKE)
def enrol(slug: str) -> ResponseReturnValue:
    """Begin the course in its newest version."""
    person = viewer()
    offered = next(iter(queries.on_offer(read_session(), person, slug, language(), published=True)), None)
    if offered is None:
        raise NotFound
    with transaction() as session:
        services.start(session, person.id, offered.version_id, now=clock.now())
    return to_first_step(slug)


def to_first_step(slug: str) -> ResponseReturnValue:
    """On to where a course that was just begun starts."""
    mine = overview.course_of(read_session(), viewer(), slug, clock.now())
    gain = gain_note(mine) if mine else None
    if gain and gain.action:  # it is answered before the first lesson, or not at all
        return redirect(gain.url, code=303)
    step = mine.next if mine else None
    return redirect(step.url if step else url_for("learning.course", slug=slug), code=303)


@bp.post("/courses/<slug>/runs/<uuid:run>/begin-again")
@needs(CoursePermission.COURSE_TAKE)
def begin_again(slug: str, run: object) -> ResponseReturnValue:
    """Take the course again in its newest version, after what was earned in this run came to an end."""
    person = viewer()
    taken = queries.course_taken(read_session(), person.id, slug, language())
    if taken is None:
        raise NotFound
    with transaction() as session:
        begun = versions.take_again(session, person.id, taken.course_id, str(run), now=clock.now())
        kept = bool(one(queries.done_in(session, [begun.id])))
    flash(_("You have started the course again, with all attempts."), "success")
    if kept:
        flash(_("Lessons stay read where the text is the same. You take the quizzes again."), "message")
    return to_first_step(slug)


@bp.get("/courses/<slug>/lessons/<lesson>")
@needs(CoursePermission.COURSE_TAKE)
def lesson(slug: str, lesson: str) -> ResponseReturnValue:
    """A lesson; the place where this person is now is written after it was shown, with those of others."""
    found = lesson_view.find(read_session(), viewer(), slug, lesson)
    if found is None:
        return begin_first(slug)
    etag = etag_of(viewer(), found)
    if etag and request.if_none_match.contains_weak(etag):
        response = Response(status=304)
    else:
        response = Response(lessons.page(read_session(), found), mimetype="text/html")
    # the same lesson again too: another process may hold a place that is not written yet
    if found.is_counted and not kept_ahead():
        note_position(found.taken.run_id, Position(lesson, clock.now()))
    if etag:
        response.set_etag(etag, weak=True)
    return response


@bp.post("/courses/<slug>/lessons/<lesson>/read")
@needs(CoursePermission.COURSE_TAKE)
def read(slug: str, lesson: str) -> ResponseReturnValue:
    """Note the lesson as read and go on to what comes next."""
    person = viewer()
    found = lesson_view.demand(read_session(), person, slug, lesson)
    with transaction() as session:
        services.record_read(session, person.id, found.taken.course_id, lesson, now=clock.now())
    return redirect(found.after.url if found.after else url_for("learning.course", slug=slug), code=303)


@bp.get("/courses/<slug>/glossary")
@needs(CoursePermission.COURSE_TAKE)
def glossary(slug: str) -> ResponseReturnValue:
    """Every glossary word that the lessons of the course use."""
    person = viewer()
    said = slug, language()
    taken = queries.course_taken(read_session(), person.id, *said)
    if taken is None:
        taken = next(iter(queries.on_offer(read_session(), person, *said)), None)
    if taken is None:
        raise NotFound
    return glossary_page(taken)


def glossary_page(taken: EnrolledCourse) -> str:
    """The page of the words of a course."""
    words = queries.words_of(read_session(), taken.version_id, taken.language)
    return render_template("learning/glossary.html", taken=taken, words=words)
