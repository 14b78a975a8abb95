"""The team of a mission: who joins and who leaves."""

from flask.typing import ResponseReturnValue

from assessments.missions.forms import MemberForm, MissionCancelForm
from assessments.missions.models import MissionPart
from assessments.missions.pages import choices
from assessments.missions.queries.missions import mission_planned
from assessments.missions.services.team import add_member as put_in
from assessments.missions.services.team import take_out as take_out_of_team
from assessments.missions.views.blueprints import bp, to_mission
from assessments.missions.views.planning import mission_shown
from assessments.permissions import PracticalPermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.web.api import PageForm, show, typed


@bp.post("/missions/<uuid:uuid>/team")
@needs(PracticalPermission.MISSION_PLAN)
def add_member(uuid: object) -> ResponseReturnValue:
    """Put somebody into the team."""
    mission = mission_planned(read_session(), viewer(), str(uuid))
    form = MemberForm()
    choices.fill_member(read_session(), form, mission)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = mission_planned(session, viewer(), str(uuid), lock=True)
                part, expert = MissionPart(typed(form.part)), typed(form.supervisor)
                put_in(session, own, typed(form.login), part, expert, actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_mission(uuid, _("This person is in the team now, and is told."))
    return mission_shown(mission, form, MissionCancelForm(formdata=None))


@bp.post("/missions/<uuid:uuid>/team/<uuid:member>/out")
@needs(PracticalPermission.MISSION_PLAN)
def take_out(uuid: object, member: object) -> ResponseReturnValue:
    """Take somebody out of the team."""
    mission_planned(read_session(), viewer(), str(uuid))
    if PageForm().validate_on_submit():
        with transaction() as session:
            own = mission_planned(session, viewer(), str(uuid), lock=True)
            take_out_of_team(session, own, str(member), actor=viewer(), now=clock.now())
    return to_mission(uuid, _("This person is no longer in the team, and is told."))
