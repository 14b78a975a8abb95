"""How the pages of this area answer."""

from typing import Any

from flask import Response, make_response, render_template
from flask_wtf import FlaskForm


def form_page(template: str, form: FlaskForm, **values: Any) -> Response:
    """A page with a form; with something to mend it says so in its status too, and nothing keeps a copy."""
    response = make_response(render_template(template, form=form, **values), 422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
