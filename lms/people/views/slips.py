"""Slips: a user name and a one-time code on paper, for people without e-mail or with a lost password."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import segno
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app, make_response, redirect, render_template, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Permission, needs, step_up, viewer
from lms.db import read_session, transaction
from lms.people.models import Person
from lms.people.queries import people as queries
from lms.people.rules import SecretState
from lms.people.services import accounts, secrets
from lms.people.views.blueprints import people as bp
from lms.text.codes import shown_code

SHOWN_FOR = timedelta(minutes=15)  # long enough to print again when the paper jams
KEPT = "slip"  # in the cookie of whoever made it, encrypted: the database holds only the hash


@dataclass(frozen=True)
class KeptSlip:
    """A code that was just made, when it expires, and what has become of it."""

    code: str
    expires_at: datetime
    state: SecretState


def cipher() -> Fernet:
    """Encrypts what a browser keeps for the site; its key is derived from the secret of the site."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"slip").derive(
        current_app.config["SECRET_KEY"].encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))


def keep_slip(person_uuid: str, code: str, now: datetime) -> None:
    """Let the browser of whoever made this code show it for a little while."""
    text = json.dumps({"person": person_uuid, "code": code})
    form_session[KEPT] = cipher().encrypt_at_time(text.encode(), int(now.timestamp())).decode()


def kept_slip(person: Person, now: datetime) -> KeptSlip | None:
    """The code that was just made for this person in this browser; none once it is too old."""
    token = form_session.get(KEPT)
    if token is None:
        return None
    try:
        text = cipher().decrypt_at_time(token, int(SHOWN_FOR.total_seconds()) - 1, int(now.timestamp()))
    except InvalidToken:
        form_session.pop(KEPT)
        return None
    kept = json.loads(text)
    secret = queries.secret_of_code(read_session(), person, kept["code"]) if kept["person"] == person.uuid else None
    if secret is None:
        return None
    found = KeptSlip(kept["code"], secret.expires_at, secrets.state_of(secret, now))
    if found.state is not SecretState.OPEN:
        form_session.pop(KEPT)
    return found


@bp.post("/people/<uuid:uuid>/slip")
@needs(Permission.PEOPLE_MANAGE)
@step_up
def make_slip(uuid: object) -> ResponseReturnValue:
    """Make a new code; every older link and code of this person ends."""
    me, now = viewer(), clock.now()
    with transaction() as session:
        person = queries.person_seen(session, me, str(uuid))
        accounts.demand_may_act(session, me, person)
        code, _expires_at = secrets.make_code(session, person, actor_id=me.id, now=now)
    keep_slip(person.uuid, code, now)
    return redirect(url_for("people.slip", uuid=uuid), code=303)


@bp.get("/people/<uuid:uuid>/slip")
@needs(Permission.PEOPLE_MANAGE)
@step_up
def slip(uuid: object) -> ResponseReturnValue:
    """The slip to print, while its code is still at hand."""
    person = queries.person_seen(read_session(), viewer(), str(uuid))
    kept = kept_slip(person, clock.now())
    if kept is None or kept.state is not SecretState.OPEN:
        used = kept is not None and kept.state is SecretState.USED
        return render_template("people/slip_over.html", person=person, used=used)
    address = f"{current_app.config['SITE_URL']}/code"
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=2, light="white")
    response = make_response(
        render_template(
            "people/slip.html",
            person=person,
            code=shown_code(kept.code),
            expires_at=kept.expires_at,
            address=address,
            picture=picture,
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response
