"""How this package is hung into the application."""

import click
from flask import Flask

COMMANDS: list[click.Command] = []


def wire(app: Flask) -> None:
    """Register pages, listeners, jobs and ports."""
