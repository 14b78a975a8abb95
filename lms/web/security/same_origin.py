"""Same origin: over HTTPS a form must come from a page of this site, as the browser says in one of three headers.

Proxies and privacy settings strip the Referer; `Sec-Fetch-Site` and `Origin` say the same.
"""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import Headers

OWN = "same-origin"
UNSAID = {"", "none"}  # `none`: the person began the request, such as by loading a page again
HIDDEN = {"", "null"}
View = TypeVar("View", bound=Callable[..., object])


def from_anywhere(view: View) -> View:
    """Declare that a form of this view may come from anywhere, such as from a mail program: its address is signed."""
    view.from_anywhere = True  # type: ignore[attr-defined]  # a function may carry attributes
    return view


def comes_from(headers: Headers, own: str) -> bool:
    """Whether what the browser says names this origin: at least one header does, and none names another."""
    site = headers.get("Sec-Fetch-Site", "")
    origin = headers.get("Origin", "")
    referer = headers.get("Referer", "")
    said = [site == OWN] if site not in UNSAID else []
    said += [origin == own] if origin not in HIDDEN else []
    said += [_origin_of(referer) == own] if referer else []
    return bool(said) and all(said)


def _origin_of(address: str) -> str:
    """The origin of an address; empty where it is none."""
    try:
        found = urlsplit(address)
    except ValueError:
        return ""
    return f"{found.scheme}://{found.netloc}"


def refuse_others() -> None:
    """Refuse a form that another site sent, or of which nothing says where it comes from."""
    if not request.is_secure or not current_app.config["WTF_CSRF_ENABLED"]:
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "from_anywhere", False):
        return
    if request.method in current_app.config["WTF_CSRF_METHODS"] and not comes_from(
        request.headers, f"https://{request.host}"
    ):
        raise CSRFError("No header of the browser says that this form is of this site.")


def init(app: Flask) -> None:
    """Ask at every form."""
    app.before_request(refuse_others)
