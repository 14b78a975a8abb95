"""Service worker and offline pages: what a browser may keep, and the page of what is on this phone."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from flask import Flask, Response, abort, current_app, json, redirect, render_template, request
from flask.typing import ResponseReturnValue

from lms import outages
from lms.access import public, viewer_or_none
from lms.manifest import composition
from lms.web.assets import asset, without_indents
from lms.web.offline.labels import phone_words
from lms.web.security.headers import POLICY
from lms.web.views import bp, safe_next

WORKER = Path(__file__).resolve().parents[1] / "static" / "worker.js"
HOME = "/offline"  # the page of what is on this phone; also shown where a page cannot be reached
OWNER = "Signed-In"  # header of every page: who it was made for
NOBODY = "nobody"
KEEP = "Keep"  # header of a request that fetches a page to be kept: "ahead" of being read, or to "refresh" it
PICTURES = "pictures"  # the cookie of the switch; only "off" says something
SHELL = ("app.css", "app.js", "line.js", "outbox.js", "pages.js", "keeping.js", "phone.js", "icon.svg")
TURNING = ("/language/", "/pictures/")  # addresses after which the kept pages are no longer what the person reads


@bp.get(HOME)
@public
def offline() -> ResponseReturnValue:
    """What is kept on this phone, filled in by its script: the same page for everybody, so that it can be kept once."""
    return render_template("web/offline.html", viewer=None, menu=[], words=phone_words())


@bp.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker; it is a new one whenever any script, style or page of the shell is."""
    settings = {
        "version": shell_version(),
        "shell": [HOME, *(asset(name) for name in dict.fromkeys((*SHELL, *composition().page_scripts)))],
        "pages": asset("pages.js"),
        "home": HOME,
        "turning": TURNING,
        "untouched": composition().never_kept,
    }
    text = f"const SETTINGS = {json.dumps(settings)};\n{without_indents(WORKER.name, WORKER.read_bytes()).decode()}"
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": POLICY}
    return Response(text, mimetype="text/javascript", headers=headers)


@bp.get("/pictures/<choice>")
@public
def choose_pictures(choice: str) -> ResponseReturnValue:
    """Leave pictures out on this device until they are tapped, or show them; a link, so that it works everywhere."""
    if choice not in {"on", "off"}:
        abort(404)
    response = redirect(safe_next(request.args.get("next")), code=303)
    response.set_cookie(PICTURES, choice, max_age=31_536_000, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def text_only() -> bool:
    """Whether pictures are left out on this device."""
    return request.cookies.get(PICTURES) == "off"


def kept_ahead() -> bool:
    """Whether this page is fetched to be read later: nobody has opened it yet."""
    return request.headers.get(KEEP) == "ahead"


def keeps() -> bool:
    """Whether a script fetches this page to keep it or to refresh what is kept: it must not be led elsewhere."""
    return KEEP in request.headers


def shell_version() -> str:
    """A short name for everything that the worker keeps for everybody."""
    found: str | None = current_app.extensions.get("spoor-shell-version")
    if found is None:
        environment = current_app.jinja_env
        parts = [version("spoor"), WORKER.read_text(encoding="utf-8"), repr(sorted(composition().never_kept))]
        parts.append(repr(sorted(current_app.extensions["spoor-assets"].items())))
        if environment.loader is not None:
            names = ("base.html", "bare.html", "web/offline.html")
            parts.extend(environment.loader.get_source(environment, name)[0] for name in names)
        found = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
        current_app.extensions["spoor-shell-version"] = found
    return found


def name_owner(response: Response) -> Response:
    """Say on every page for whom it was made, so that nothing kept is shown to the next person.

    In an outage nobody knows who it is: kept pages stay with whom they belong to.
    """
    if response.mimetype == "text/html" and not outages.is_noted():
        person = viewer_or_none()
        response.headers[OWNER] = person.uuid if person else NOBODY
    return response


def init(app: Flask) -> None:
    """Name the owner of every page; tell templates whether a page is fetched to be kept."""
    app.after_request(name_owner)
    app.context_processor(lambda: {"keeping": KEEP in request.headers})
