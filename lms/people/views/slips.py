"""Slips: a user name and a one-time code on paper, for people without e-mail or with a lost password."""

from datetime import datetime, timedelta

import segno
from flask import current_app, make_response, redirect, render_template, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, viewer
from lms.db import read_session, transaction
from lms.people.queries import people as queries
from lms.people.rules import shown_code
from lms.people.services import accounts, secrets
from lms.people.views.blueprints import people as bp

SHOWN_FOR = timedelta(minutes=15)  # long enough to print again when the paper jams
KEPT = "slip"  # in the signed cookie of whoever made it: the database holds only the hash


def keep_slip(person_uuid: str, code: str, expires_at: datetime, now: datetime) -> None:
    """Let the browser of whoever made this code show it for a little while."""
    form_session[KEPT] = {
        "person": person_uuid,
        "code": code,
        "expires": expires_at.isoformat(),
        "made": now.isoformat(),
    }


def kept_slip(person_uuid: str, now: datetime) -> tuple[str, datetime] | None:
    """The code that was just made for this person in this browser, and when it expires."""
    kept = form_session.get(KEPT)
    if kept is None or kept["person"] != person_uuid:
        return None
    if now - datetime.fromisoformat(kept["made"]) >= SHOWN_FOR:
        form_session.pop(KEPT)
        return None
    return kept["code"], datetime.fromisoformat(kept["expires"])


@bp.post("/people/<uuid:uuid>/slip")
@needs(Permission.PEOPLE_MANAGE)
def make_slip(uuid: object) -> ResponseReturnValue:
    """Make a new code; every older link and code of this person ends."""
    me, now = viewer(), clock.now()
    with transaction() as session:
        person = queries.person_seen(session, me, str(uuid))
        accounts.demand_may_act(session, me, person)
        code, expires_at = secrets.make_code(session, person, actor_id=me.id, now=now)
    keep_slip(person.uuid, code, expires_at, now)
    return redirect(url_for("people.slip", uuid=uuid), code=303)


@bp.get("/people/<uuid:uuid>/slip")
@needs(Permission.PEOPLE_MANAGE)
def slip(uuid: object) -> ResponseReturnValue:
    """The slip to print, while its code is still at hand."""
    person = queries.person_seen(read_session(), viewer(), str(uuid))
    kept = kept_slip(person.uuid, clock.now())
    if kept is None:
        return render_template("people/slip_over.html", person=person)
    address = f"{current_app.config['SITE_URL']}/code"
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=2, light="white")
    response = make_response(
        render_template(
            "people/slip.html",
            person=person,
            code=shown_code(kept[0]),
            expires_at=kept[1],
            address=address,
            picture=picture,
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response
