"""The commands on the set-up of the programme."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app

from courses.programme.set_up.loading import load_set_up
from courses.programme.set_up.reading import files_in, read_set_up
from courses.programme.set_up.taking import note_taken, set_up_of
from courses.programme.set_up.writing import write_folder
from lms import clock
from lms.commands import HELP, Failed, as_json, in_app, in_app_apart
from lms.db import transaction
from lms.text.problems import Problem
from lms.web.api import languages

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
JSON = click.option("--json", "json_wanted", is_flag=True, help="One JSON document on standard output.")


@click.group("programme", context_settings=HELP)
def programme_commands() -> None:
    """The set-up of the programme, without people, as a folder for another region."""


def tell(problems: Sequence[Problem], *, json_wanted: bool) -> None:
    """What is wrong, one line a problem, or as JSON; then exit code 1."""
    if json_wanted:
        said = [{"file": one.file, "line": one.line, "message": one.message} for one in problems]
        as_json({"ok": False, "problems": said})
    else:
        for one in problems:
            click.echo(str(one), err=True)
        click.echo(f"{len(problems)} problems. The folder was not accepted.", err=True)
    raise Failed


@programme_commands.command("check")
@click.argument("folder", type=FOLDER)
@JSON
@in_app_apart
def check(folder: Path, json_wanted: bool) -> None:
    """Say whether the set-up in FOLDER may be loaded; name file and line of whatever is wrong."""
    made, problems = read_set_up(files_in(folder))
    if problems:
        tell(problems, json_wanted=json_wanted)
    counts = {"regions": len(made.regions), "partners": len(made.partners), "activities": len(made.activities)}
    if json_wanted:
        as_json({"ok": True, **counts, "problems": []})
    else:
        said = ", ".join(f"{count} {name}" for name, count in counts.items())
        click.echo(f"{folder}: {said}. Nothing is wrong.")


@programme_commands.command("load")
@click.argument("folder", type=FOLDER)
@JSON
@in_app()
def load(folder: Path, json_wanted: bool) -> None:
    """Add the regions, partners and activities of FOLDER that are not here; what is here stays as it is."""
    made, problems = read_set_up(files_in(folder))
    if problems:
        tell(problems, json_wanted=json_wanted)
    with transaction() as session:
        done = load_set_up(session, made, now=clock.now())
    if json_wanted:
        as_json({"ok": True, "added": done.added, "kept": done.kept, "to_do": done.to_do})
        return
    added = ", ".join(f"{count} {name}" for name, count in done.added.items())
    click.echo(f"Added: {added}." if added else "All of it is here already. Nothing was changed.")
    for line in done.to_do:
        click.echo(line, err=True)


@programme_commands.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@in_app()
def export(folder: Path) -> None:
    """Write the set-up of the programme, without people, into an empty FOLDER."""
    with transaction() as session:
        made = set_up_of(session, languages())
        write_folder(made, folder)
        note_taken(session, made, by=None, now=clock.now())
    click.echo(f"{len(made.activities)} activities of {current_app.config['SITE_NAME']} are in {folder}. No person is.")
