"""The command that says where courses name a taxon or a source."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path

import click

from courses.impact.course_texts import CourseTexts, all_passages, read_courses, shipped_folders
from courses.impact.rules.places import NamedPlace, PassageKind, Through, all_named, places_of, places_of_source
from courses.impact.rules.taxa import LANGUAGES, Taxa, Taxon
from courses.impact.taxa_file import SHIPPED as SHIPPED_TAXA
from courses.impact.taxa_file import read_taxa_file
from lms.commands import HELP, Failed, as_json

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
THROUGH = {Through.ITSELF: "", Through.GROUP: " (as part of a group)", Through.MEMBER: " (a member)"}
UNSAID = {True: "here it stands with its code", False: "in its list of sources"}  # of a source, without a sentence
TAXA = click.option("--taxa", "taxa_file", type=FILE, default=SHIPPED_TAXA, help="Another file of taxa.")
JSON = click.option("--json", "json_wanted", is_flag=True, help="One JSON document on standard output.")


def known_taxa(path: Path) -> Taxa:
    """The taxa of a file; one with a fault is refused, row by row."""
    read = read_taxa_file(path)
    for problem in read.problems:
        click.echo(str(problem), err=True)
    if read.problems:
        click.echo(f"{len(read.problems)} problems in {path}. Mend them first.", err=True)
        raise Failed
    return read.taxa


@click.command("impact", context_settings=HELP)
@click.argument("word")
@click.argument("folders", type=FOLDER, nargs=-1, metavar="[DIR]...")
@JSON
@TAXA
def impact(word: str, folders: tuple[Path, ...], json_wanted: bool, taxa_file: Path) -> None:
    """Say where courses name WORD: a taxon by any of its names, or the code of a source.

    Every lesson, question, word and figure in every language, with its sentence. Without DIR: the shipped courses.
    """
    taxa = known_taxa(taxa_file)
    courses = read_courses(folders or shipped_folders())
    passages = list(all_passages(courses))
    meant = () if _is_source(word, courses) else taxa.named(word)
    if meant:
        places = places_of(all_named(passages, taxa), taxa, [one.id for one in meant])
    elif _is_source(word, courses):
        places = places_of_source(passages, word)
    else:
        click.echo(_unknown(word, taxa), err=True)
        raise Failed
    if json_wanted:
        as_json(document(word, meant, places))
    else:
        click.echo("\n".join(in_words(word, meant, places)))


def _is_source(word: str, courses: Iterable[CourseTexts]) -> bool:
    return any(word in course.codes for course in courses)


def _unknown(word: str, taxa: Taxa) -> str:
    names = {name for one in taxa.rows for name in (*one.scientific_names, *_said(one))}
    near = get_close_matches(word, names, n=3)
    return f"“{word}” is neither a taxon of taxa.csv nor a source of these courses." + (
        f" Did you mean {', '.join(near)}?" if near else ""
    )


def _said(taxon: Taxon) -> list[str]:
    return [name for language in LANGUAGES for name in taxon.names.get(language, ())]


def taxon_json(taxon: Taxon) -> dict[str, object]:
    """A taxon as programs read it."""
    return {
        "id": taxon.id,
        "scientific_name": taxon.scientific_name,
        "rank": taxon.rank,
        "names": {language: list(names) for language, names in taxon.names.items()},
        "appendix": taxon.status,
        "annotation": taxon.annotation,
        "status_date": taxon.status_date,
        "grade": taxon.grade,
    }


def place_json(place: NamedPlace) -> dict[str, object]:
    """A place as programs read it."""
    return asdict(place)


def document(word: str, meant: Sequence[Taxon], places: Sequence[NamedPlace]) -> dict[str, object]:
    """The JSON of an answer."""
    return {
        "word": word,
        "is": "taxon" if meant else "source",
        "taxa": [taxon_json(one) for one in meant],
        "count": len(places),
        "places": [place_json(one) for one in places],
    }


def in_words(word: str, meant: Sequence[Taxon], places: Sequence[NamedPlace]) -> list[str]:
    """The same for people: a line a place, as editors read it, then the sum."""
    lines = [
        f"{one.file}:{one.line}: {one.kind} {one.of} [{one.language}]{THROUGH[one.through]}: "
        f"{one.sentence or UNSAID[one.kind is PassageKind.SOURCE]}"
        for one in places
    ]
    kinds = ", ".join(f"{count} × {kind}" for kind, count in sorted(Counter(one.kind for one in places).items()))
    called = "; ".join(_status(one) for one in meant) or f"source {word}"
    return [*lines, f"{called}: {len(places)} places" + (f" ({kinds})" if kinds else "") + "."]


def _status(taxon: Taxon) -> str:
    said = f" {taxon.annotation}" if taxon.annotation else ""
    listed = f" ({taxon.status}{said}, as of {taxon.status_date}, grade {taxon.grade})" if taxon.status else ""
    return f"{taxon.called}{listed}"
