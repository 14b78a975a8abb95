"""The questions and exams of a translation beside those of its course."""

from collections.abc import Iterator

from assessments.exams.content.bundle import FILE
from assessments.exams.rules.blueprint import Blueprint, blueprint_json, parse_exam
from assessments.items.content.bundle import Files, Surroundings, parse_items, read_entries, said
from assessments.items.content.refused import RefusedEntries
from assessments.items.content.translated import differs
from assessments.items.item import AuthoredItem
from lms.text.problems import Problem

WORDS = ("title", "words", "cut")  # of a blueprint; the figures of the cut are compared apart


def differences(files: Files, other: Files) -> list[Problem]:
    """Every way in which two folders ask something else; faults that stand in one of them are told elsewhere."""
    return sorted([*_items(files, other), *_exams(files, other)])


def _items(files: Files, other: Files) -> Iterator[Problem]:
    own, refused = _parsed(files)
    theirs, refused_there = _parsed(other)
    for name, item in own.items():
        if name not in theirs and not refused_there.holds_item(name):
            yield Problem(item.file, 1, f"{name}: This item is missing here.")
    for name, item in theirs.items():
        if name in own:
            yield from (Problem(item.file, item.line, f"{name}: {words}") for words in differs(own[name], item))
        elif not refused.holds_item(name):
            yield Problem(item.file, item.line, f"{name}: The course itself has no such item.")


def _parsed(files: Files) -> tuple[dict[str, AuthoredItem], RefusedEntries]:
    refused = RefusedEntries()
    return {item.id: item for item in parse_items(files, Surroundings({}), refused)[0]}, refused


def _exams(files: Files, other: Files) -> Iterator[Problem]:
    own, refused = _read(files)
    theirs, refused_there = _read(other)
    for slug in own.keys() - theirs.keys():
        if not refused_there.holds_exam(slug):
            yield Problem(FILE, 1, f"{slug}: This exam is missing here.")
    for slug, (line, exam) in theirs.items():
        if slug in own:
            if _figures(own[slug][1]) != _figures(exam):
                words = "Only “title”, “cut_by” and “cut_method” may differ from the course."
                yield Problem(FILE, line, f"{slug}: {words}")
        elif not refused.holds_exam(slug):
            yield Problem(FILE, line, f"{slug}: The course itself has no such exam.")


def _read(files: Files) -> tuple[dict[str, tuple[int, Blueprint]], RefusedEntries]:
    refused, of_file = RefusedEntries(), list[Problem]()
    found: dict[str, tuple[int, Blueprint]] = {}
    for entry in read_entries(files, FILE, of_file):
        exam = parse_exam(entry)
        if exam is None:
            refused.exams.add(said(entry, "slug"))
        else:
            found[exam.slug] = (entry.line, exam)
    refused.exams_unreadable = bool(of_file)
    return found, refused


def _figures(exam: Blueprint) -> dict[str, object]:
    stored = blueprint_json(exam)
    rest = {key: value for key, value in stored.items() if key not in WORDS}
    cut = stored["cut"] or {}
    return rest | {key: cut.get(key) for key in ("percent", "provisional")}
