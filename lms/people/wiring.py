"""How people are hung into the application."""

import click
from flask import Flask

from lms import audit  # noqa: F401  # Alembic finds the tables through the wirings
from lms.people import models  # noqa: F401  # as above

COMMANDS: list[click.Command] = []


def wire(app: Flask) -> None:
    """Register pages, duties and ports."""
