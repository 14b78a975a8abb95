"""The `lms` command: composes the commands of every package."""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

import config
from lms import db, schema
from lms.app import create_app, wirings
from lms.errors import NotFound, RuleBroken

F = TypeVar("F", bound=Callable[..., Any])


class House(click.Group):
    """A group whose commands answer broken rules in words, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what a person can mend is a sentence, never a trace."""
        try:
            return super().invoke(ctx)
        except (RuleBroken, config.SettingsFault) as fault:
            click.echo(f"lms: {fault}", err=True)
        except NotFound:
            click.echo("lms: there is no such thing here.", err=True)
        except OperationalError as fault:
            click.echo(f"lms: the database does not answer as it should: {fault.orig}", err=True)
        ctx.exit(1)
        return None


@click.group(cls=House, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="spoor", prog_name="lms")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Spoor: learning and certification against the illegal wildlife trade."""
    ctx.obj = ctx.with_resource(_Application())


class _Application:
    """The application of one command, made when it is first asked for and closed at the end."""

    def __init__(self) -> None:
        self.app: Flask | None = None

    def __enter__(self) -> "_Application":
        return self

    def __exit__(self, *_fault: object) -> None:
        if self.app is not None:
            self.app.extensions["spoor-database"].close()

    def get(self, *, queue: bool = False) -> Flask:
        """The application of the settings around us."""
        if self.app is None:
            self.app = create_app(config.from_environment(), queue=queue)
        return self.app


@main.group("db")
def database_commands() -> None:
    """The database."""


@database_commands.command("upgrade")
@click.pass_obj
def upgrade(obj: _Application) -> None:
    """Bring the database to this version."""
    app = obj.get()
    with app.app_context():
        schema.upgrade(db.database().engine, app.config["DATABASE_URL"])
    click.echo("The database is of this version.")


@main.group("audit")
def audit_commands() -> None:
    """The record of what happened."""


for package in wirings():
    for command in package.COMMANDS:
        main.add_command(command)

if __name__ == "__main__":
    sys.exit(main())
