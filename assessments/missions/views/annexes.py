"""Annexes on candidates: written and signed by the supervising expert, read by those who may."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessments.missions.forms import AnnexForm, AnnexSignForm
from assessments.missions.labels import READINESS
from assessments.missions.models import MissionMember
from assessments.missions.queries.annexes import FoundAnnex, annex_read, annex_written, annexes_read, own_annex
from assessments.missions.queries.missions import FoundMission, mission_of_team
from assessments.missions.rules.readiness import Readiness
from assessments.missions.services.annexes import AnnexDraft
from assessments.missions.services.annexes import sign_annex as sign
from assessments.missions.services.annexes import write_annex as write
from assessments.missions.views.blueprints import bp
from assessments.permissions import PracticalPermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.people.api import people_named, person_of
from lms.web.api import form_page, show, typed

WRITE = "/missions/<uuid:uuid>/candidates/<uuid:member>/annex"


@bp.get("/missions/annexes")
@needs(PracticalPermission.PRACTICAL_OWN)
def annexes() -> ResponseReturnValue:
    """The annexes that one reads."""
    found = annexes_read(read_session(), viewer())
    names = people_named(read_session(), {one for each in found for one in (each.row.candidate_id, each.row.expert_id)})
    return render_template("missions/annexes.html", found=found, names=names)


@bp.get("/missions/annexes/<uuid:uuid>")
@needs(PracticalPermission.PRACTICAL_OWN)
def annex(uuid: object) -> ResponseReturnValue:
    """One annex with its signed versions."""
    found = annex_read(read_session(), viewer(), str(uuid))
    names = people_named(read_session(), [found.row.candidate_id, found.row.expert_id])
    page = render_template("missions/annex.html", annex=found, names=names, readiness=READINESS)
    return not_stored(page)


def supervised(uuid: object, member: object) -> tuple[FoundMission, MissionMember]:
    """A mission of one's own and the candidate whom one supervises there."""
    mission = mission_of_team(read_session(), viewer(), str(uuid))
    return mission, annex_written(read_session(), viewer(), mission.row, str(member))


@bp.route(WRITE, methods=["GET", "POST"])
@needs(PracticalPermission.MISSION_SUPERVISE)
def write_annex(uuid: object, member: object) -> ResponseReturnValue:
    """Write what one saw of a candidate; a draft until it is signed."""
    mission, candidate = supervised(uuid, member)
    found = own_annex(read_session(), viewer(), candidate)
    form = AnnexForm(data=annex_values(found))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = annex_written(session, viewer(), mission.row, str(member))
                draft, base = annex_typed(form), form.base.data or 0
                write(session, own, draft, base=base, expert=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        except RuleBroken as fault:
            form.form_errors.append(fault.message)
        else:
            flash(_("The draft is saved. Only you can read it until you sign it."), "success")
            return redirect(url_for("missions.write_annex", uuid=uuid, member=member), code=303)
    name = person_of(read_session(), candidate.person_id).name
    sign_form = AnnexSignForm(formdata=None, data={"base": found.draft.number if found and found.draft else 0})
    shown = form_page(
        "missions/write_annex.html", form, mission=mission, member=candidate, name=name, annex=found, sign=sign_form
    )
    return not_stored(shown)


def annex_values(found: FoundAnnex | None) -> dict[str, object]:
    """What the form shows: what was written last."""
    newest = found.versions[0] if found is not None and found.versions else None
    if newest is None:
        return {"base": 0}
    shown = {name: getattr(newest, name) for name in ("words", "strengths", "needs", "recommendation")}
    return {**shown, "reason": newest.reason if newest.signed_at is None else "", "base": newest.number}


def annex_typed(form: AnnexForm) -> AnnexDraft:
    """What was typed."""
    return AnnexDraft(
        typed(form.words),
        typed(form.strengths),
        typed(form.needs),
        Readiness(typed(form.recommendation)),
        typed(form.reason),
    )


@bp.post(f"{WRITE}/sign")
@needs(PracticalPermission.MISSION_SUPERVISE)
@step_up
def sign_annex(uuid: object, member: object) -> ResponseReturnValue:
    """Sign the draft: from then on assessors read it, and it is never changed."""
    mission, _candidate = supervised(uuid, member)
    form = AnnexSignForm()
    if form.validate_on_submit():
        with transaction() as session:
            own = annex_written(session, viewer(), mission.row, str(member))
            sign(session, own, base=form.base.data or 0, expert=viewer(), now=clock.now())
        flash(_("The annex is signed. Assessors of the candidate read it now."), "success")
    return redirect(url_for("missions.write_annex", uuid=uuid, member=member), code=303)


def not_stored(page: str | Response) -> Response:
    """A page that no browser keeps."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer
