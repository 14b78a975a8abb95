"""The `lms` command: composes the commands of every package."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

import config
from lms import clock
from lms.app import create_app, manifests
from lms.audit.tasks import seal
from lms.errors import NotFound, RuleBroken
from lms.events import bus_of
from lms.manifest import combined


class LmsGroup(click.Group):
    """A group whose commands answer broken rules in words, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what a person can mend is a sentence, never a trace."""
        try:
            result = self._sealed(ctx)
        except (RuleBroken, config.SettingsFault) as fault:
            click.echo(f"lms: {fault}", err=True)
        except NotFound:
            click.echo("lms: there is no such thing here.", err=True)
        except OperationalError as fault:
            click.echo(f"lms: the database does not answer as it should: {fault.orig}", err=True)
        except OSError as fault:
            if fault.filename is None:
                raise
            click.echo(f"lms: {fault.filename}: {fault.strerror}. Nothing was changed there.", err=True)
        else:
            return result
        raise click.exceptions.Exit(1)

    def _sealed(self, ctx: click.Context) -> Any:
        """Run the command, and seal what it wrote to the audit trail, however it ends."""
        try:
            return super().invoke(ctx)
        finally:
            if isinstance(ctx.obj, _Application):
                ctx.obj.seal()


@click.group(cls=LmsGroup, context_settings={"help_option_names": ["-h", "--help"]})
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

    def get(self, *, demonstration: bool = False) -> Flask:
        """The application of the settings around us."""
        if self.app is None:
            settings = config.from_environment()
            if demonstration:
                settings.become_demonstration()
            self.app = create_app(settings)
        return self.app

    def seal(self) -> None:
        """Seal what this process wrote to the audit trail, so that nothing of it waits for a worker."""
        if self.app is not None and bus_of(self.app).used:
            with self.app.app_context():
                seal(clock.now())

    @contextmanager
    def apart(self, folder: Path, port: int) -> Iterator[Flask]:
        """An application of its own for a preview in this folder; the settings and the database round us stay out."""
        made = create_app(config.PreviewSettings(INSTANCE_PATH=str(folder), PORT=port))
        try:
            yield made
        finally:
            made.extensions["spoor-database"].close()


for command in combined(manifests()).commands:
    main.add_command(command)

if __name__ == "__main__":
    sys.exit(main())
