"""The command that tells what rests on which source."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from courses.catalogue.claims.judging import Statement
from courses.catalogue.claims.overview import RegisterOverview, SourceUse
from courses.catalogue.claims.recognising import plain, shortened
from courses.catalogue.claims.source import source_as_data
from courses.catalogue.commands import DAY, FOLDER, tell
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.course_folder.files import GLOSSARY_SOURCES, SOURCES
from courses.catalogue.services.register import register_of
from lms import clock
from lms.commands import HELP, Failed, as_json, in_app_apart

LONGEST = 90  # signs of a statement in a line


@click.command("sources", context_settings=HELP)
@click.argument("folder", type=FOLDER)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document on standard output.")
@click.option("--on", "day", type=DAY, help="Which sources are due as on this day, such as 2028-01-01. Default: today.")
@in_app_apart
def sources_command(folder: Path, json_wanted: bool, day: datetime | None) -> None:
    """Tell which statements of a course FOLDER rest on which source, and which sources are to be read again."""
    bundle = read_bundle(folder)
    wrong = [one for one in bundle.problems if one.file in (SOURCES, GLOSSARY_SOURCES)]
    if wrong:
        tell(wrong)
        raise Failed
    on = (day or clock.now()).date()
    found = register_of(bundle, on)
    if json_wanted:
        as_json(as_data(found) | {"course": bundle.course.slug if bundle.course else None, "on": on.isoformat()})
        return
    for use in found.uses:
        click.echo(f"{use.source.code}  {use.source.in_short}. Statements: {len(use.statements)}")
        for one in use.statements:
            click.echo(f"  {line_of(one)}")
    tell_of(found.due, f"To be read again by {on} or before", "next reading")
    tell_of(found.outdated, "A newer version is known", "newer")
    click.echo(f"\nClaims that rest on fact sheets alone: {len(found.on_sheets)}")
    for one in found.on_sheets:
        click.echo(f"  {line_of(one)}")


def tell_of(uses: tuple[SourceUse, ...], title: str, what: str) -> None:
    """A list of sources under a title; one that is empty says so."""
    click.echo(f"\n{title}: {len(uses)}")
    for use in uses:
        said = use.source.newer if what == "newer" else use.source.next_reading
        click.echo(f"  {use.source.code}  {what}: {said}, statements: {len(use.statements)}")


def line_of(one: Statement) -> str:
    """A statement on one line, with its place."""
    return f"{one.file}:{one.line}: {shortened(plain(one.text), LONGEST)}"


def as_data(found: RegisterOverview) -> dict[str, Any]:
    """The JSON of a register."""
    return {
        "sources": [
            source_as_data(use.source) | {"file": use.file, "statements": [_statement(one) for one in use.statements]}
            for use in found.uses
        ],
        "due": [{"file": use.file, "code": use.source.code} for use in found.due],
        "outdated": [{"file": use.file, "code": use.source.code, "newer": use.source.newer} for use in found.outdated],
        "sheets_alone": [_statement(one) for one in found.on_sheets],
    }


def _statement(one: Statement) -> dict[str, Any]:
    return {
        "file": one.file,
        "line": one.line,
        "kind": one.kind.value,
        "name": one.name,
        "lesson": one.lesson,
        "text": plain(one.text),
        "sources": [str(ref) for ref in one.references],
    }
