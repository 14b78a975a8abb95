"""The roll of a meeting on a trainer's phone: a page that can be kept, and what its script asks."""

from flask import jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from courses.cohorts.pages.phone_roll import PhoneRoll, phone_roll, roll_plan, roll_words, standing_now
from courses.cohorts.queries import cohorts as queries
from courses.cohorts.queries.meetings import meeting_in
from courses.cohorts.views.blueprints import bp
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.errors import NotFound

ROLL = "/cohorts/<uuid:uuid>/meetings/<uuid:meeting>/phone"


def roll_of(uuid: object, meeting: object) -> PhoneRoll:
    """The roll of this meeting, if the viewer leads its cohort; a cancelled meeting has none."""
    cohort = queries.cohort_led(read_session(), viewer(), str(uuid))
    found = meeting_in(read_session(), cohort.id, str(meeting))
    if found.is_cancelled:
        raise NotFound
    return phone_roll(read_session(), viewer(), cohort, found)


def roll_html(roll: PhoneRoll) -> str:
    """The page as it is shown and weighed."""
    return render_template("cohorts/phone_roll.html", roll=roll, words=roll_words(roll))


@bp.get(ROLL)
@needs(CoursePermission.COHORT_LEAD)
def on_phone(uuid: object, meeting: object) -> ResponseReturnValue:
    """Everybody in the cohort with a tick for who is there; kept on a phone it works without a line."""
    return roll_html(roll_of(uuid, meeting))


@bp.get(f"{ROLL}/plan")
@needs(CoursePermission.COHORT_LEAD)
def on_phone_plan(uuid: object, meeting: object) -> ResponseReturnValue:
    """What a phone fetches to keep the roll, and what that weighs."""
    roll = roll_of(uuid, meeting)
    return jsonify(roll_plan(roll, url_for("cohorts.on_phone", uuid=uuid, meeting=meeting), roll_html(roll)))


@bp.get(f"{ROLL}/standing")
@needs(CoursePermission.COHORT_LEAD)
def on_phone_standing(uuid: object, meeting: object) -> ResponseReturnValue:
    """What the roll says of everybody now, also what other trainers said."""
    return jsonify(standing_now(roll_of(uuid, meeting), clock.now()))
