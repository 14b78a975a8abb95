"""The questions and exams of a translation beside those of its course."""

from collections.abc import Iterator

from assessments.exams.content.bundle import FILE
from assessments.exams.rules.blueprint import Blueprint, blueprint_json, parse_exam
from assessments.items.content.bundle import Files, Surroundings, parse_items, read_entries
from assessments.items.content.translated import differs
from lms.text.problems import Problem

WORDS = ("title", "words", "cut")  # of a blueprint; the figures of the cut are compared apart


def differences(files: Files, other: Files) -> list[Problem]:
    """Every way in which two folders ask something else; faults that stand in one of them are told elsewhere."""
    return sorted([*_items(files, other), *_exams(files, other)])


def _items(files: Files, other: Files) -> Iterator[Problem]:
    around = Surroundings({})
    own = {item.id: item for item in parse_items(files, around)[0]}
    theirs = {item.id: item for item in parse_items(other, around)[0]}
    for name, item in own.items():
        if name not in theirs:
            yield Problem(item.file, 1, f"{name}: This item is missing here, or has a fault.")
    for name, item in theirs.items():
        if name not in own:
            yield Problem(item.file, item.line, f"{name}: The course itself has no such item.")
            continue
        yield from (Problem(item.file, item.line, f"{name}: {words}") for words in differs(own[name], item))


def _exams(files: Files, other: Files) -> Iterator[Problem]:
    own, theirs = _read(files), _read(other)
    for slug in own.keys() - theirs.keys():
        yield Problem(FILE, 1, f"{slug}: This exam is missing here, or has a fault.")
    for slug, (line, exam) in theirs.items():
        if slug not in own:
            yield Problem(FILE, line, f"{slug}: The course itself has no such exam.")
        elif _figures(own[slug][1]) != _figures(exam):
            yield Problem(FILE, line, f"{slug}: Only “title”, “cut_by” and “cut_method” may differ from the course.")


def _read(files: Files) -> dict[str, tuple[int, Blueprint]]:
    entries = list(read_entries(files, FILE, []))
    return {exam.slug: (entry.line, exam) for entry in entries if (exam := parse_exam(entry)) is not None}


def _figures(exam: Blueprint) -> dict[str, object]:
    stored = blueprint_json(exam)
    rest = {key: value for key, value in stored.items() if key not in WORDS}
    cut = stored["cut"] or {}
    return rest | {key: cut.get(key) for key in ("percent", "provisional")}
