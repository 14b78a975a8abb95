"""The commands on the questions of course folders."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from assessments.items.clues.model import Picked, picked_keys
from assessments.items.clues.reading import questions_of
from assessments.items.clues.report import Clues, ShownQuestions, advice_of, clues_of, picked_words, told
from assessments.items.clues.surface import FoundShare
from lms.commands import HELP, as_json

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group("items", context_settings=HELP)
def items_group() -> None:
    """The questions of course folders."""


@items_group.command("clues")
@click.argument("folders", type=FOLDER, nargs=-1, required=True, metavar="DIR...")
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document on standard output.")
@click.option("--model/--no-model", default=True, help="Also train a model on the surface alone; takes some seconds.")
def clues(folders: tuple[Path, ...], json_wanted: bool, model: bool) -> None:
    """Say what the surface of the questions in DIR gives away: lengths, first words, absolutes, places of keys.

    It is advice, for each course and for all of them together; nothing here keeps a course from being loaded.
    """
    read = {folder.name: questions_of(question_files(folder)) for folder in folders}
    if len(read) > 1:
        read["all"] = together(list(read.values()))
    found = {name: (clues_of(one), picked_keys(one.choices) if model else None) for name, one in read.items()}
    if json_wanted:
        as_json({name: in_json(*one) for name, one in found.items()})
    else:
        click.echo("\n\n".join("\n".join(in_words(name, *one)) for name, one in found.items()))


def question_files(folder: Path) -> Mapping[str, bytes]:
    """The question files of a course, in its own language."""
    return {f"questions/{path.name}": path.read_bytes() for path in sorted(folder.glob("questions/*.yaml"))}


def together(read: Sequence[ShownQuestions]) -> ShownQuestions:
    """The questions of several courses as one."""
    return ShownQuestions(
        [choice for one in read for choice in one.choices],
        [statement for one in read for statement in one.statements],
        *(_summed([getattr(one, name) for one in read]) for name in ("kinds", "uses", "levels")),
    )


def _summed(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    names = dict.fromkeys(name for one in counts for name in one)
    return {name: sum(one.get(name, 0) for one in counts) for name in names}


def in_json(found: Clues, picked: Picked | None) -> dict[str, object]:
    """The JSON of an answer."""
    return {**asdict(found), "model": asdict(picked) if picked else None, "advice": advice_of(found)}


def in_words(name: str, found: Clues, picked: Picked | None) -> list[str]:
    """The same for people."""
    places = ", ".join(map(str, found.places))
    lines = [
        f"{name}: {found.questions} questions, {found.one_choice} of them one-choice",
        f"kinds: {_listed(found.kinds)}",
        f"uses: {_listed(found.uses)}",
        f"levels, by their wording: {_listed(found.levels)}",
        f"keys by place: {places} (χ² = {found.places_chi_squared:.1f}, p = {found.places_p:.2f})",
        f"key is the longest option: {_told(found.longest)}",
        f"key is the shortest option: {_told(found.shortest)}",
        f"key is the odd first word: {_told(found.odd_first_word)}",
        f"option that alone repeats the question is the key: {_told(found.echo)}",
        f"absolutes: {found.absolutes_in_keys.rate:.1%} of keys, {found.absolutes_in_others.rate:.1%} of others",
        f"true: {found.true}, false: {found.false}",
        f"wrong options that say why: {found.explained} of {found.wrong_options}",
        f"decisions: {found.decisions}, of which {found.releases} end in letting go",
    ]
    if picked:
        lines.append(picked_words(picked))
    return [*lines, *(f"Advice: {one}" for one in advice_of(found))]


def _told(share: FoundShare) -> str:
    return told(share) if share.of else "no such question"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"
