"""The questions and exams of a translation beside those of its course."""

from collections.abc import Iterator
from pathlib import Path

from assessments.exams.content.bundle import FILE
from assessments.exams.rules.blueprint import Blueprint, blueprint_json, parse_exam
from assessments.items.bundle import Problem, Surroundings, parse_items, read_entries
from assessments.items.translated import differs

WORDS = ("title", "words", "cut")  # of a blueprint; the figures of the cut are compared apart


def differences(folder: Path, other: Path) -> list[Problem]:
    """Every way in which two folders ask something else; faults that stand in one of them are told elsewhere."""
    return sorted([*_items(folder, other), *_exams(folder, other)])


def _items(folder: Path, other: Path) -> Iterator[Problem]:
    around = Surroundings({})
    own = {item.id: item for item in parse_items(folder, around)[0]}
    theirs = {item.id: item for item in parse_items(other, around)[0]}
    for name, item in own.items():
        if name not in theirs:
            yield Problem(item.file, 1, f"{name}: This item is missing here, or has a fault.")
    for name, item in theirs.items():
        if name not in own:
            yield Problem(item.file, item.line, f"{name}: The course itself has no such item.")
            continue
        yield from (Problem(item.file, item.line, f"{name}: {words}") for words in differs(own[name], item))


def _exams(folder: Path, other: Path) -> Iterator[Problem]:
    own, theirs = _read(folder), _read(other)
    for slug in own.keys() - theirs.keys():
        yield Problem(FILE, 1, f"{slug}: This exam is missing here, or has a fault.")
    for slug, (line, exam) in theirs.items():
        if slug not in own:
            yield Problem(FILE, line, f"{slug}: The course itself has no such exam.")
        elif _figures(own[slug][1]) != _figures(exam):
            yield Problem(FILE, line, f"{slug}: Only “title”, “cut_by” and “cut_method” may differ from the course.")


def _read(folder: Path) -> dict[str, tuple[int, Blueprint]]:
    path = folder / FILE
    entries = list(read_entries(path, FILE, [])) if path.exists() else []
    return {exam.slug: (entry.line, exam) for entry in entries if (exam := parse_exam(entry)) is not None}


def _figures(exam: Blueprint) -> dict[str, object]:
    stored = blueprint_json(exam)
    rest = {key: value for key, value in stored.items() if key not in WORDS}
    return rest | {"percent": stored["cut"]["percent"], "provisional": stored["cut"]["provisional"]}
