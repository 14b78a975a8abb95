"""The command that shows a course folder in the browser."""

from pathlib import Path

import click

from courses.catalogue.commands import FOLDER
from courses.preview.site import PreviewSite
from courses.preview.views import add_to
from lms import clock
from lms.commands import HELP
from lms.operating import single_user


@click.command("preview", context_settings=HELP)
@click.argument("folder", type=FOLDER)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=None,
    help=f"Default: the first free one from {single_user.PORTS[0]}.",
)
@click.pass_obj
def preview(obj: single_user.Maker, folder: Path, port: int | None) -> None:
    """Show the course in FOLDER in the browser, on this computer alone, as an officer will see it.

    A temporary installation of its own: no database is needed, and none is touched. Each page shows what stands in
    the folder when it is opened.
    """
    with single_user.installation(obj, port) as here:
        made = PreviewSite(folder.resolve(), here)
        add_to(here.app, made)
        with here.app.app_context():
            problems = made.look(clock.now())
        for one in problems:
            click.echo(str(one), err=True)
        where = f"{here.url}/" if problems else f"{here.url}/courses/{made.slug}"
        if problems:
            click.echo(f"{len(problems)} problems. The page shows them, and the course as soon as they are mended.")
        click.echo(f"The preview of {folder} is at {where}")
        click.echo("Stop with Ctrl+C; nothing of it is kept.")
        here.serve()
