"""The answer to whoever asks for a part of a course that they have not begun."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from courses.learning.queries.runs import on_offer
from lms.access import viewer
from lms.db import read_session
from lms.errors import NotFound
from lms.i18n import _


def begin_first(slug: str) -> ResponseReturnValue:
    """Send who has not begun the course to its page; a course that they may not see is not found."""
    if not on_offer(read_session(), viewer(), slug):
        raise NotFound
    flash(_("Start the course first. Then you can open its lessons."), "message")
    return redirect(url_for("learning.course", slug=slug), code=303)
