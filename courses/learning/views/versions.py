"""A newer version of a course that somebody is under way in: what changes, and the move, which they decide."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courses.learning.pages import overview
from courses.learning.pages.newer_version import newer_after, newer_version_page, newest_after
from courses.learning.pages.version_changes import step_said
from courses.learning.versions import services
from courses.learning.views.learner import bp
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import Conflict, NotFound
from lms.i18n import _


@bp.get("/courses/<slug>/versions/<int(max=9999):number>")
@needs(CoursePermission.COURSE_TAKE)
def newer(slug: str, number: int) -> ResponseReturnValue:
    """What changes in the newest version; an older one that was named leads to the newest."""
    mine = overview.course_of(read_session(), viewer(), slug, clock.now())
    if mine is None:
        raise NotFound
    since = newer_after(read_session(), mine)
    if not since:
        return redirect(url_for("learning.course", slug=slug), code=303)
    if since[-1].no != number:
        return redirect(url_for("learning.newer", slug=slug, number=since[-1].no), code=303)
    page = newer_version_page(read_session(), mine, since)
    return render_template("learning/newer_version.html", taken=mine.taken, page=page, step_said=step_said)


@bp.post("/courses/<slug>/versions/<int(max=9999):number>/move")
@needs(CoursePermission.COURSE_TAKE)
def move(slug: str, number: int) -> ResponseReturnValue:
    """Go on in the newest version, which this person has read about; sent twice it moves once."""
    person = viewer()
    mine = overview.course_of(read_session(), person, slug, clock.now())
    if mine is None:
        raise NotFound
    if mine.taken.no != number:
        newest = newest_after(read_session(), mine)
        if newest is None or newest.no != number:
            raise Conflict(_("This is not the newest version of the course. Look at the changes again."))
        with transaction() as session:
            services.move_own(session, person.id, mine.taken.course_id, newest.id, now=clock.now())
    flash(_("You take version %(number)s of the course now.", number=number), "success")
    return redirect(url_for("learning.course", slug=slug), code=303)
