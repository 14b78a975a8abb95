"""The blueprint of cohorts, and how its pages with forms answer."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template
from flask_wtf import FlaskForm

bp = Blueprint("cohorts", "courses.cohorts", template_folder="templates")


def form_page(template: str, form: FlaskForm, **values: Any) -> Response:
    """A page with a form; with something to correct it says so in its status too."""
    return make_response(render_template(template, form=form, **values), 422 if form.errors else 200)
