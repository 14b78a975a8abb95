"""Sitting the final exam of twenty questions as its page does: start, open the paper, save answers, hand in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

from tests.benchmarks.load import Answer, Failed, Journey, expect
from tests.benchmarks.people import Learner
from tests.benchmarks.requests import get, post_form, post_json

EXAM = "final-exam"
ASKED = 20
SECTION = re.compile(r'data-position="(\d+)"')
CHOICE = re.compile(r'name="answer" value="([^"]*)"')
UNIT = re.compile(r'name="unit".*?<option value="([^"]+)"', re.DOTALL)
ATTEMPT = re.compile(r"/attempts/([0-9a-f-]{36})")


@dataclass(frozen=True)
class Question:
    """A question as the page shows it, and fields that answer it."""

    position: int
    fields: dict[str, list[str]]


@dataclass(frozen=True)
class Paper:
    """An open paper."""

    learner: Learner
    uuid: str
    questions: tuple[Question, ...]

    def save(self, page: str, number: int, questions: Sequence[Question]) -> bytes:
        """The request that saves answers to these questions."""
        made_at = "2026-11-25T09:00:00Z"
        entries = [
            {
                "id": token_urlsafe(12),
                "kind": "exams.answer",
                "subject": self.uuid,
                "device": "b" * 8,
                "seq": number * ASKED + question.position,
                "made_at": made_at,
                "body": {
                    "page": page,
                    "position": question.position,
                    "client_seq": number,
                    "base_seq": number - 1,
                    "form": question.fields,
                },
            }
            for question in questions
        ]
        document = {"person": self.learner.uuid, "entries": entries}
        return post_json("/offline/sync", self.learner, document)


def taken(answer: Answer, count: int) -> None:
    """Every answer that was sent has its receipt."""
    told = expect(answer, 200).body
    if told.count(b'"state":"taken"') != count:
        raise Failed(f"Not every answer was taken: {told.decode()}")


def start(learner: Learner, course: str) -> bytes:
    """The button that starts the exam."""
    return post_form(f"/courses/{course}/exams/{EXAM}/start", learner)


def attempt_in(answer: Answer) -> str:
    """The attempt to which the start leads."""
    found = ATTEMPT.search(expect(answer, 303).header("Location"))
    if found is None:
        raise Failed("The start leads to no attempt.")
    return found[1]


def questions_in(page: str) -> tuple[Question, ...]:
    """The questions of a paper, from its HTML, each with an answer that its page could send."""
    _, *parts = SECTION.split(page)
    made = tuple(Question(int(no), fields_for(html)) for no, html in zip(parts[::2], parts[1::2], strict=True))
    if len(made) != ASKED:
        raise Failed(f"The paper has {len(made)} questions.")
    return made


def fields_for(html: str) -> dict[str, list[str]]:
    """What stands in the form of one question once it is answered."""
    choice = CHOICE.search(html)
    if 'name="typed"' in html:
        return {"points": [""], "typed": ["42"]}
    if 'name="points"' in html:
        return {"points": ["40 40"]}
    if choice and choice[1]:
        return {"answer": [choice[1]]}
    unit = UNIT.search(html)
    return {"answer": ["12"]} | ({"unit": [unit[1]]} if unit else {})


def opened(learner: Learner, course: str, into: list[Paper]) -> Journey:
    """Start and open the paper; it is kept in `into`."""
    uuid = attempt_in((yield start(learner, course)))
    page: Any = expect((yield get(f"/attempts/{uuid}", learner, packed=False)), 200)
    into.append(Paper(learner, uuid, questions_in(page.body.decode())))


def whole(learner: Learner, course: str, at_once: int) -> Journey:
    """A whole exam, with so many answers in one request."""
    papers: list[Paper] = []
    yield from opened(learner, course, papers)
    (paper,) = papers
    for first in range(0, ASKED, at_once):
        questions = paper.questions[first : first + at_once]
        taken((yield paper.save("bench", 1, questions)), len(questions))
    expect((yield post_form(f"/attempts/{paper.uuid}/submit", learner, key="bench")), 303)


def saving(papers: Sequence[Paper], numbers: Iterator[int]) -> Journey:
    """Answer after answer, one a request, over all questions of these papers, round after round."""
    for number in numbers:
        for paper in papers:
            for question in paper.questions:
                taken((yield paper.save("bench", number, [question])), 1)
