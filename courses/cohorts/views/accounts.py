"""Accounts that imports propose: made and given slips by coordinators, or by trainers with a permit; and the permit."""

from collections.abc import Collection

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courses.cohorts.account_kind import decide
from courses.cohorts.models.imports import CohortAccountPermit
from courses.cohorts.pages.imports import proposal_lines
from courses.cohorts.queries import cohorts, imports
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.rules.joining import belongs
from courses.cohorts.services import account_permits
from courses.cohorts.services.import_accounts import make_accounts
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.importing import to_import
from courses.cohorts.views.leading import led_and_open
from courses.cohorts.views.listing import to_cohort
from courses.permissions import CoursePermission
from lms import clock
from lms.access import Permission, Viewer, needs, step_up, viewer
from lms.db import Session, read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, ngettext
from lms.people.api import OfficerRow, all_administrations, newcomers_among, slips_file
from lms.ports import ApplicationVerdict


@bp.get("/cohorts/accounts/<uuid:uuid>")
@needs(Permission.APPLICATION_DECIDE)
def accounts(uuid: object) -> ResponseReturnValue:
    """Proposed accounts, for who decides on them: what each is to hold, and afterwards the slips."""
    found = imports.proposal_seen(read_session(), viewer(), str(uuid))
    (line,) = proposal_lines(read_session(), viewer(), [found.row], managed=True)
    return render_template("cohorts/accounts.html", found=found, line=line)


@bp.post("/cohorts/accounts/<uuid:uuid>/make")
@needs(Permission.APPLICATION_DECIDE)
@step_up
def make(uuid: object) -> ResponseReturnValue:
    """Make all of these accounts."""
    with transaction() as session:
        said = decide(session, str(uuid), ApplicationVerdict(approves=True), viewer(), clock.now())
    flash(said, "success")
    return redirect(url_for("cohorts.accounts", uuid=uuid), code=303)


@bp.post("/cohorts/accounts/<uuid:uuid>/slips")
@needs(Permission.APPLICATION_DECIDE)
@step_up
def slips(uuid: object) -> ResponseReturnValue:
    """The slips of these accounts in one PDF, for those who have never signed in."""
    me = viewer()
    found = imports.proposal_seen(read_session(), me, str(uuid))
    made = imports.made_by(read_session(), found.row.id)
    return printed(newcomers_among(read_session(), me, made, managed=True), me)


@bp.post("/cohorts/<uuid:uuid>/accounts/<uuid:proposal>/make")
@needs(CoursePermission.COHORT_LEAD)
@step_up
def make_own(uuid: object, proposal: object) -> ResponseReturnValue:
    """Make these accounts by a permit, as a trainer of the cohort."""
    me, now = viewer(), clock.now()
    with transaction() as session:
        cohort, permit = permitted(session, me, uuid)
        found = imports.proposal_of(session, cohort, str(proposal))
        place = {one.id: one for one in all_administrations(session)}[found.row.administration_id]
        if not belongs(cohort.place, place.id, place.country):
            raise NotFound
        made = make_accounts(session, found, by=me, now=now, permit=permit)
        file = found.imported.uuid
    flash(ngettext("%(num)s account is created.", "%(num)s accounts are created.", made), "success")
    return to_import(uuid, file)


@bp.post("/cohorts/<uuid:uuid>/accounts/<uuid:proposal>/slips")
@needs(CoursePermission.COHORT_LEAD)
@step_up
def slips_own(uuid: object, proposal: object) -> ResponseReturnValue:
    """The slips of accounts that were made by a permit, for those who have never signed in."""
    me = viewer()
    cohort, _permit = permitted(read_session(), me, uuid)
    found = imports.proposal_of(read_session(), cohort, str(proposal))
    if found.row.permit_id is None:
        raise NotFound
    made = imports.made_by(read_session(), found.row.id)
    return printed(newcomers_among(read_session(), me, made, managed=False), me, among=made)


def permitted(session: Session, me: Viewer, uuid: object) -> tuple[FoundCohort, CohortAccountPermit]:
    """An open cohort whose accounts the viewer makes by a permit, and that permit."""
    cohort = led_and_open(session, uuid)
    permit = imports.permit_for(session, me, cohort.id)
    if permit is None:
        raise NotFound
    return cohort, permit


def printed(who: list[OfficerRow], me: Viewer, among: Collection[int] | None = None) -> Response:
    """The slips of these people as one PDF."""
    if not who:
        raise BadInput("who", _("All of these people have signed in. Nobody needs a slip."))
    return slips_file([one.uuid for one in who], by=me, now=clock.now(), among=among)


@bp.post("/cohorts/<uuid:uuid>/account-permit/give")
@needs(Permission.PEOPLE_MANAGE)
@step_up
def give_permit(uuid: object) -> ResponseReturnValue:
    """Let the trainers of a cohort make accounts for it."""
    with transaction() as session:
        cohort = cohorts.cohort_seen(session, viewer(), str(uuid))
        account_permits.give_permit(session, cohort, by=viewer(), now=clock.now())
    return to_cohort(uuid, _("The trainers may create accounts for this cohort."))


@bp.post("/cohorts/<uuid:uuid>/account-permit/end")
@needs(Permission.PEOPLE_MANAGE)
@step_up
def end_permit(uuid: object) -> ResponseReturnValue:
    """Let them make accounts no more."""
    with transaction() as session:
        cohort = cohorts.cohort_seen(session, viewer(), str(uuid))
        account_permits.end_permit(session, cohort, by=viewer(), now=clock.now())
    return to_cohort(uuid, _("The trainers may no longer create accounts for this cohort."))
