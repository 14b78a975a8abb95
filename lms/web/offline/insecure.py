"""What does not work where the network of a room has no HTTPS, and what does instead."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.access import public
from lms.web.views import bp


@bp.get("/without-https")
@public
def insecure() -> ResponseReturnValue:
    """A page for trainers, to be read before the class; its script says how it is at this address."""
    return render_template("web/insecure.html")
