"""The review of courses: what waits, text by text, signing and returning."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.catalogue.review import queries
from courses.catalogue.review.services.reading import PieceRemark, Specialist
from courses.permissions import CoursePermission
from courses.reviews import services
from courses.reviews.forms import PressForm, ReturnForm, SignPiecesForm, piece_asked, pieces_asked
from courses.reviews.labels import STATES, VERDICTS
from courses.reviews.pages import courses, texts
from courses.reviews.pages.course import COLUMNS, course_page, piece_rows, reviewed
from courses.reviews.pages.courses import MINE_COLUMNS, course_lines, course_rows, mine_rows
from courses.reviews.policy import may_sign_any
from courses.reviews.views.blueprint import bp
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, ngettext
from lms.i18n import lazy as _l
from lms.tables.exports import ASKED, ListExport, answer_export
from lms.web.api import show, typed

RECENT = 20  # own readings on the page of all courses


@bp.get("/reviews")
@needs(CoursePermission.COURSE_REVIEWS)
def index() -> ResponseReturnValue:
    """Every course whose review one sees, in each language, and what one signed or returned oneself."""
    lines = course_lines(read_session(), viewer())
    mine = queries.readings_by(read_session(), viewer().id, RECENT)
    return render_template(
        "reviews/index.html",
        lines=lines,
        mine=mine,
        signs=may_sign_any(viewer()),
        states=STATES,
        verdicts=VERDICTS,
    )


@bp.get("/reviews/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COURSE_REVIEWS)
def export(form: str) -> Response:
    """How far courses are checked, as a file."""
    rows = course_rows(course_lines(read_session(), viewer()))
    title = _l("Course reviews")
    return answer_export(
        ListExport(name="course-reviews", title=title, columns=courses.COLUMNS, rows=rows, names_people=False), form
    )


@bp.get("/reviews/mine/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COURSE_REVIEWS)
def export_mine(form: str) -> Response:
    """What one signed and returned oneself, as a file."""
    rows = mine_rows(queries.readings_by(read_session(), viewer().id, ASKED))
    title = _l("Signed or returned by you")
    return answer_export(
        ListExport(name="my-reviews", title=title, columns=MINE_COLUMNS, rows=rows, names_people=False), form
    )


@bp.get("/reviews/<slug>/<lang>")
@needs(CoursePermission.COURSE_REVIEWS)
def course(slug: str, lang: str) -> ResponseReturnValue:
    """A course in one language, lesson by lesson."""
    page = course_page(read_session(), viewer(), reviewed(read_session(), viewer(), slug, lang))
    return render_template("reviews/course.html", page=page, states=STATES)


@bp.get("/reviews/<slug>/<lang>/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COURSE_REVIEWS)
def export_course(slug: str, lang: str, form: str) -> Response:
    """Every text of a course in one language with how it stands, as a file."""
    of = reviewed(read_session(), viewer(), slug, lang)
    listed = ListExport(
        name=f"review-{slug}-{lang}",
        title=of.title,
        columns=COLUMNS,
        rows=piece_rows(read_session(), of),
        names_people=True,
        filter={"course": slug, "language": lang},
    )
    return answer_export(listed, form)


@bp.get("/reviews/<slug>/<lang>/lessons/<lesson>")
@needs(CoursePermission.COURSE_REVIEWS)
def lesson(slug: str, lang: str, lesson: str) -> ResponseReturnValue:
    """A lesson with its questions."""
    return page_of_texts(slug, lang, lesson)


@bp.get("/reviews/<slug>/<lang>/words")
@needs(CoursePermission.COURSE_REVIEWS)
def words(slug: str, lang: str) -> ResponseReturnValue:
    """The glossary words of a course."""
    return page_of_texts(slug, lang, "")


def page_of_texts(
    slug: str,
    lang: str,
    lesson: str,
    sign_form: SignPiecesForm | None = None,
    return_form: ReturnForm | None = None,
    returns: str = "",
) -> ResponseReturnValue:
    """The page with its forms, one of which may carry errors; `returns` is the text that was to be returned."""
    of = reviewed(read_session(), viewer(), slug, lang)
    page = texts.texts_page(read_session(), viewer(), of, lesson)
    blank = {"function": page.function}
    wrong = bool((sign_form and sign_form.errors) or (return_form and return_form.errors))
    shown = render_template(
        "reviews/texts.html",
        page=page,
        sign_form=sign_form or SignPiecesForm(formdata=None, data=blank),
        return_form=return_form or ReturnForm(formdata=None, data=blank),
        returns=returns,
        ticked=request.form.getlist("piece") if sign_form else [],
        wrong=wrong,
        verdicts=VERDICTS,
    )
    answer = make_response(shown, 422 if wrong else 200)
    answer.headers["Cache-Control"] = "no-store"  # a key stays in no browser
    return answer


@bp.post("/reviews/<slug>/<lang>/answers")
@needs(CoursePermission.COURSE_REVIEWS)
@step_up
def answers(slug: str, lang: str) -> ResponseReturnValue:
    """Write down that one reads the questions with their answers, then show them."""
    of = reviewed(read_session(), viewer(), slug, lang)
    if PressForm().validate():
        with transaction() as session:
            services.open_answers(session, of.course.id, of.version.id, viewer().id, now=clock.now())
    return redirect(place(slug, lang, request.form.get("lesson", "")), code=303)


@bp.post("/reviews/<slug>/<lang>/sign")
@needs(CoursePermission.COURSE_SIGN)
@step_up
def sign(slug: str, lang: str) -> ResponseReturnValue:
    """Sign the texts that were ticked, as they were read."""
    of, form, at = reviewed(read_session(), viewer(), slug, lang), SignPiecesForm(), request.form.get("lesson", "")
    by = Specialist(viewer().id, typed(form.function), texts.signer(viewer(), of.course.id))
    if not form.validate():
        return page_of_texts(slug, lang, at, sign_form=form)
    version_id = version_read(of.course.id, typed(form.version))
    try:
        with transaction() as session:
            count = services.sign(session, version_id, lang, pieces_asked(), by, now=clock.now())
    except BadInput as fault:
        show(form, fault)
        return page_of_texts(slug, lang, at, sign_form=form)
    flash(ngettext("You have signed %(num)d text.", "You have signed %(num)d texts.", count), "success")
    return redirect(place(slug, lang, at), code=303)


@bp.post("/reviews/<slug>/<lang>/return")
@needs(CoursePermission.COURSE_SIGN)
@step_up
def give_back(slug: str, lang: str) -> ResponseReturnValue:
    """Return one text, with a remark on a sentence of it."""
    of, form, at = reviewed(read_session(), viewer(), slug, lang), ReturnForm(), request.form.get("lesson", "")
    by = Specialist(viewer().id, typed(form.function), texts.signer(viewer(), of.course.id))
    token = request.form.get("piece", "")
    asked = piece_asked(token)
    if asked is None:
        raise NotFound
    if not form.validate():
        return page_of_texts(slug, lang, at, return_form=form, returns=token)
    remark = PieceRemark(typed(form.sentence), typed(form.remark))
    version_id = version_read(of.course.id, typed(form.version))
    try:
        with transaction() as session:
            services.give_back(session, version_id, lang, asked, by, remark, now=clock.now())
    except BadInput as fault:
        show(form, fault)
        return page_of_texts(slug, lang, at, return_form=form, returns=token)
    flash(_("You have returned this text. People who answer for the course will read your remark."), "success")
    return redirect(place(slug, lang, at), code=303)


def version_read(course_id: int, uuid: str) -> int:
    """The version of the page from which a form came."""
    found = queries.version_named(read_session(), course_id, uuid)
    if found is None:
        raise NotFound
    return found


def place(slug: str, lang: str, lesson: str) -> str:
    """Where a lesson, or the words, are reviewed."""
    if lesson:
        return url_for("reviews.lesson", slug=slug, lang=lang, lesson=lesson)
    return url_for("reviews.words", slug=slug, lang=lang)
