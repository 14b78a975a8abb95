"""Step-up authentication: before something grave one shows again who one is, unless one did so a short while ago.

Today that is the password. A second factor, or the service of another house that signs people in, is asked here too:
`shows` is the one place that judges what was typed.
"""

from flask import Flask, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.access import Viewer, viewer
from lms.db import transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.people.authentication import login_session
from lms.people.forms.people import StepUpForm
from lms.people.models import Person
from lms.people.rules import is_fresh
from lms.people.services import password_hashing, rate_limits, sessions
from lms.people.views.responses import form_page
from lms.web.forms import show, typed

FIELD = "step_up_password"
OWN = frozenset({FIELD, "csrf_token"})  # fields of the page that asks, not of the form that waits


def shows(me: Viewer, password: str) -> bool:
    """Whether this is the person; tries are counted as those of signing in are, and a right one is written down."""
    now = clock.now()
    with transaction() as session:
        person = session.get_one(Person, me.id)
        client = login_session.requesting_client()
        try_id = rate_limits.count_password(session, person.username, person, client, now=now)
    if not password_hashing.fits(person.password_hash, password):
        return False
    with transaction() as session:
        rate_limits.take_back(session, try_id)
        sessions.authenticate_again(session, me.session_id, now=now)
    return True


def demand() -> ResponseReturnValue | None:
    """Before a guarded view: ask for the password where it was not typed lately; what was sent waits meanwhile."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "step_up", False) or is_fresh(viewer().authenticated_at, clock.now()):
        return None
    if (reached := getattr(view, "reached", None)) is not None:
        reached(**(request.view_args or {}))
    if request.method != "POST":
        return redirect(url_for("account.step_up", next=request.full_path.rstrip("?")), code=303)
    form = StepUpForm() if FIELD in request.form else StepUpForm(formdata=None)
    if FIELD in request.form and judged(form):
        return None
    waiting = [(name, value) for name, value in request.form.items(multi=True) if name not in OWN]
    return asking(form, request.path, waiting)


def judged(form: StepUpForm) -> bool:
    """Whether what was typed shows who it is; else the form says what is wrong."""
    if not form.validate():
        return False
    if shows(viewer(), typed(form.step_up_password)):
        return True
    show(form, BadInput(FIELD, _("This is not your current password.")))
    return False


def asking(form: StepUpForm, action: str, waiting: list[tuple[str, str]]) -> ResponseReturnValue:
    """The page that asks; it carries what waits to be sent."""
    return make_response(form_page("people/step_up.html", form, action=action, waiting=waiting))


def init(app: Flask) -> None:
    """Ask after the gate and after the form tokens: nobody else's form may be carried by this page."""
    app.before_request(demand)
