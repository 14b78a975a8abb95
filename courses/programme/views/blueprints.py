"""The blueprint of the programme, and how its pages with forms answer."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template
from flask_wtf import FlaskForm

from courses.programme import policy
from lms.access import viewer
from lms.errors import NotFound

bp = Blueprint("programme", "courses.programme", template_folder="templates")


def form_page(template: str, form: FlaskForm, **values: Any) -> Response:
    """A page with a form; with something to correct it says so in its status too."""
    return make_response(render_template(template, form=form, **values), 422 if form.errors else 200)


def demand_whole() -> None:
    """Whoever runs one country alone finds no page that changes what all of them share."""
    if not policy.may_run_whole(viewer()):
        raise NotFound
