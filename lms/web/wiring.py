"""How the shell is hung into the application."""

import click
from flask import Flask

from lms.web import views

COMMANDS: list[click.Command] = []


def wire(app: Flask) -> None:
    """Register the front door."""
    app.register_blueprint(views.bp)
