"""The command that compares an official list with the courses."""

from datetime import datetime
from pathlib import Path

import click

from courses.impact.commands.impact import FILE, FOLDER, JSON, TAXA, known_taxa, place_json, taxon_json
from courses.impact.course_texts import all_passages, read_courses, shipped_folders
from courses.impact.official_lists.appendices_file import AppendicesFile, day_in_name, read_appendices
from courses.impact.rules.comparing import Comparison, Touched, compare
from courses.impact.rules.places import all_named
from courses.impact.rules.taxa import Taxa
from lms.commands import HELP, Failed, as_json
from lms.errors import BadInput


@click.command("appendices", context_settings=HELP)
@click.argument("file", type=FILE)
@click.argument("folders", type=FOLDER, nargs=-1, metavar="[DIR]...")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day that the file speaks of.")
@click.option("--before", "earlier", type=FILE, help="An earlier file: what it had, and this one has not, has left.")
@JSON
@TAXA
def appendices(
    file: Path,
    folders: tuple[Path, ...],
    day: datetime | None,
    earlier: Path | None,
    json_wanted: bool,
    taxa_file: Path,
) -> None:
    """Compare the official Appendices in FILE with the taxa that courses name.

    FILE is the download of the Checklist of CITES Species as CSV. Without DIR: the shipped courses. Exit code 1: there
    is a difference in law.
    """
    taxa = known_taxa(taxa_file)
    read = _read(file)
    before = _read(earlier).listed if earlier else None
    named = all_named(all_passages(read_courses(folders or shipped_folders())), taxa)
    found = compare(named, taxa, read.listed, before)
    spoken = day.date() if day else day_in_name(file.name)
    if json_wanted:
        as_json(
            {
                "file": str(file),
                "on": spoken,
                "rows": read.rows,
                "taxa": found.taxa,
                "in_law": found.in_law,
                "differences": [touched_json(one, taxa) for one in found.touched],
            }
        )
    else:
        click.echo("\n".join(in_words(found, taxa)))
        said = f"of {spoken}" if spoken else "of no known day (say it with --on)"
        click.echo(f"{file}, {said}: {read.rows} rows. {found.taxa} taxa looked up, {found.in_law} differences in law.")
    if found.in_law:
        raise Failed


def _read(path: Path) -> AppendicesFile:
    try:
        return read_appendices(path.read_bytes())
    except BadInput as fault:
        click.echo(f"{path}: {fault.message}", err=True)
        raise Failed from fault


def touched_json(touched: Touched, taxa: Taxa) -> dict[str, object]:
    """A difference as programs read it."""
    one = touched.difference
    return {
        "kind": one.kind,
        "taxon": taxon_json(taxa.by_id[one.taxon]),
        "courses_say": one.ours,
        "list_says": one.theirs,
        "listed_as": one.listed_as,
        "note": one.note,
        "places": [place_json(place) for place in touched.places],
    }


def in_words(found: Comparison, taxa: Taxa) -> list[str]:
    """The differences for people, each with its places below it."""
    lines = []
    for touched in found.touched:
        one = touched.difference
        listed_as = f" (as {one.listed_as})" if one.listed_as else ""
        called = taxa.by_id[one.taxon].called
        lines.append(f"{one.kind}: {called}: courses say {one.ours}, the list says {one.theirs}{listed_as}")
        lines += [f"  {place.file}:{place.line}: {place.sentence}" for place in touched.places]
    return lines
