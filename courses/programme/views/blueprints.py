"""The blueprint of the programme, and who changes what all of it shares."""

from flask import Blueprint

from courses.programme import policy
from lms.access import viewer
from lms.errors import NotFound

bp = Blueprint("programme", "courses.programme", template_folder="templates")


def demand_whole() -> None:
    """Whoever runs one country alone finds no page that changes what all of them share."""
    if not policy.may_run_whole(viewer()):
        raise NotFound
