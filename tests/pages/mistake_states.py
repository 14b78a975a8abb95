"""Mistakes: reported, in a list, and judged, in every state."""

from __future__ import annotations

from datetime import datetime

from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.learning.queries.runs import words_of
from courses.mistakes.models import MistakeReport, MistakeStep
from courses.mistakes.queries.pieces import NamedPiece, find_piece
from courses.mistakes.rules import MistakeSort
from courses.mistakes.services.reporting import MistakeDraft, report_mistake
from lms.people.models import Person
from tests.builders import people
from tests.pages.acts import press, send
from tests.pages.made import World
from tests.pages.state import State

NEW = "/mistakes/new?course={course}"
LESSON = f"{NEW}&lesson=rhino-horn"
RESULT = "/mistakes/new?attempt={final-known}&question=1"


def add(session: Session, made: World, now: datetime) -> None:
    """The reports of the demonstration by their states, and one about a question of an exam."""
    rows = session.execute(
        select(MistakeStep.state, MistakeReport.uuid)
        .join(MistakeReport, MistakeReport.id == MistakeStep.report_id)
        .order_by(MistakeStep.id)
    )
    made.values |= {f"mistake-{state}": uuid for state, uuid in rows}
    knower = people.viewer(session, session.get_one(Person, made.people["knower"]))
    asked = NamedPiece(attempt=made.values["final-known"], question="1")
    found = find_piece(session, knower, asked, "en")
    draft = MistakeDraft(MistakeSort.FACT, "Two answers are right here.")
    made.values["mistake-of-exam"] = report_mistake(session, knower, found, draft, now=now).uuid
    made.values["any-word"] = words_of(session, found.course.id)[0]["id"]


def opened(page: Page, _site: object) -> None:
    """The form below a page of a course, unfolded."""
    page.get_by_text("Report a mistake", exact=True).last.click()


def opened_for_a_word(page: Page, _site: object) -> None:
    """The same, from the link under a word."""
    page.locator("a[data-mistake]").first.click()


MISTAKES = [
    State("mistakes.new", "a lesson", "officer", LESSON),
    State("mistakes.new", "a word", "officer", NEW + "&word={any-word}"),
    State("mistakes.new", "a question of an exam", "knower", RESULT),
    State("mistakes.new", "nothing typed", "officer", LESSON, send(LESSON), 422),
    State("mistakes.mine", "some", "officer", "/mistakes/mine"),
    State("mistakes.mine", "of an exam", "knower", "/mistakes/mine"),
    State("mistakes.mine", "none", "assessor", "/mistakes/mine"),
    State("mistakes.all_of_them", "open", "manager", "/mistakes"),
    State("mistakes.all_of_them", "every state", "manager", "/mistakes?state=all"),
    State("mistakes.all_of_them", "nothing found", "manager", "/mistakes?piece=word&kind=picture"),
    State("mistakes.all_of_them", "none", "manager", "/mistakes", empty=True),
    State("mistakes.one", "received", "manager", "/mistakes/{mistake-received}"),
    State("mistakes.one", "corrected", "manager", "/mistakes/{mistake-mended}"),
    State("mistakes.one", "not a mistake", "manager", "/mistakes/{mistake-no-mistake}"),
    State("mistakes.one", "reported before", "manager", "/mistakes/{mistake-duplicate}"),
    State("mistakes.one", "of an exam that one has not looked at", "manager", "/mistakes/{mistake-of-exam}"),
    State("mistakes.one", "of an exam", "seer", "/mistakes/{mistake-of-exam}"),
    State("mistakes.say", "nothing chosen", "manager", "/mistakes/{mistake-looked-at}", press("Save"), 422),
    State("learning.lesson", "report of a mistake", "officer", "/courses/{course}/lessons/rhino-horn", opened),
    State("learning.glossary", "report of a mistake", "officer", "/courses/{course}/glossary", opened_for_a_word),
]
