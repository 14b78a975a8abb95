"""How the shell is hung into the application."""

import click
from flask import Flask

from lms import ports
from lms.web import language, service_worker, views

COMMANDS: list[click.Command] = []


def wire(app: Flask) -> None:
    """Register the front door."""
    ports.page_scripts.add("store", "store.js")
    ports.doctor.add("languages", language.check_languages)
    app.register_blueprint(views.bp)
    service_worker.init(app)
