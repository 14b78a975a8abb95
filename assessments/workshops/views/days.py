"""Pages of who takes part: the own day, the clock of the workshop, and whether a device works in this room."""

import json

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import or_

from assessments.candidate_files.queries import photographs_of
from assessments.permissions import PracticalPermission
from assessments.workshops import policy
from assessments.workshops.models import Workshop
from assessments.workshops.pages.bell import bell_plan, sign_said
from assessments.workshops.pages.days import own_plan
from assessments.workshops.queries.fresh import fresh_exercises, with_fresh
from assessments.workshops.queries.plans import planned
from assessments.workshops.queries.rotations import placed_in, rotation_in_use
from assessments.workshops.queries.workshops import joined_by, parts_of, workshop_joined
from assessments.workshops.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session


@bp.get("/workshops/<uuid:uuid>/my-day")
@needs(PracticalPermission.PRACTICAL_OWN)
def my_day(uuid: object) -> ResponseReturnValue:
    """Where one has to be, when, and with whom."""
    session, now = read_session(), clock.now()
    parts = workshop_joined(session, viewer().id, str(uuid))
    used = rotation_in_use(session, parts.id)
    performances = planned(parts, placed_in(session, used.id)) if used is not None else []
    performances = with_fresh(parts, performances, fresh_exercises(session, parts.id))
    plan = own_plan(parts, performances, viewer().id, now)
    rates = viewer().may(PracticalPermission.SHEET_RATE)
    found = photographs_of(session, viewer(), [(parts.id, one) for one in plan.faced])
    return render_template(
        "workshops/my_day.html",
        row=parts.row,
        plan=plan,
        in_use=used is not None,
        rates=rates,
        performs=viewer().id in {one.person_id for one in parts.candidates},
        photographs={person: one for (_workshop, person), one in found.items()},
    )


@bp.get("/workshops/<uuid:uuid>/clock")
@needs(PracticalPermission.PRACTICAL_OWN)
def bell(uuid: object) -> ResponseReturnValue:
    """The clock: it rings by the plan that the page carries, also without a line."""
    open_to = or_(policy.run_by(viewer()), joined_by(viewer().id))
    parts = parts_of(read_session(), Workshop.uuid == str(uuid), open_to)
    plan = bell_plan(parts, request.args.get("exercise", ""))
    return render_template(
        "workshops/clock.html",
        row=parts.row,
        plan=plan,
        data=json.dumps(plan.data(parts.row.time_zone, clock.now())),
        rings=[(moment, sign_said(sign)) for moment, sign in plan.rings],
    )


@bp.get("/workshops/room-check")
@needs(PracticalPermission.PRACTICAL_OWN)
def room_check() -> ResponseReturnValue:
    """Try this room: whether this browser at this address can do what a workshop needs."""
    return render_template("workshops/room_check.html")
