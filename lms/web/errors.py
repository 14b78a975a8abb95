"""Error handler, one for every fault that a person may be told about; a page for people, JSON for scripts."""

import sqlite3

import structlog
from flask import Flask, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, Unauthorized

from lms import outages
from lms.errors import BadInput, Conflict, NotFound, RuleBroken, TooMany
from lms.i18n import _
from lms.web.shell import here

log = structlog.get_logger()


def wants_json() -> bool:
    """Whether a script asks, not a person."""
    return request.is_json or request.accept_mimetypes.best_match(["text/html", "application/json"]) == (
        "application/json"
    )


def shown(code: int, title: str, text: str, **more: object) -> ResponseReturnValue:
    """The fault in the form that the asker reads."""
    if wants_json():
        return jsonify({"error": {"code": code, "title": title, "message": text, **more}}), code
    back = here() if request.method == "POST" else "/"
    return render_template("error.html", code=code, title=title, text=text, back=back), code


def words(code: int) -> tuple[str, str]:
    """Title and text of the common faults."""
    known = {
        400: (_("This request cannot be used"), _("Something in it is wrong or missing. Go back and try again.")),
        403: (_("You may not do this"), _("Your account does not have this right. Ask your administrator.")),
        404: (
            _("Page not found"),
            _("Perhaps the address is wrong, or the page is not for your account. Check the link, or go to the start."),
        ),
        405: (_("This address does not accept this request"), _("Go back and use the buttons of the page.")),
        413: (_("That is too large"), _("The server did not read it and nothing was changed. Send something smaller.")),
        415: (_("This kind of content is not accepted here"), _("Send it in the form that the page offers.")),
        429: (_("Too many tries"), _("Wait a few minutes, then try again.")),
        500: (
            _("Something went wrong on our side"),
            _("Nothing was changed. Try again in a moment. If it happens again, tell your administrator the time."),
        ),
        503: (_("The site is busy"), _("Nothing was changed. Try again in a moment.")),
    }
    return known.get(code, known[400] if code < 500 else known[500])


def rule_broken(fault: RuleBroken) -> ResponseReturnValue:
    """A rule said no: its sentence is for the person."""
    if isinstance(fault, TooMany):
        answer = shown(429, words(429)[0], fault.message, retry_after=fault.retry_after)
        return (*answer, {"Retry-After": str(fault.retry_after)}) if isinstance(answer, tuple) else answer
    if isinstance(fault, BadInput):
        return shown(422, _("This was not accepted"), fault.message, field=fault.field)
    if isinstance(fault, Conflict):
        return shown(409, _("This no longer fits"), fault.message)
    return shown(409, _("This is not possible"), fault.message)


def not_found(_fault: NotFound) -> ResponseReturnValue:
    """Nothing there, or nothing that this person may see."""
    return shown(404, *words(404))


def unauthorized(_fault: Unauthorized) -> ResponseReturnValue:
    """Nobody signed in: a person is sent to sign in and comes back here."""
    if wants_json():
        text = _("You are no longer signed in. Sign in again. What you wrote is saved on this device.")
        return shown(401, _("Sign in again"), text)
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("people.sign_in", next=back if back != "/" else None), code=303)


def forged(_fault: CSRFError) -> ResponseReturnValue:
    """The form's token is missing or from another session."""
    text = _(
        "You signed in again after you opened this form, or it is not one of our pages. Open "
        "the page again and fill in the form."
    )
    return shown(400, _("This form is no longer valid"), text, reason="form-token")


def http(fault: HTTPException) -> ResponseReturnValue:
    """Every other fault of HTTP, with the headers that belong to it."""
    code = fault.code or 500
    if code < 400:
        return fault
    answer = shown(code, *words(code))
    kept = {name: value for name, value in fault.get_headers() if name in {"Allow", "Retry-After"}}
    return (*answer, kept) if isinstance(answer, tuple) else answer


def database_fault(fault: SQLAlchemyError | sqlite3.Error) -> ResponseReturnValue:
    """An outage of the database: told without asking it, and one line in the log. Its other faults are ours."""
    if not outages.is_outage(fault):
        raise fault
    outages.note()
    log.error("database-outage", method=request.method, path=request.path, fault=outages.words_of(fault))
    text = _("The database does not answer. Perhaps your last entry is not saved. Try again in a moment.")
    answer = shown(503, _("The site does not work at the moment"), text, retry_after=outages.RETRY_AFTER)
    return (*answer, {"Retry-After": str(outages.RETRY_AFTER)}) if isinstance(answer, tuple) else answer


def crashed(_fault: Exception) -> ResponseReturnValue:
    """A fault of ours: Flask has logged it."""
    return shown(500, *words(500))


def init(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(RuleBroken, rule_broken)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(Unauthorized, unauthorized)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(SQLAlchemyError, database_fault)
    app.register_error_handler(sqlite3.Error, database_fault)
    app.register_error_handler(500, crashed)
