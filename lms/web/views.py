"""The front door, the choice of language, and what a monitor asks."""

import hmac
import re
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import DBAPIError

from lms import clock, schema
from lms.access import public, viewer_or_none
from lms.db import database, read_session
from lms.home import home_of
from lms.manifest import composition
from lms.storage import write_fault
from lms.web.languages.language import COOKIE, known

HERE = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*")  # browsers read a backslash as a slash, and skip tabs and line ends
bp = Blueprint("web", __name__, template_folder="templates")


def safe_next(target: str | None) -> str:
    """Where to go on to: an address of this site, or the start."""
    if not target:
        return url_for("web.start")
    return target if HERE.fullmatch(target) else url_for("web.start")


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """What to do next, or the way in."""
    person = viewer_or_none()
    if person is None:
        return render_template("web/welcome.html")
    home = home_of(read_session(), person, clock.now(), composition().home)
    return render_template("web/start.html", home=home)


@bp.get("/language/<code>")
@public
def choose_language(code: str) -> ResponseReturnValue:
    """Speak another language on this device from now on; a link, so that it works everywhere."""
    if code not in known():
        abort(404)
    response = redirect(safe_next(request.args.get("next")), code=303)
    response.set_cookie(COOKIE, code, max_age=31_536_000, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Alive: the process answers."""
    return Response("alive\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Able to serve: the database answers and is of this version, and something can be written."""
    try:
        found = schema.state(database().engine, current_app.config["DATABASE_URL"]).value
        read_only = schema.is_read_only(database().engine)
    except DBAPIError:
        found, read_only = "unreachable", False
    places = {Path(current_app.config["INSTANCE_PATH"]), database().folder or Path(current_app.config["INSTANCE_PATH"])}
    faults = sorted(fault for place in places if (fault := write_fault(place)))
    if read_only:
        faults.append("the database takes no writes")
    ready = found == schema.SchemaState.CURRENT and not faults
    told = {"nothing_can_be_written": faults[0]} if faults else {}
    return jsonify({"ready": ready, "database": found, **told}), 200 if ready else 503


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Figures for a monitor on this computer, or for one that brings the token."""
    token = current_app.config["METRICS_TOKEN"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not (token and hmac.compare_digest(given.encode(), token.encode())) and (
        request.remote_addr not in {"127.0.0.1", "::1"} or "X-Forwarded-For" in request.headers
    ):
        abort(404)
    registry = CollectorRegistry()
    for figures in composition().health_figures:
        for name, value in figures(read_session()).items():
            Gauge(f"spoor_{name}", name.replace("_", " "), registry=registry).set(value)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
