"""A trainer writes to those whom the board shows: typed, shown with the number of people, then sent once."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courses.cohorts.forms import WriteForm
from courses.cohorts.labels import BOARD_FILTERS
from courses.cohorts.pages.writing import Recipients, recipients
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.services.writing import TrainerMessage, write_to_officers
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.board import filter_asked
from courses.cohorts.views.leading import led_and_open
from courses.permissions import CoursePermission
from lms import clock, ids
from lms.access import needs, viewer
from lms.db import Session, read_session, transaction
from lms.i18n import _, ngettext
from lms.web.api import form_page, typed


def asked_for(session: Session, cohort: FoundCohort) -> Recipients:
    """To whom, as the address or the form says: a filter of the board, or officers who were ticked."""
    ticked = request.values.getlist("who")
    return recipients(session, viewer(), cohort, filter_asked(), ticked, clock.now())


@bp.route("/cohorts/<uuid:uuid>/write", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_LEAD)
def write(uuid: object) -> ResponseReturnValue:
    """Write to some officers; what is typed is shown before it goes."""
    cohort = led_and_open(read_session(), uuid)
    form, to = WriteForm(), asked_for(read_session(), cohort)
    if request.method == "GET":
        form.key.data = ids.new_uuid()
    if not form.validate_on_submit() or "change" in request.form:
        return form_page("cohorts/write.html", form, cohort=cohort, to=to, shown=False, filters=BOARD_FILTERS)
    if "send" in request.form:
        to, sent = send_to_shown(uuid, form)
        if sent is not None:
            count = len(to.people)
            told = ngettext(
                "The message is sent to %(num)s officer.", "The message is sent to %(num)s officers.", count
            )
            flash(told if sent else _("This message was already sent. Nobody gets it twice."), "success")
            return redirect(url_for("cohorts.board", uuid=uuid, show=to.show), code=303)
    changed = "send" in request.form
    return form_page(
        "cohorts/write.html", form, cohort=cohort, to=to, shown=True, changed=changed, filters=BOARD_FILTERS
    )


def send_to_shown(uuid: object, form: WriteForm) -> tuple[Recipients, bool | None]:
    """Send what was typed to exactly those who were shown; answers to whom it would go now, and whether it was sent.

    Nothing in place of the latter: it is somebody else now.
    """
    with transaction() as session:
        cohort = led_and_open(session, uuid)
        to = asked_for(session, cohort)
        if form.shown.data != to.fingerprint:
            return to, None
        message = TrainerMessage(typed(form.key), typed(form.text), to.show, bool(to.ticked), to.people)
        return to, write_to_officers(session, cohort, message, by=viewer().id, now=clock.now())
