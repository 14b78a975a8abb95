"""Quizzes on paper in every state: to print, to key in a first and a second time, to settle, reported, closed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from playwright.sync_api import Page
from sqlalchemy.orm import Session

from assessments.exams.printed.models import PrintedSheet
from assessments.exams.printed.queries import sheets_where
from assessments.exams.printed.rules.sheets import LossReason
from assessments.exams.printed.services.giving_up import decide_lost, say_lost
from assessments.exams.queries.exams import exams_of_version
from assessments.exams.services.grading import grade_attempt
from courses.api import version_titles
from courses.catalogue.models import CourseVersion
from courses.cohorts.services.joining import bring_in
from courses.cohorts.services.trainers import give_cohort
from lms.access import Role
from lms.people.models import Administration
from tests.builders import cohorts
from tests.builders import people as build
from tests.builders import printed as paper
from tests.pages import acts
from tests.pages.acts import fill
from tests.pages.made import World
from tests.pages.state import State

if TYPE_CHECKING:
    from tests.pages.site import Site

OF_COHORT = "/cohorts/{class-paper}/printed-quizzes"
SLUG = "checkpoint-first-look"  # each of its questions can be printed
STATES = ("printed", "keyed", "differs", "handed-in", "given-up", "reported")


def no_number(page: Page, _site: Site) -> None:
    """Report a sheet without a word of why."""
    page.get_by_text("This sheet cannot be used").click()
    acts.go(page.get_by_role("button", name="Report the sheet"))


PRINTED = [
    State("printed.of_cohort", "with sheets", "trainer", OF_COHORT),
    State("printed.of_cohort", "without sheets", "trainer", "/cohorts/{class-empty}/printed-quizzes"),
    State("printed.print_one", "to tick", "trainer", OF_COHORT + f"/new/{SLUG}"),
    State("printed.print_one", "nobody ticked", "trainer", OF_COHORT + f"/new/{SLUG}", acts.tick_none, 422),
    State("printed.print_one", "nobody joined", "trainer", f"/cohorts/{{class-empty}}/printed-quizzes/new/{SLUG}"),
    State("printed.batch", "sheets", "trainer", OF_COHORT + "/{paper-batch}"),
    State("printed.batch", "all given up", "trainer", OF_COHORT + "/{paper-gone}"),
    State("printed.by_code", "to fill", "trainer", "/printed-quizzes"),
    State("printed.by_code", "mistyped", "trainer", "/printed-quizzes", fill("Continue", code="K7MX"), 422),
    State("printed.key", "first time", "trainer", "/printed-quizzes/{sheet-printed}", acts.unfold),
    State("printed.key", "second time", "trainer", "/printed-quizzes/{sheet-keyed}"),
    State("printed.key", "keyed in by oneself", "other trainer", "/printed-quizzes/{sheet-keyed}"),
    State("printed.key", "differs", "trainer", "/printed-quizzes/{sheet-differs}", acts.unfold),
    State("printed.key", "submitted", "trainer", "/printed-quizzes/{sheet-handed-in}"),
    State("printed.key", "reported", "trainer", "/printed-quizzes/{sheet-reported}"),
    State("printed.key", "reported by oneself", "other trainer", "/printed-quizzes/{sheet-reported}"),
    State("printed.key", "reported without words", "trainer", "/printed-quizzes/{sheet-printed}", no_number, 422),
    State("exams.exam", "on paper", "paper-printed", "/courses/{paper-course}/exams/" + SLUG),
    State("exams.attempt", "on paper", "paper-printed", "/attempts/{attempt-printed}"),
    State("exams.attempt", "on paper, given up", "paper-given-up", "/attempts/{attempt-given-up}"),
    State("exams.attempt", "on paper, submitted", "paper-handed-in", "/attempts/{attempt-handed-in}"),
]


def add(session: Session, made: World, version: CourseVersion, port: Administration, now: datetime) -> None:
    """A class with an officer for each state of a sheet, and two trainers."""
    trainer, other = made.person(session, "trainer"), made.person(session, "other trainer")
    found = cohorts.cohort(session, version, now, leader=trainer, place=port, title="Classe sur papier")
    give_cohort(session, found.id, other.id, by=None, now=now)
    made.values |= {
        "class-paper": found.row.uuid,
        "paper-course": version_titles(session, [version.id])[version.id].slug,
    }
    officers = {
        name: build.person(session, f"Papier {name.title()}", (Role.OFFICER, port), place=port) for name in STATES
    }
    free = build.person(session, "Papier Encore", (Role.OFFICER, port), place=port)
    bring_in(session, found, [one.id for one in (*officers.values(), free)], by=None, now=now)
    (quiz,) = (one for one in exams_of_version(session, version.id) if one.slug == SLUG)
    for name, officer in officers.items():
        batch = {"given-up": "2"}.get(name, "1") * 8 + "-0000-4000-8000-000000000000"
        sheets = paper.printed(session, found, quiz, [officer], trainer, now, batch)
        sheet = next(one for one in sheets if one.attempt.person_id == officer.id)
        made.people[f"paper-{name}"] = officer.id
        made.values |= {f"sheet-{name}": sheet.row.code, f"attempt-{name}": sheet.attempt.uuid}
        made.values["paper-gone" if name == "given-up" else "paper-batch"] = batch
    bring_on(session, made, now)
    session.flush()


def bring_on(session: Session, made: World, now: datetime) -> None:
    """Each sheet to its state."""
    trainer, other = made.person(session, "trainer"), made.person(session, "other trainer")
    one, two = (
        build.viewer(session, other),
        build.viewer(session, trainer),
    )  # the rights of the first come from the second
    found = {name: sheets_where(session, PrintedSheet.code == made.values[f"sheet-{name}"])[0] for name in STATES}
    right = paper.right_answers(session, found["differs"])
    paper.key_in(session, found["keyed"], {}, other, now)
    paper.key_in(session, found["differs"], right, other, now)
    paper.key_in(session, found["differs"], {}, trainer, now)
    right = paper.right_answers(session, found["handed-in"])
    for who in (other, trainer):
        paper.key_in(session, found["handed-in"], right, who, now)
    grade_attempt(session, found["handed-in"].attempt.id, now=now)
    for name in ("given-up", "reported"):
        sheet = paper.again(session, found[name])
        say_lost(session, sheet, LossReason.LOST, "Oubliée dans le bus.", actor=one, now=now)
    decide_lost(session, paper.again(session, found["given-up"]), agreed=True, actor=two, now=now)
