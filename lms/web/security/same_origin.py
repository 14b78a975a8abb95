"""Same origin: over HTTPS a form must come from a page of this site, as the browser says in one of three headers.

Proxies and privacy settings strip the Referer; `Sec-Fetch-Site` and `Origin` say the same.
"""

from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import Headers

OWN = "same-origin"
UNSAID = {"", "none"}  # `none`: the person began the request, such as by loading a page again
HIDDEN = {"", "null"}


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
    if request.method in current_app.config["WTF_CSRF_METHODS"] and not comes_from(
        request.headers, f"https://{request.host}"
    ):
        raise CSRFError("No header of the browser says that this form is of this site.")


def init(app: Flask) -> None:
    """Ask at every form."""
    app.before_request(refuse_others)
