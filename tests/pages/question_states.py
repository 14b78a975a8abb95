"""Questions of exams as managers look at them: listed, with their keys, withdrawn, and the results that hung on one."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.demo import answer, sit
from assessments.exams.queries.exam_items import drawable
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.services import withdrawing
from assessments.exams.services.key_views import look_at_keys
from assessments.items.models import ItemVersion
from courses.learning.services import enrol
from lms.access import Role
from lms.people.models import Person
from tests.builders import assessments as build
from tests.builders import people
from tests.builders.courses import read_and_pass
from tests.builders.kind_names import KindName
from tests.pages import acts
from tests.pages.acts import press, send
from tests.pages.made import World
from tests.pages.state import State

LONG_AGO = timedelta(days=8)
SHOWN = {
    KindName.ONE_CHOICE: "concealment-001",
    KindName.SEVERAL_CHOICES: "concealment-004",
    KindName.TRUE_FALSE: "concealment-006",
    KindName.ANGLE: "ivory-101",
    KindName.SPOT: "concealment-101",
}
FINAL = "/manage/exams/{exam}/questions"


def add(session: Session, made: World, final: ExamInForce, quiz: ExamInForce, now: datetime) -> None:
    """Questions in every state, a manager who saw keys, one who takes the course, and one who passed all the same."""
    names = {"seer": "Nadia Haddad", "taker": "Owen Mbeki", "knower": "Paula Reyes"}
    rows = {who: people.person(session, name, Role.PROGRAMME_MANAGER) for who, name in names.items()}
    made.people |= {who: row.id for who, row in rows.items()}
    for who in ("seer", "knower"):
        look_at_keys(session, final, people.viewer(session, rows[who]), now - LONG_AGO)
    for who in ("taker", "knower"):
        read_and_pass(session, [enrol(session, rows[who].id, final.course_version_id, now=now)], now)
    run = build.newest_runs(session, [rows["knower"].id], final.course_id)[rows["knower"].id]
    made.values["final-known"] = sit(session, final, run, 1.0, Random(1), now).uuid
    withdrawn(session, made, final, rows["seer"], now)
    made.values["drawn-question"] = at_the_cut(session, final, now)
    kinds = {row.id: row.kind for row in session.scalars(select(ItemVersion))}
    for one in drawable(session, quiz):
        made.values.setdefault(f"quiz-{kinds[one.version]}", one.id)
    made.values |= {"quiz-uuid": quiz.uuid, "quiz-question": drawable(session, quiz)[0].id}


def at_the_cut(session: Session, final: ExamInForce, now: datetime) -> str:
    """A question on which it hung that somebody passed: they answered just as many as the cut demands."""
    row = people.person(session, "Quentin Dao", Role.OFFICER)
    read_and_pass(session, [enrol(session, row.id, final.course_version_id, now=now)], now)
    attempt = build.start(session, final, row, now)
    asked = build.attempt_queries.questions(session, attempt.id)
    enough = math.ceil(final.blueprint.cut.percent / 100 * len(asked))
    answer(session, attempt, 1.0, Random(2), now, questions=enough)
    build.submit_attempt(session, attempt, key="k", now=now)
    build.grade_attempt(session, attempt.id, now=now)
    assert build.result_of(session, attempt).passed
    return next(one.id for one in drawable(session, final) if one.version == asked[0].item_version_id)


def withdrawn(session: Session, made: World, final: ExamInForce, by: Person, now: datetime) -> None:
    """One that waits, one that waits for whoever began it, one confirmed, one that is to come back, one that lapsed."""
    other = people.viewer(session, by)
    build.withdrawn(session, final, "exam-timber-spot-plants", now)
    build.withdrawn(session, final, "exam-concealment-002", now, by)
    build.withdrawn(session, final, "exam-live-spot-parcel", now, confirmed=True)
    back = build.withdrawn(session, final, "exam-marine-spot-fins", now - LONG_AGO, confirmed=True)
    withdrawing.propose_return(session, uuid=back.uuid, reason="The author mended it.", actor=other, now=now)
    build.withdrawn(session, final, "exam-ivory-106", now - LONG_AGO)


QUESTIONS = [
    State("exams.questions", "of the final exam", "manager", FINAL),
    State("exams.questions", "of a quiz", "manager", "/manage/exams/{quiz-uuid}/questions"),
    State("exams.question", "said what looking costs", "manager", f"{FINAL}/exam-concealment-001"),
    *[State("exams.question", f"with its key, {kind}", "seer", f"{FINAL}/exam-{name}") for kind, name in SHOWN.items()],
    State("exams.question", "of a quiz", "seer", "/manage/exams/{quiz-uuid}/questions/{quiz-question}"),
    State("exams.question", "who takes the course", "taker", f"{FINAL}/exam-timber-spot-plants"),
    State("exams.question", "to confirm", "manager", f"{FINAL}/exam-timber-spot-plants", acts.unfold),
    State("exams.question", "one's own to be confirmed", "seer", f"{FINAL}/exam-concealment-002", acts.unfold),
    State("exams.question", "confirmed", "manager", f"{FINAL}/exam-live-spot-parcel", acts.unfold),
    State("exams.question", "return proposed", "manager", f"{FINAL}/exam-marine-spot-fins", acts.unfold),
    State("exams.question", "came back", "manager", f"{FINAL}/exam-ivory-106"),
    State(
        "exams.withdraw", "no reason", "manager", f"{FINAL}/exam-concealment-001", press("Withdraw this question"), 422
    ),
    State(
        "exams.propose_return", "no reason", "manager", f"{FINAL}/exam-live-spot-parcel",
        send(f"{FINAL}/exam-live-spot-parcel/withdrawals/none/return"), 422,
    ),
    State("exams.hung_results", "some hung on it", "manager", f"{FINAL}/{{drawn-question}}/results"),
    State("exams.hung_results", "none asked it", "manager", f"{FINAL}/exam-ivory-106/results"),
    State("exams.exam", "keys seen", "knower", "/courses/{course}/exams/final-exam"),
    State("exams.attempt", "passed by who knew keys", "knower", "/attempts/{final-known}"),
    State("web.start", "a withdrawal waits", "seer", "/"),
]  # fmt: skip
