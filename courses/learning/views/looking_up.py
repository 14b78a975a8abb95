"""What a learner looks up: lessons and words by what was typed, the counter card, and the pictures of courses."""

import re

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.catalogue.queries import media_type_of
from courses.learning import services
from courses.learning.pages import search_results
from courses.learning.queries import runs as queries
from courses.learning.queries.cards import card_uses
from courses.learning.views.begin_first import begin_first
from courses.learning.views.learner import bp
from courses.permissions import CoursePermission
from lms import clock, storage
from lms.access import needs, viewer
from lms.batch import one
from lms.db import read_session, transaction
from lms.errors import NotFound
from lms.i18n import language
from lms.web.api import page_asked, takes_any_text, text_only

KEY = re.compile(r"^[0-9a-f]{64}\.[a-z]{3,4}$")
YEAR = 31_536_000  # seconds
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.get("/search")
@needs(CoursePermission.COURSE_TAKE)
@takes_any_text
def search() -> ResponseReturnValue:
    """Lessons and glossary words with the words that were typed."""
    number = page_asked()
    found = search_results.find(read_session(), viewer(), request.args.get("q", ""), number, language())
    return render_template("learning/search.html", found=found, text_only=text_only())


@bp.route("/courses/<slug>/card/used", methods=["GET", "POST"])
@needs(CoursePermission.COURSE_TAKE)
def card_used(slug: str) -> ResponseReturnValue:
    """What the code on a counter card opens: one button, which notes the day and nothing else."""
    person, now = viewer(), clock.now()
    taken = queries.course_taken(read_session(), person.id, slug, language())
    if taken is None:
        return begin_first(slug)
    if request.method == "POST":
        with transaction() as session:
            services.record_card_use(session, person.id, taken.course_id, now=now)
        return redirect(url_for("learning.card_used", slug=slug), code=303)
    uses = one(card_uses(read_session(), [person.id], taken.course_id))
    return render_template("learning/card_used.html", taken=taken, uses=uses, today=now.date())


@bp.get("/media/<key>")
@needs(CoursePermission.COURSE_TAKE)
def media(key: str) -> ResponseReturnValue:
    """A picture of a course; its name is its content, so it is kept for a year and never asked for again."""
    media_type = media_type_of(read_session(), key) if KEY.match(key) else None
    if media_type is None:
        raise NotFound
    response = Response(storage.get(key), mimetype=media_type)
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response.set_etag(key[:64])
    return response.make_conditional(request)
