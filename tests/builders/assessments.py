"""A small course with questions of every kind, and people who sit its quizzes and its exam."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlalchemy import select

from assessments.exams.models import Attempt, CutScore, Result
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries import exams as exam_queries
from assessments.exams.queries.cuts import OpenProposal, open_proposal
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.rules.paper import fits
from assessments.exams.rules.saving import Save
from assessments.exams.services.closing import submit_attempt
from assessments.exams.services.cuts import agree_to_cut_score, propose_cut_score
from assessments.exams.services.grading import grade_attempt
from assessments.exams.services.saving import Form, SaveResult, Sent, save_answers
from assessments.exams.services.starting import start_attempt
from assessments.exams.services.withdrawing import confirm_withdrawal, withdraw_item
from assessments.items.models import Item, ItemWithdrawal
from assessments.items.queries.definitions import definitions
from courses.api import newest_runs
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.models import CourseVersion
from courses.catalogue.services.loading import load_course
from courses.learning.services import enrol
from lms import ids
from lms.access import Role
from lms.db import Session
from lms.people.models import Person
from tests.builders.courses import write_course
from tests.builders.kind_names import KindName
from tests.builders.people import person, viewer

__all__ = ["Fraction", "Role", "enrol", "exam_queries", "fits"]  # for the tests that use these builders
SLUG = "tiny-course"
EXAM, QUIZ = "the-exam", "quiz-one"
SECRET = "zebrawood"  # a word that stands in every explanation and nowhere else
LESSONS = ("first", "second", "third")
ENDINGS = {  # of an item: what its kind needs, with the key
    KindName.ONE_CHOICE: """  options:
    - {{id: a, text: "{0} bone"}}
    - {{id: b, text: "{0} resin", right: true}}
    - {{id: c, text: "{0} wood"}}
    - {{id: d, text: "{0} wax"}}
""",
    KindName.SEVERAL_CHOICES: """  options:
    - {{id: a, text: "{0} tusks", right: true}}
    - {{id: b, text: "{0} horns"}}
    - {{id: c, text: "{0} teeth", right: true}}
    - {{id: d, text: "{0} shells"}}
""",
    KindName.TRUE_FALSE: "  answer: true\n",
    KindName.NUMBER: ("  answer: {{value: 8765.25, tolerance: 0.53125, unit: kg, units: {{kg: 1, g: 0.001}}}}\n"),
    KindName.SPOT: """  picture: {{file: plate.svg, alt: "A dark disc on a pale ground.", width: 640, height: 300}}
  zones:
    - {{id: zone-one, shape: circle, coords: [317, 149, 61]}}
    - {{id: zone-two, shape: rect, coords: [11, 13, 97, 83]}}
""",
    KindName.ANGLE: """  picture: {{file: plate.svg, alt: "A dark disc on a pale ground.", width: 640, height: 300}}
  answer: {{value: 117, bands: [[4, 1], [9, 0.375]]}}
""",
}
KEYS = ("8765.25", "0.53125", "317", "zone-one", "117", "0.375", SECRET, "weight", "tolerance", "bands", '"right"')


def revealed(text: str) -> list[str]:
    """The pieces of the keys that stand in a text: as numbers of their own, not inside the random names of things."""
    return [key for key in KEYS if re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text)]


RIGHT: dict[KindName, Any] = {
    KindName.ONE_CHOICE: "b",
    KindName.SEVERAL_CHOICES: ["a", "c"],
    KindName.TRUE_FALSE: True,
    KindName.NUMBER: {"text": "8765.25", "unit": "kg"},
    KindName.SPOT: [[317, 149], [50, 50]],
    KindName.ANGLE: {"typed": "117"},
}
WRONG: dict[KindName, Any] = {
    KindName.ONE_CHOICE: "a",
    KindName.SEVERAL_CHOICES: ["b"],
    KindName.TRUE_FALSE: False,
    KindName.NUMBER: {"text": "5", "unit": "kg"},
    KindName.SPOT: [[600, 290]],
    KindName.ANGLE: {"typed": "12"},
}
FORMS: dict[KindName, Mapping[str, Sequence[str]]] = {  # right answers as the fields of a page hold them
    KindName.ONE_CHOICE: {"answer": ["b"]},
    KindName.SEVERAL_CHOICES: {"answer": ["a", "c"]},
    KindName.TRUE_FALSE: {"answer": ["true"]},
    KindName.NUMBER: {"answer": ["8765.25"], "unit": ["kg"]},
    KindName.SPOT: {"points": ["317 149\n50 50"]},
    KindName.ANGLE: {"points": [""], "typed": ["117"]},
}
KINDS = tuple(ENDINGS)  # those of the small course; tests/builders/kinds.py has the others
EXAMS = """\
- slug: quiz-one
  use: checkpoint
  title: "Quiz one"
  cut: 50
  draw:
    - items: [{quiz}]
- slug: quiz-two
  use: checkpoint
  title: "Quiz two"
  cut: 50
  draw:
    - items: [checkpoint-true-false-1]
- slug: the-exam
  use: exam
  title: "The exam"
  minutes: 40
  attempts: 3
  wait_hours: 24
  cut: {cut}
  cut_by: "Course authors"
  cut_method: "Set before first use"
  provisional: true
  draw:
{cells}"""


def word(text: str) -> str:
    """A made-up word that belongs to this text alone."""
    number = sum((place + 7) * ord(letter) ** 2 for place, letter in enumerate(text))
    return "".join("bcdfghklmnprstvz"[number >> (4 * n) & 15] + "aeiou"[(number >> n) % 5] for n in range(5))


def item(
    use: str, name: KindName, number: int, lesson: str = "first", endings: Mapping[KindName, str] | None = None
) -> str:
    """One item as a question file writes it; no two have words in common."""
    own = [word(f"{use}{name}{number}{place}") for place in "xyz"]
    return (
        f"- id: {use}-{name}-{number}\n  kind: {name}\n  use: {use}\n  topic: {name}\n  lesson: {lesson}\n"
        f'  stem: "{" ".join(own)}?"\n  explain: "Because of the {SECRET}."\n  sources: [S1]\n'
        + (endings or ENDINGS)[name].format(own[0])
    )


def write_exam_course(
    folder: Path,
    *,
    cut: str = "70",
    version: str = "1.0",
    endings: Mapping[KindName, str] = ENDINGS,
    final_opens: str = "",
) -> Path:
    """The small course folder with an exam of six questions, one of each kind, drawn from three times as many."""
    root = write_course(folder)
    course = root / "course.yaml"
    said = course.read_text().replace('version: "1.0"', f'version: "{version}"')
    course.write_text(f"{said}final_opens: {final_opens}\n" if final_opens else said)
    lessons = [LESSONS[n % 3] for n in range(len(endings))]
    of_lessons = list(zip(endings, lessons, strict=True))
    exam = [item("exam", kind, n, lesson, endings) for kind, lesson in of_lessons for n in range(3)]
    quiz = [item("checkpoint", kind, 0, lesson, endings) for kind, lesson in of_lessons]
    quiz.append(item("checkpoint", KindName.TRUE_FALSE, 1))
    practice = [
        item("practice", KindName.TRUE_FALSE, n, lesson).replace("practice-true-false-", f"practice-{lesson}-")
        for n, lesson in enumerate(LESSONS)
    ]
    practice = [text.replace(f"-{n}\n", "-1\n", 1) for n, text in enumerate(practice)]
    for name, items in (("exam", exam), ("checkpoint", quiz), ("practice", practice)):
        (root / "questions" / f"{name}.yaml").write_text("".join(items))
    cells = "".join(f"    - {{topic: {kind}, count: 1}}\n" for kind in endings)
    asked = ", ".join(f"checkpoint-{kind}-0" for kind in endings)
    (root / "exams.yaml").write_text(EXAMS.format(quiz=asked, cut=cut, cells=cells))
    return root


def load_folder(session: Session, root: Path, now: datetime) -> CourseVersion:
    """The version of a folder that was loaded, with its questions and exams."""
    version = load_course(session, read_bundle(root), actor_id=None, now=now).version
    session.flush()
    return version


def learner(session: Session, version: CourseVersion, now: datetime, **more: Any) -> Person:
    """An officer who takes the course."""
    row = person(session, None, Role.OFFICER, **more)
    enrol(session, row.id, version.id, now=now)
    return row


def exam_of(session: Session, version: CourseVersion, slug: str = EXAM) -> ExamInForce:
    """The exam of this name."""
    return exam_queries.exam_of_version(session, version.id, slug)


def proposed_cut(session: Session, exam: ExamInForce, now: datetime, percent: Fraction = Fraction(80)) -> OpenProposal:
    """A cut score that waits for somebody else to agree."""
    propose_cut_score(
        session, exam_id=exam.exam_id, percent=percent, set_by="Panel", method="Angoff", provisional=False,
        proposer_id=person(session, None, Role.PROGRAMME_MANAGER).id, now=now,
    )  # fmt: skip
    waiting = open_proposal(session, exam.exam_id)
    assert waiting is not None
    return waiting


def cut(session: Session, exam: ExamInForce, percent: Fraction, now: datetime) -> CutScore:
    """A cut score in force, to which somebody else agreed."""
    waiting = proposed_cut(session, exam, now, percent)
    second = viewer(session, person(session, None, Role.PROGRAMME_MANAGER))
    made = agree_to_cut_score(session, exam_id=exam.exam_id, proposal_id=waiting.row.id, actor=second, now=now)
    assert made is not None
    return made


def item_of(session: Session, exam: ExamInForce, key: str) -> Item:
    """The question of this name."""
    return session.scalars(select(Item).where(Item.course_id == exam.course_id, Item.key == key)).one()


def withdrawn(
    session: Session, exam: ExamInForce, key: str, now: datetime, by: Person | None = None, *, confirmed: bool = False
) -> ItemWithdrawal:
    """A question that somebody withdrew from new papers, and that a second person confirmed where that is wanted."""
    first = by or person(session, None, Role.PROGRAMME_MANAGER)
    made = withdraw_item(
        session, item_id=item_of(session, exam, key).id, reason="The key is wrong.", key=ids.new_token(),
        actor=viewer(session, first), now=now,
    )  # fmt: skip
    if confirmed:
        second = viewer(session, person(session, None, Role.PROGRAMME_MANAGER))
        confirm_withdrawal(session, uuid=made.uuid, actor=second, now=now)
    return made


def result_of(session: Session, attempt: Attempt) -> Result:
    """The result in force of an attempt."""
    return session.scalars(select(Result).where(Result.attempt_id == attempt.id).order_by(Result.no.desc())).first()


def start(session: Session, exam: ExamInForce, row: Person, now: datetime, seed: int = 5) -> Attempt:
    """An attempt that has begun."""
    return start_attempt(session, exam, newest_runs(session, [row.id], exam.course_id)[row.id], seed=seed, now=now)


def kinds(session: Session, attempt: Attempt) -> dict[int, KindName]:
    """The kind of each question by its position."""
    paper = attempt_queries.questions(session, attempt.id)
    stored = definitions(session, (q.item_version_id for q in paper))
    return {q.position: KindName(stored[q.item_version_id].kind) for q in paper}


def position_of(session: Session, attempt: Attempt, name: KindName) -> int:
    """Where the paper asks a question of this kind."""
    return next(position for position, kind in kinds(session, attempt).items() if kind is name)


def save(
    session: Session,
    attempt: Attempt,
    position: int,
    value: Any,
    now: datetime,
    *,
    page: str = "page",
    client_seq: int = 1,
    base_seq: int = 0,
    after: tuple[tuple[str, int], ...] = (),
    given_at: datetime | None = None,
) -> SaveResult:
    """Save one answer and say what became of it; the device says that it was given now, or when it is told."""
    raw = Form(value) if isinstance(value, dict) and "answer" in value else value
    sent = Sent(position, Save(page, client_seq, base_seq, after), raw, given_at or now)
    (taken,) = save_answers(session, attempt, [sent], decimal=".", now=now)
    return taken


def submit(browser: Any, uuid: str, **fields: str) -> Any:
    """Submit from a page, and be sure whenever it asks about questions without an answer; answers the last reply."""
    address, sent = f"/attempts/{uuid}/submit", {"key": "k", **fields}
    while True:
        answer = browser.post(address, data=sent)
        asked = re.search(r'name="unanswered" value="([\d,]*)"', answer.text)
        if asked is None:
            return answer
        sent |= {"unanswered": asked[1], "sure": "1"}


def sit(
    session: Session, exam: ExamInForce, row: Person, now: datetime, wrong: Sequence[KindName] = (), seed: int = 5
) -> Attempt:
    """Start, answer everything, all right but the kinds named, hand in, be scored; all at one moment."""
    attempt = start(session, exam, row, now, seed)
    for position, name in kinds(session, attempt).items():
        save(session, attempt, position, (WRONG if name in wrong else RIGHT)[name], now)
    submit_attempt(session, attempt, key="k", now=now)
    grade_attempt(session, attempt.id, now=now)
    session.refresh(attempt)
    return attempt
