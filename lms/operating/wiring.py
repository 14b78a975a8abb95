"""How the running of an installation is hung into the application."""

import click
from flask import Flask

from lms import ports
from lms.operating import commands, demonstration, serving, views  # serving registers the worker's sign of life

COMMANDS: list[click.Command] = commands.COMMANDS


def wire(app: Flask) -> None:
    """Register the letters of the demonstration, and the figures of the running."""
    ports.health_figures.add("operating", serving.figures)
    ports.start_checks.add("demonstration", demonstration.check_start)
    app.register_blueprint(views.bp)
