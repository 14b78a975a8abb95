"""The part of exams in the demonstration: quizzes and finals passed and failed, and what waits for a manager."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.decisions.services.deciding import confirm
from assessments.decisions.services.objecting import object_to
from assessments.exams.models import Attempt
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries.exams import ExamInForce, exams_of_version
from assessments.exams.rules.misconduct import AnnulmentReason, BarReason
from assessments.exams.rules.saving import Save
from assessments.exams.services.annulling import Sanction, propose_annulment
from assessments.exams.services.barring import propose_bar
from assessments.exams.services.closing import submit_attempt
from assessments.exams.services.grading import grade_attempt
from assessments.exams.services.saving import Sent, save_answers
from assessments.exams.services.starting import start_attempt
from assessments.exams.services.withdrawing import withdraw_item
from assessments.items.item import Use
from assessments.items.models import Item
from assessments.items.queries.definitions import Stored, definitions
from courses.api import Run, newest_runs
from lms.access import Grant, Role, Viewer
from lms.db import read_session, transaction
from lms.people.api import person_of

FINAL_BEFORE = timedelta(days=5)
AGAIN_AFTER = timedelta(minutes=40)  # a quiz that was not passed
WELL, POORLY, MORE_OR_LESS = 0.95, 0.45, 0.08  # what share of the answers is right
PAGE = "demonstration"
MANAGERS = ("rosa.almeida", "amina.diallo", "henrik.vasbo")
ACCUSED, BARRED = "orathai.saelim", "anong.wattana"
WITHDRAWN = "exam-first-look-005"
OTHER_PAGE = "demonstration-phone"  # of a second device


def load(world: dict[str, Any], now: datetime) -> None:
    """Everybody who read all lessons passed every quiz; most passed the final exam, two failed it first or at all."""
    course = world.get("course")
    if not course:
        return
    people: list[int] = course["all_lessons_read_by"]
    runs = newest_runs(read_session(), people, course["id"])
    for n, run in enumerate(runs[person_id] for person_id in people):
        chance = Random(n)  # noqa: S311  # invented answers, the same in every demonstration
        with transaction() as session:
            exams = exams_of_version(session, course["version_id"])
            final = next(exam for exam in exams if exam.use is Use.EXAM)
            for back, quiz in enumerate(exam for exam in exams if exam.use is Use.CHECKPOINT):
                pass_quiz(session, quiz, run, chance, now - timedelta(days=20 - 3 * back, hours=n))
            sit_final(session, final, run, n, len(people), chance, now)

    for n, sat in enumerate(world.get("finals", ())):
        if sat["room"] is None:
            past_finals(course["version_id"], sat, Random(n))  # noqa: S311  # the same whatever the database counts
    if world.get("people"):
        with transaction() as session:
            waits_for_managers(session, world, now)


def past_finals(version_id: int, sat: dict[str, Any], chance: Random) -> None:
    """One officer of a class of the year before: the quizzes passed, and the final exam tried as often as told."""
    with transaction() as session:
        exams = exams_of_version(session, version_id)
        final = next(exam for exam in exams if exam.use is Use.EXAM)
        (run,) = newest_runs(session, [sat["person"]], final.course_id).values()
        for back, quiz in enumerate(exam for exam in exams if exam.use is Use.CHECKPOINT):
            pass_quiz(session, quiz, run, chance, sat["at"] - timedelta(days=9 - back))
        for no, passes in enumerate(sat["tries"]):
            sit(session, final, run, WELL if passes else POORLY, chance, sat["at"] + timedelta(days=4 * no))


def waits_for_managers(session: Session, world: dict[str, Any], now: datetime) -> None:
    """One of each: an annulment for a second person, an objection for one who had no part, a withdrawn question."""
    people, version_id = world["people"], world["course"]["version_id"]
    first, second, third = (acting(session, people[key], Role.PROGRAMME_MANAGER) for key in MANAGERS)
    final = next(exam for exam in exams_of_version(session, version_id) if exam.use is Use.EXAM)
    sat = select(Attempt).where(Attempt.exam_id == final.exam_id, Attempt.person_id == people[ACCUSED])
    help_seen = Sanction(
        reason=AnnulmentReason.HELP,
        words="The supervisor saw a colleague point at the screen at question 12.",
        opens_on=(now + timedelta(days=30)).date(),
        never_again=False,
    )
    propose_annulment(session, session.scalars(sat).one(), help_seen, actor=third, now=now - timedelta(days=1))
    passed_on = Sanction(
        reason=BarReason.PASSED_ON,
        words="Notes on three questions of the exam lay in the training room.",
        opens_on=(now + timedelta(days=60)).date(),
        never_again=False,
    )
    barred = propose_bar(session, final.exam_id, people[BARRED], passed_on, actor=first, now=now - timedelta(days=7))
    confirm(session, barred.uuid, words="I read the notes.", actor=second, now=now - timedelta(days=6))
    said = "The notes are from the practice quiz, which everybody can open."
    object_to(session, barred.uuid, words=said, actor=acting(session, people[BARRED]), now=now - timedelta(days=3))
    item = select(Item.id).where(Item.course_id == final.course_id, Item.key == WITHDRAWN)
    withdraw_item(
        session,
        item_id=session.scalars(item).one(),
        reason="Two of the answers can be right.",
        key=PAGE,
        actor=third,
        now=now - timedelta(days=2),
    )


def acting(session: Session, person_id: int, *roles: Role) -> Viewer:
    """Somebody as the services know who acts."""
    info = person_of(session, person_id)
    return Viewer(
        id=info.id,
        uuid=info.uuid,
        name=info.name,
        administration_id=info.administration_id,
        language=info.language,
        session_id=0,
        grants=tuple(Grant(role) for role in roles),
    )


def sit_final(
    session: Session, final: ExamInForce, run: Run, n: int, people: int, chance: Random, now: datetime
) -> None:
    """The last failed, the one before failed first, the rest passed; one of them has a late answer."""
    at = now - FINAL_BEFORE + timedelta(hours=n)
    if n == people - 1:
        sit(session, final, run, POORLY, chance, at)
        return
    if n == people - 2:
        sit(session, final, run, POORLY, chance, at - timedelta(days=3))
    attempt = sit(session, final, run, WELL, chance, at)
    if n == people - 3:
        kept = at + timedelta(minutes=17)  # on a second phone, which had no line until later
        answer(session, attempt, 1.0, chance, at + timedelta(hours=2), questions=1, page=OTHER_PAGE, given_at=kept)


def pass_quiz(session: Session, quiz: ExamInForce, run: Run, chance: Random, at: datetime) -> None:
    """Sit a checkpoint quiz until it is passed: the final exam of a shipped course waits for it."""
    passed = False
    while not passed:
        attempt = sit(session, quiz, run, WELL, chance, at)
        passed = attempt_queries.newest_results(session, [attempt.id])[attempt.id].passed is True
        at += AGAIN_AFTER


def sit(session: Session, exam: ExamInForce, run: Run, right: float, chance: Random, at: datetime) -> Attempt:
    """Start, answer everything, hand in, be scored."""
    return finish(session, start_attempt(session, exam, run, seed=chance.getrandbits(60), now=at), right, chance, at)


def finish(session: Session, attempt: Attempt, right: float, chance: Random, at: datetime) -> Attempt:
    """Answer everything in an attempt that was begun then, hand in, be scored."""
    answer(session, attempt, right, chance, at + timedelta(minutes=12))
    submit_attempt(session, attempt, key=PAGE, now=at + timedelta(minutes=18))
    grade_attempt(session, attempt.id, now=at + timedelta(minutes=18))
    session.refresh(attempt)
    return attempt


def answer(
    session: Session,
    attempt: Attempt,
    right: float,
    chance: Random,
    at: datetime,
    questions: int | None = None,
    page: str = PAGE,
    given_at: datetime | None = None,
) -> None:
    """Answer the first questions, or all, about this share of them right."""
    paper = attempt_queries.questions(session, attempt.id)[:questions]
    stored = definitions(session, (q.item_version_id for q in paper))
    spread = min(MORE_OR_LESS, 1 - right)  # never so far that luck decides who passes
    share = right + chance.uniform(-spread, spread)
    known = {q.position for q in chance.sample(paper, round(share * len(paper)))}
    sent = [
        Sent(
            q.position,
            Save(page, q.seq + 1, q.seq),
            invented_answer(stored[q.item_version_id], q.position in known, chance),
            given_at or at - timedelta(minutes=1),
        )
        for q in paper
    ]
    save_answers(session, attempt, sent, decimal=".", now=at)


def invented_answer(stored: Stored, right: bool, chance: Random) -> Any:
    """An answer that is right, or one that somebody might give instead."""
    made = stored.definition
    if stored.kind in ("one-choice", "several-choices"):
        fitting = [option.id for option in made.options if option.right is right]
        return fitting if stored.kind == "several-choices" else chance.choice(fitting)
    if stored.kind == "true-false":
        return made.answer is right
    if stored.kind == "number":
        value = made.target.value if right else made.target.value * 3 + 7
        return {"text": f"{float(value):.4f}".rstrip("0").rstrip("."), "unit": made.unit}
    if stored.kind == "spot":
        return [middle(zone) for zone in made.zones] if right else [[3, 3]]
    if stored.kind == "angle":
        return {"typed": str(float(made.target.value) if right else 30)}
    if stored.kind == "short-text":
        return made.accepted.best[0] if right else "?"
    return _of_parts(stored.kind, made, right, chance)


def _of_parts(kind: str, made: Any, right: bool, chance: Random) -> Any:
    """An answer to a question that has parts: all of them right, or mixed up."""
    if kind == "matching":
        options = [option.id for option in made.options]
        return made.right if right else {prompt: chance.choice(options) for prompt in made.right}
    if kind == "ordering":
        return list(made.order) if right else list(made.order[::-1])
    if kind == "gaps":
        wrong = {choice.gap: choice.id for choice in made.choices}
        return {gap.id: _filling(gap) if right else wrong.get(gap.id, "?") for gap in made.gaps}
    flagged = list(made.weights if kind == "manifest" else made.defects)
    return flagged if right else [one for one in made.ids if one not in flagged][:1]


def _filling(gap: Any) -> str:
    return str(gap.accepted.best[0]) if gap.accepted else str(gap.right)


def middle(zone: Any) -> list[float]:
    """A point inside a zone: the middle of a round one or a rectangle, the mean of the corners of another."""
    numbers = [float(one) for one in zone.coords]
    if zone.shape in ("circle", "ellipse"):
        return numbers[:2]
    across, down = numbers[0::2], numbers[1::2]
    return [round(sum(across) / len(across), 1), round(sum(down) / len(down), 1)]
