"""How the running of an installation is hung into the application."""

import click
from flask import Flask

from lms.operating import commands, serving  # noqa: F401  # serving registers the worker's sign of life

COMMANDS: list[click.Command] = commands.COMMANDS


def wire(app: Flask) -> None:
    """Nothing but commands and duties: this area has no pages."""
