"""The commands on course folders."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from courses.catalogue.checking.course import problems_of
from courses.catalogue.course_folder.bundle import Bundle, read_bundle
from courses.catalogue.services.exporting import export_course
from courses.catalogue.services.loading import FolderRefused, load_course
from lms import clock
from lms.commands import HELP, Failed, as_json, in_app, in_app_apart
from lms.db import read_session, transaction
from lms.text.problems import Problem

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.group("courses", context_settings=HELP)
def courses_commands() -> None:
    """Course folders."""


def report(bundle: Bundle, problems: Sequence[Problem]) -> dict[str, object]:
    """The JSON of a check."""
    course = bundle.course
    return {
        "ok": not problems,
        "course": course.slug if course else None,
        "lessons": len(bundle.lessons),
        "figures": len(bundle.figures),
        "files": len(bundle.files),
        "hash": bundle.hash,
        "problems": [{"file": one.file, "line": one.line, "message": one.message} for one in problems],
    }


def tell(problems: Sequence[Problem]) -> None:
    """One line a problem, as editors and people read it."""
    for one in problems:
        click.echo(str(one), err=True)
    click.echo(f"{len(problems)} problems. The folder was not accepted.", err=True)


@courses_commands.command("check")
@click.argument("folder", type=FOLDER)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document on standard output.")
@click.option("--on", "day", type=DAY, help="Look at the dates of questions as on this day, such as 2028-01-01.")
@in_app_apart
def check(folder: Path, json_wanted: bool, day: datetime | None) -> None:
    """Say whether a course FOLDER may be loaded; name file and line of whatever is wrong."""
    bundle = read_bundle(folder)
    problems = problems_of(bundle, (day or clock.now()).date())
    if json_wanted:
        as_json(report(bundle, problems))
    elif problems:
        tell(problems)
    else:
        click.echo(f"{folder}: {len(bundle.lessons)} lessons, {len(bundle.figures)} pictures. Nothing is wrong.")
    if problems:
        raise Failed


@courses_commands.command("load")
@click.argument("folder", type=FOLDER)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document on standard output.")
@in_app()
def load(folder: Path, json_wanted: bool) -> None:
    """Publish a course FOLDER as the newest version; the same content again changes nothing."""
    bundle = read_bundle(folder)
    try:
        with transaction() as session:
            loading = load_course(session, bundle, actor_id=None, now=clock.now())
            no, is_new = loading.version.no, loading.is_new
    except FolderRefused as refused:
        if json_wanted:
            as_json(report(bundle, refused.problems))
        else:
            tell(refused.problems)
        raise Failed from refused
    if json_wanted:
        as_json({**report(bundle, ()), "version": no, "new": is_new})
    elif is_new:
        click.echo(f"Version {no} is published. Whoever is under way stays on the version they began.")
    else:
        click.echo(f"This is the content of version {no}. Nothing was changed.")


@courses_commands.command("export")
@click.argument("slug")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@in_app()
def export(slug: str, folder: Path) -> None:
    """Write the newest version of the course SLUG into an empty FOLDER."""
    version = export_course(read_session(), slug, folder)
    click.echo(f"Version {version.no} is in {folder}.")
