"""The questions and exams of a course folder together: what they ask of each other."""

from collections.abc import Iterator, Sequence
from datetime import date

from assessments.exams.rules.blueprint import Blueprint, Cell, parse_exam
from assessments.exams.rules.dates import in_force
from assessments.exams.rules.paper import PoolItem, fits
from assessments.items.content.bundle import Files, Surroundings, read_entries, read_items
from assessments.items.item import AuthoredItem, Use
from lms.text.problems import Problem

FILE = "exams.yaml"


def read_bundle(
    files: Files, around: Surroundings, today: date | None = None
) -> tuple[list[AuthoredItem], list[Blueprint], list[Problem]]:
    """The items and exams without fault, and every problem with its file and line.

    With a day, items that are past their date on it are not counted for their cells.
    """
    items, problems = read_items(files, around)
    exams: list[Blueprint] = []
    for entry in read_entries(files, FILE, problems):
        exam = parse_exam(entry)
        problems += [Problem(FILE, fault.line, fault.message) for fault in entry.faults]
        if exam is None:
            continue
        if exam.slug in {one.slug for one in exams}:
            problems.append(Problem(FILE, entry.line, f"{exam.slug}: Two exams have this slug."))
            continue
        if exam.use is Use.GAIN and any(one.use is Use.GAIN for one in exams):
            problems.append(Problem(FILE, entry.line, f"{exam.slug}: A course has one gain test at most."))
        exams.append(exam)
        faults = _faults(exam, items, around, today)
        problems += [Problem(FILE, entry.line, f"{exam.slug}: {words}") for words in faults]
    return items, exams, sorted(problems)


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
        )
        for item in items
        if item.use is use
    ]


def _faults(exam: Blueprint, items: Sequence[AuthoredItem], around: Surroundings, today: date | None) -> Iterator[str]:
    """What an exam asks of its items and does not get."""
    pool = pool_of(items, exam.use, around)
    uses = {item.id: item.use for item in items}
    modules = set(around.lessons.values())
    if exam.use is Use.GAIN and exam.draws != len(pool):
        yield (
            f"A gain test asks all its items, so that it asks the same before and after: it draws {exam.draws} of "
            f"{len(pool)}."
        )
    taken: set[str] = set()
    for cell in exam.cells:
        yield from _cell_faults(cell, exam, uses)
        if cell.module and cell.module not in modules:
            yield f"There is no module “{cell.module}”."
        fitting = [one for one in pool if fits(cell, one)]
        there = {one.id for one in fitting}
        if taken & there:
            yield f"The cell of {cell} overlaps another: an item may stand in one cell only."
        taken |= there
        wanted = exam.spare * cell.count
        if len(there) < wanted:
            yield f"The cell of {cell} draws {cell.count} of {len(there)} items; there must be {wanted}."
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


def _cell_faults(cell: Cell, exam: Blueprint, uses: dict[str, Use]) -> Iterator[str]:
    """Items of a cell's list that are not there, or are for another use."""
    for name in cell.items:
        if name not in uses:
            yield f"There is no item “{name}”."
        elif uses[name] is not exam.use:
            yield f"The item “{name}” is for {uses[name]}, and cannot be asked here: this paper is for {exam.use}."
