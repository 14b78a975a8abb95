"""A device that several people use in turn: a cookie marks it as such, and its pages offer to change the user."""

from flask import Flask, abort, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.access import public
from lms.web.views import bp, safe_next

SHARED = "shared-device"  # the cookie; it says nothing of anybody
YEAR = 31_536_000  # seconds


@bp.get("/shared-device/<choice>")
@public
def choose_shared(choice: str) -> ResponseReturnValue:
    """Say that several people use this device, or that one does; a link, so that it works everywhere."""
    if choice not in {"on", "off"}:
        abort(404)
    response = redirect(safe_next(request.args.get("next")), code=303)
    if choice == "off":
        response.delete_cookie(SHARED)
    else:
        response.set_cookie(SHARED, "on", max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def is_shared() -> bool:
    """Whether somebody said so of this device."""
    return request.cookies.get(SHARED) == "on"


def forget_choices(response: Response, *, everything: bool) -> Response:
    """Let a browser forget what one person chose and read here; that it is shared, it keeps.

    Clearing all storage takes what others have not sent yet, so the page says whether there is nothing of others.
    """
    for name in request.cookies:
        if name in {"language", "pictures"} or name.startswith("kept-"):
            response.delete_cookie(name, path="/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"' if everything else '"cache"'
    return response


def init(app: Flask) -> None:
    """Tell templates whether several people use this device."""
    app.context_processor(lambda: {"shared_device": is_shared()})
