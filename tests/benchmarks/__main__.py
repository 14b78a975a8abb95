"""Measure: `python -m tests.benchmarks [--pg] [PART …]`; prints one JSON line a figure, and progress beside it."""

import argparse
import signal
import sys
from collections.abc import Mapping
from typing import Protocol

from flask import Flask
from sqlalchemy import inspect, text

from lms.db import database, read_session
from tests.benchmarks import (
    boards,
    checking,
    dossiers,
    imports,
    keeping,
    kept_days,
    letters,
    messages,
    moderating,
    people,
    programme_figures,
    queries,
    rates,
    rolls,
    rotations,
    sealed,
    searching,
    signing,
    sitting,
    weight,
)
from tests.benchmarks.figures import Report, say
from tests.benchmarks.people import Taught
from tests.benchmarks.site import Server, Site, served, site

ONE_BY_ONE, IN_BATCHES = 16, 40  # whole quizzes in one round of measuring


class Measure(Protocol):
    """One part that makes what it measures by itself."""

    def __call__(self, report: Report, *, pg: bool) -> None:
        """Add its figures to the report."""
        ...


APART: Mapping[str, Measure] = {
    "search": searching.measure,
    "messages": messages.measure,
    "boards": boards.measure,
    "imports": imports.measure,
    "figures": programme_figures.measure,
    "sealed": sealed.measure,
    "rotations": rotations.measure,
    "moderating": moderating.measure,
    "dossiers": dossiers.measure,
    "letters": letters.measure,
    "days": kept_days.measure,
}  # these have a database of their own, or none
PARTS = (*("queries", "pages", "saves", "quizzes", "weight", "kept", "checks", "rolls", "sitting", "signing"), *APART)


def public_pages(app: Flask) -> dict[str, tuple[str, bool]]:
    """The pages on which anybody checks a certificate, as far as they answer: name → path, nobody signed in."""
    with app.app_context():
        named = {"verify page": "/verify"}
        if inspect(database().engine).has_table("credential"):
            open_to_see = text("SELECT token FROM credential WHERE visibility = 'link'")
            named["certificate page"] = f"/credentials/{read_session().execute(open_to_see).scalars().first()}"
    client = app.test_client()
    return {name: (path, False) for name, path in named.items() if client.get(path).status_code == 200}


def over_the_wire(made: Site, server: Server, courses: list[Taught], parts: list[str], report: Report) -> None:
    """Everything that the server is asked."""
    if set(parts) & {"pages", "saves", "quizzes"}:
        rates_of(made, server, courses[0], parts, report)
    if "weight" in parts:
        (reader,) = people.make_learners(made.app, courses, 1, "weighs")
        weight.measure(made.port, courses, reader, report)
    if "kept" in parts:
        (keeper,) = people.make_learners(made.app, courses, 1, "keeps")
        keeping.measure(made.port, courses, keeper, report)
    if "checks" in parts:
        (answers,) = people.make_learners(made.app, courses, 1, "answers")
        checking.measure(made.port, courses, answers, report)
    if "rolls" in parts:
        rolls.measure(made.app, made.port, courses[0], report)
    if "sitting" in parts:
        sitting.measure(
            made.port, courses, people.make_learners(made.app, courses, len(courses), "once", ready=True), report
        )


def rates_of(made: Site, server: Server, course: Taught, parts: list[str], report: Report) -> None:
    """What is measured in requests a second, all in one course."""
    readers = people.make_learners(made.app, [course], rates.CLIENTS, "reads")
    bench = rates.Bench(made.port, server, readers, course, report)
    if "pages" in parts:
        rates.pages(bench, public_pages(made.app))
        rates.next_lessons(bench)
    if "saves" in parts:
        rates.saves(bench, people.make_learners(made.app, [course], 8 * rates.CLIENTS, "saves", ready=True))
    if "quizzes" in parts:
        lot = people.make_learners(made.app, [course], rates.ROUNDS * (ONE_BY_ONE + IN_BATCHES), "sits", ready=True)
        sits = iter(lot)
        rates.exams(bench, sits, "quiz, answers one by one", 1, ONE_BY_ONE, 24)
        rates.exams(bench, sits, "quiz, answers in four batches", 5, IN_BATCHES, 65)


def main() -> None:
    """All parts, or those that are named."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    asked.add_argument("--pg", action="store_true", help="PostgreSQL: of DATABASE_URL, else the one inside the wheel")
    asked.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; without one: all")
    given = asked.parse_args()
    unknown = sorted(set(given.parts) - set(PARTS))
    if unknown:
        asked.error(f"There is no part named {', '.join(unknown)}; there are {', '.join(PARTS)}.")
    parts = given.parts or list(PARTS)
    report = Report()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server goes too
    for name, measure in APART.items():
        if name in parts:
            measure(report, pg=given.pg)
    if set(parts) - APART.keys():
        on_the_demonstration(parts, report, pg=given.pg)
    report.table()


def on_the_demonstration(parts: list[str], report: Report, *, pg: bool) -> None:
    """Every part but those that have a database of their own."""
    with site(pg=pg) as made:
        courses = people.taught(made.app)
        if "queries" in parts:
            (learner,) = people.make_learners(made.app, courses[:1], 1, "counts", ready=True)
            queries.count(made.app, courses[0], learner, public_pages(made.app), report)
        if set(parts) - {"queries", "signing"} - APART.keys():
            with served(made) as server:
                say("Measuring")
                over_the_wire(made, server, courses, parts, report)
    if "signing" in parts:
        signing.measure(report)


if __name__ == "__main__":
    main()
