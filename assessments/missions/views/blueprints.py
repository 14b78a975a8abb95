"""The blueprint of missions, and the way back to a mission."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

bp = Blueprint("missions", "assessments.missions", template_folder="templates")


def to_mission(uuid: object, text: str, endpoint: str = "missions.one", tone: str = "success") -> ResponseReturnValue:
    """To a page of a mission, with word of what was done."""
    flash(text, tone)
    return redirect(url_for(endpoint, uuid=uuid), code=303)
