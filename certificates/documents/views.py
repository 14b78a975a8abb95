"""The counter card of a course: its page, and the PDF to print or to keep."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.api import wrong_lessons
from certificates.credentials.issuing.issuing_config import issuing
from certificates.documents.counter_card_pdf import Card, card_of, card_pdf
from courses.api import CardCourse, CoursePermission, card_course, card_uses
from lms import clock
from lms.access import needs, viewer
from lms.batch import one
from lms.db import read_session
from lms.errors import NotFound, RuleBroken
from lms.i18n import _, language
from lms.people.api import ContactKind, contacts_of

bp = Blueprint("card", __name__, template_folder="templates")


def address(slug: str) -> str:
    """Where the card of a course is shown."""
    return url_for("card.page", slug=slug)


def course_of(slug: str, words: str) -> CardCourse:
    """The course that the viewer takes, in a language; any other is not found."""
    course = card_course(read_session(), viewer().id, slug, words)
    if course is None:
        raise NotFound
    return course


def own_card(course: CardCourse) -> Card:
    """The viewer's own card, from their own wrong answers and the contacts of their own administration."""
    return card_of(
        course,
        one(wrong_lessons(read_session(), [course.run_id], [act.lesson for act in course.acts])),
        contacts_of(read_session(), viewer()),
        link=f"{issuing().site_url}{url_for('learning.card_used', slug=course.slug)}",
        language=language(),
        made_at=clock.now(),
    )


def printable_card(slug: str, course: CardCourse) -> Card:
    """The card in the language of the page, or with the course's own words where our fonts cannot print those."""
    card = own_card(course)
    if card.unprintable:
        card = own_card(course_of(slug, ""))
    if card.unprintable:
        signs = " ".join(card.unprintable[:10])
        raise RuleBroken(
            _(
                "The card of this course cannot be printed: these characters are missing in the font: %(signs)s.",
                signs=signs,
            )
        )
    return card


@bp.get("/courses/<slug>/card")
@needs(CoursePermission.COURSE_TAKE)
def page(slug: str) -> ResponseReturnValue:
    """What the card says, how to print and fold it, and on how many days it was used; or what opens it."""
    course = course_of(slug, language())
    return render_template(
        "card/card.html",
        course=course,
        card=own_card(course) if course.is_open else None,
        kinds=len(ContactKind),
        uses=one(card_uses(read_session(), [viewer().id], course.course_id)),
    )


@bp.get("/courses/<slug>/card.pdf")
@needs(CoursePermission.COURSE_TAKE)
def pdf(slug: str) -> ResponseReturnValue:
    """The card as it stands now; `?show` looks at it instead of keeping it."""
    course = course_of(slug, language())
    if not course.is_open:
        return redirect(address(slug), code=303)
    response = Response(card_pdf(printable_card(slug, course)), mimetype="application/pdf")
    response.headers["Cache-Control"] = "no-store"
    if "show" not in request.args:
        response.headers["Content-Disposition"] = f'attachment; filename="counter-card-{slug}.pdf"'
    return response
