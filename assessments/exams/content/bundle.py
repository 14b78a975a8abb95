"""The questions and exams of a course folder together: what they ask of each other."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from assessments.exams.rules.blueprint import Blueprint, Cell, parse_exam
from assessments.exams.rules.dates import in_force
from assessments.exams.rules.paper import PoolItem, belongs
from assessments.items.content.bundle import Files, Surroundings, parse_items, read_entries, read_items, said
from assessments.items.content.refused import RefusedEntries
from assessments.items.item import AuthoredItem, Use
from lms.text.problems import Problem

FILE = "exams.yaml"


class ReadBundle(NamedTuple):
    """The items and exams without fault, every problem with its file and line, and what was refused."""

    items: list[AuthoredItem]
    exams: list[Blueprint]
    problems: list[Problem]
    refused: RefusedEntries


def read_bundle(files: Files, around: Surroundings, today: date | None = None) -> ReadBundle:
    """Read the questions and exams of a folder.

    With a day, items that are past their date on it are not counted for their cells. A fault that only follows from
    another is not reported: an item that was refused is neither missed by a cell nor counted as lacking there.
    """
    refused = RefusedEntries()
    items, problems = read_items(files, around, refused)
    exams: list[Blueprint] = []
    of_file: list[Problem] = []
    for entry in read_entries(files, FILE, of_file):
        exam = parse_exam(entry)
        problems += [Problem(FILE, fault.line, fault.message) for fault in entry.faults]
        if exam is None:
            refused.exams.add(said(entry, "slug"))
            continue
        if exam.slug in {one.slug for one in exams}:
            problems.append(Problem(FILE, entry.line, f"{exam.slug}: Two exams have this slug."))
            continue
        if exam.use is Use.GAIN and any(one.use is Use.GAIN for one in exams):
            problems.append(Problem(FILE, entry.line, f"{exam.slug}: A course has one gain test at most."))
        exams.append(exam)
        faults = _faults(exam, items, around, today, refused)
        problems += [Problem(FILE, entry.line, f"{exam.slug}: {words}") for words in faults]
    refused.exams_unreadable = bool(of_file)
    return ReadBundle(items, exams, sorted(problems + of_file), refused)


def parse_bundle(files: Files, around: Surroundings) -> tuple[list[AuthoredItem], list[Blueprint]]:
    """The items and exams of a folder that was checked before; nothing is looked for again."""
    exams = [parse_exam(entry) for entry in read_entries(files, FILE, [])]
    return parse_items(files, around)[0], [exam for exam in exams if exam is not None]


def pool_of(items: Sequence[AuthoredItem], use: Use, around: Surroundings) -> list[PoolItem]:
    """The items of one use as a paper draws them; an item stands in the module of its lesson."""
    return [
        PoolItem(
            item.id,
            item.topic,
            around.lessons.get(item.lesson, ""),
            item.points,
            item.option_ids,
            getattr(item.definition, "shuffled", True),
            getattr(item.definition, "never_given", ()),
            item.until,
            item.kind,
        )
        for item in items
        if item.use is use
    ]


def _faults(
    exam: Blueprint, items: Sequence[AuthoredItem], around: Surroundings, today: date | None, refused: RefusedEntries
) -> Iterator[str]:
    """What an exam asks of its items and does not get."""
    pool = pool_of(items, exam.use, around)
    uses = {item.id: item.use for item in items}
    if exam.use is Use.GAIN and exam.draws != len(pool) and not refused.may_add(exam.use):
        yield (
            f"A gain test asks all its items, so that it asks the same before and after: it draws {exam.draws} of "
            f"{len(pool)}."
        )
    taken: set[str] = set()
    for cell in exam.cells:
        wrong = [*_cell_faults(cell, exam, uses, refused)]
        if cell.module and cell.module not in around.lessons.values():
            wrong.append(f"There is no module “{cell.module}”.")
        yield from wrong
        fitting = [one for one in pool if belongs(exam, cell, one)]
        there = {one.id for one in fitting}
        if taken & there:
            yield f"The cell of {cell} overlaps another: an item may stand in one cell only."
        taken |= there
        if not wrong and not _may_grow(cell, exam, around, refused):
            yield from _too_few(cell, exam, fitting, today)


def _may_grow(cell: Cell, exam: Blueprint, around: Surroundings, refused: RefusedEntries) -> bool:
    """Whether an item that was refused would stand in this cell; then too few in it say nothing new."""
    if cell.items:
        return any(refused.holds_item(name) for name in cell.items)
    return refused.may_add(exam.use, topic=cell.topic, lessons=around.lessons, module=cell.module, kinds=cell.kinds)


def _too_few(cell: Cell, exam: Blueprint, fitting: Sequence[PoolItem], today: date | None) -> Iterator[str]:
    wanted = exam.spare * cell.count
    if len(fitting) < wanted:
        yield f"The cell of {cell} draws {cell.count} of {len(fitting)} items; there must be {wanted}."
    elif today is not None and len(in_force(fitting, today)) < wanted:
        yield _out_of_date(cell, fitting, wanted, today)


def _out_of_date(cell: Cell, fitting: Sequence[PoolItem], wanted: int, today: date) -> str:
    """Which items of a cell are past their date, and what to do about it."""
    left = {one.id for one in in_force(fitting, today)}
    past = [one.id for one in fitting if one.id not in left]
    return (
        f"The cell of {cell} draws {cell.count} of {len(left)} items; there must be {wanted}. On {today} these are "
        f"past their date: {', '.join(past)}. Check what they say, and give them a later “until”, or write others."
    )


def _cell_faults(cell: Cell, exam: Blueprint, uses: dict[str, Use], refused: RefusedEntries) -> Iterator[str]:
    """Items of a cell's list that are not there, or are for another use."""
    for name in cell.items:
        if name not in uses:
            if refused.holds_item(name):
                continue
            yield f"There is no item “{name}”."
        elif uses[name] is not exam.use:
            yield f"The item “{name}” is for {uses[name]}, and cannot be asked here: this paper is for {exam.use}."
