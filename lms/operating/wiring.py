"""How the running of an installation is hung into the application."""

import click
from flask import Flask

from lms import ports
from lms.operating import commands, serving, views  # serving registers the worker's sign of life

COMMANDS: list[click.Command] = commands.COMMANDS


def wire(app: Flask) -> None:
    """Register the letters of the demonstration, and the figures of the running."""
    ports.health_figures.add("operating", serving.figures)
    app.register_blueprint(views.bp)
