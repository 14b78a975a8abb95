"""A cohort goes on in a newer version of its course, as its trainer decides for all."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courses.cohorts.pages.versions import cohort_version_page
from courses.cohorts.services.cohort_versions import change_version
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.leading import led_and_open
from courses.learning.pages.version_changes import step_said
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import NotFound
from lms.i18n import _, ngettext

NUMBER = "int(max=9999)"


@bp.get("/cohorts/<uuid:uuid>/version")
@needs(CoursePermission.COHORT_LEAD)
@step_up
def newer_version(uuid: object) -> ResponseReturnValue:
    """What the newest version of the course changes for the cohort."""
    cohort = led_and_open(read_session(), uuid)
    page = cohort_version_page(read_session(), cohort)
    if page is None:
        raise NotFound
    return render_template("cohorts/version.html", cohort=cohort, page=page, step_said=step_said)


@bp.post(f"/cohorts/<uuid:uuid>/version/<{NUMBER}:number>")
@needs(CoursePermission.COHORT_LEAD)
@step_up
def move_to_version(uuid: object, number: int) -> ResponseReturnValue:
    """Let the cohort go on in this version."""
    with transaction() as session:
        moving = change_version(session, led_and_open(session, uuid), number, by=viewer().id, now=clock.now())
    flash(_("The cohort continues in version %(number)s.", number=number), "success")
    if moving.left:
        words = ngettext(
            "%(num)s officer stays in the older version: an attempt is in progress, or the final exam is passed.",
            "%(num)s officers stay in the older version: an attempt is in progress, or the final exam is passed.",
            len(moving.left),
        )
        flash(words, "info")
    return redirect(url_for("cohorts.one", uuid=uuid), code=303)
