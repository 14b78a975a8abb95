"""The application as a server runs it, with one page more: the bare page that everything is measured against."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.access import Permission, needs
from lms.wsgi import app

PAGE = app.jinja_env.from_string(
    """{% extends "base.html" %}
{% block title %}Bare{% endblock %}
{% block main %}<h1>Bare</h1>{% endblock %}
"""
)  # compiled once, as every page is


@app.get("/bench/bare")
@needs(Permission.ACCOUNT_OWN)
def bare() -> ResponseReturnValue:
    """The frame of every page round nothing; its one query is the session with its person."""
    return render_template(PAGE)
