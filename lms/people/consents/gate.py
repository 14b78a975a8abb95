"""The gate before every page of somebody who was asked: until they answer yes, each leads to the notice."""

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.access import viewer_or_none
from lms.errors import RuleBroken
from lms.i18n import _
from lms.web.api import keeps, wants_json

NOTICE = "account.consent"
OPEN = frozenset({NOTICE, "account.say", "people.sign_out", "people.change_user"})  # public ones are open anyway
CLOSED = frozenset({"web.start"})  # public, but shows one's own things to who is signed in


def leads_away(endpoint: str, permission: str | None) -> bool:
    """Whether this page waits for the answer: all but public ones, signing out and the notice itself."""
    return endpoint in CLOSED or (permission is not None and endpoint not in OPEN)


def init(app: Flask) -> None:
    """Ask after the gate of rights, so that what one may not see is still not found."""

    def demand() -> ResponseReturnValue | None:
        endpoint = request.endpoint
        if endpoint is None:
            return None
        permission: str | None = getattr(app.view_functions[endpoint], "access", None)
        if not leads_away(endpoint, permission):
            return None
        person = viewer_or_none()
        if person is None or not person.consent_due:
            return None
        if wants_json() or keeps() or request.blueprint == "offline":
            raise RuleBroken(_("First read which data about you is saved, and say yes or no."))
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for(NOTICE, next=back if back != "/" else None), code=303)

    app.before_request(demand)
