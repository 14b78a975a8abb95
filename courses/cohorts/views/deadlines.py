"""The deadlines of a cohort: set for all, and extended for one officer, for some, or for everybody."""

from collections.abc import Mapping
from datetime import date, datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from courses.cohorts.forms import COMES_NEXT, ExtendForm
from courses.cohorts.labels import BOARD_FILTERS
from courses.cohorts.pages.deadlines import Extension, deadlines_page, extended_words, extension, part_title
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.services.deadlines import Longer, extend_deadlines, set_deadlines
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.board import filter_asked
from courses.cohorts.views.leading import led_and_open
from courses.cohorts.views.listing import to_cohort
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import Session, read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, ngettext
from lms.i18n import lazy as _l
from lms.web.api import Day, PageForm, form_page, options, show


def days_form(parts: Mapping[int, str]) -> type[PageForm]:
    """A form with a day for each part of this course."""
    fields = {f"part_{part}": Day(title, [Optional()]) for part, title in parts.items()}
    return type("DeadlinesForm", (PageForm,), fields)


@bp.route("/cohorts/<uuid:uuid>/deadlines", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_LEAD)
def deadlines(uuid: object) -> ResponseReturnValue:
    """A day for each module and for the whole course, all of them optional; and what they were before."""
    cohort = led_and_open(read_session(), uuid)
    page = deadlines_page(read_session(), cohort)
    form = days_form({one.part: one.title for one in page.parts})(
        data={f"part_{one.part}": one.day for one in page.parts}
    )
    if form.validate_on_submit():
        wanted: dict[int, date | None] = {one.part: form[f"part_{one.part}"].data for one in page.parts}
        try:
            with transaction() as session:
                changed = set_deadlines(session, led_and_open(session, uuid), wanted, by=viewer().id, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_cohort(uuid, _("The deadlines are saved.") if changed else _("Nothing was changed."))
    return form_page("cohorts/deadlines.html", form, cohort=cohort, page=page)


def asked_to_extend(session: Session, cohort: FoundCohort, now: datetime) -> Extension:
    """For whom, as the address or the form says: a filter of the board, or officers who were ticked."""
    return extension(session, viewer(), cohort, filter_asked(), request.values.getlist("who"), now)


def part_chosen(form: ExtendForm) -> int | None:
    """The part that is extended; none: what was missed, else what comes next."""
    return None if form.part.data == COMES_NEXT else int(form.part.data)


@bp.route("/cohorts/<uuid:uuid>/extend", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_LEAD)
def extend(uuid: object) -> ResponseReturnValue:
    """Give officers more time: seven days, or until a day; what is sent twice is done once."""
    now = clock.now()
    cohort = led_and_open(read_session(), uuid)
    to, form = asked_to_extend(read_session(), cohort, now), ExtendForm()
    form.part.choices = options(
        [(COMES_NEXT, _l("What is late, or what comes next")), *((str(part), part_title(part)) for part in to.parts)]
    )
    changed = False
    if form.validate_on_submit():
        try:
            given = extend_shown(uuid, form, now)
        except BadInput as fault:
            show(form, fault)
        else:
            if given is not None:
                count = len(given)
                told = ngettext("%(num)s officer has more time.", "%(num)s officers have more time.", count)
                flash(f"{told} {extended_words(given)}", "success")
                return redirect(after_extending(uuid, to), code=303)
            changed = True
    return form_page("cohorts/extend.html", form, cohort=cohort, to=to, changed=changed, filters=BOARD_FILTERS)


def extend_shown(uuid: object, form: ExtendForm, now: datetime) -> list[Longer] | None:
    """Extend for exactly those who were shown, from the days that were shown; nothing if either is other now."""
    with transaction() as session:
        cohort = led_and_open(session, uuid)
        to = asked_to_extend(session, cohort, now)
        if form.shown.data != to.fingerprint:
            return None
        day = form.day_chosen(cohort.today(now))
        return extend_deadlines(session, cohort, to.longer(part_chosen(form), day), by=viewer().id, now=now)


def after_extending(uuid: object, to: Extension) -> str:
    """Back to the board in its filter."""
    return url_for("cohorts.board", uuid=uuid, show=to.show if to.show != "all" else None)
