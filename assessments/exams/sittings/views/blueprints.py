"""The blueprint of sittings, and from where somebody asks."""

from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask_wtf import FlaskForm

from lms.rate_limits import keyed, network_of

bp = Blueprint("sittings", "assessments.exams.sittings", template_folder="templates")


def form_page(template: str, form: FlaskForm, **values: Any) -> Response:
    """A page with a form; with something to correct it says so in its status too."""
    return make_response(render_template(template, form=form, **values), 422 if form.errors else 200)


def not_kept(page: str, status: int = 200) -> Response:
    """A page that no browser keeps, since it names candidates or shows a link."""
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def asking_network() -> str:
    """From where somebody asks, for rate limits alone: a hash that nobody turns back without the site's secret."""
    return keyed(network_of(request.remote_addr or ""), current_app.config["SECRET_KEY"])
