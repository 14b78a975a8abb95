"""The questions of an exam for who decides on its content: a list without keys, and one with its key once they ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from assessments.exams.models import Exam
from assessments.exams.pages.shortages import ShortageLine, shortage_line
from assessments.exams.pages.withdrawals import StateChip, WithdrawalCard, state_chip, withdrawal_cards
from assessments.exams.queries.cuts import stakes_in
from assessments.exams.queries.exam_items import ExamItem, exam_item, exam_items
from assessments.exams.queries.exams import pool
from assessments.exams.queries.key_views import has_key_view
from assessments.exams.queries.withdrawn import Withdrawal, withdrawals_of, withdrawn_keys
from assessments.exams.rules.cuts import Stake
from assessments.exams.rules.dates import running_short
from assessments.exams.rules.paper import belongs
from assessments.exams.rules.withdrawing import WithdrawalBarrier, WithdrawalStanding, may_begin, takes_course
from assessments.exams.services.withdrawing import barrier_words
from assessments.items.item import Use
from assessments.items.kinds.registry import scored
from assessments.items.queries.definitions import Stored, definitions
from assessments.items.rendering.bodies import html_by_id
from assessments.items.rendering.fields import QuestionFields, question_fields
from assessments.items.scoring.reviews import Review
from courses.api import VersionTitle, lesson_titles, version_titles
from lms.access import Viewer
from lms.i18n import _, language


class KeyExposure(StrEnum):
    """Whether the page shows what is right."""

    SHOWN = "shown"
    WARNED = "warned"  # it says first what looking costs
    TAKES = "takes"  # whoever takes the course does not see it


@dataclass(frozen=True)
class QuestionLine:
    """A question in the list: what it is about, never what it asks."""

    key: str
    topic: str
    lesson: str
    older: str  # in which older version alone it stands; empty for the newest
    state: StateChip | None


@dataclass(frozen=True)
class ShownQuestion:
    """A question as it is asked, with what is right."""

    stored: Stored
    fields: QuestionFields
    review: Review
    option_html: dict[str, str]


@dataclass(frozen=True)
class QuestionPage:
    """One question: its key as far as it may be shown, and its withdrawals."""

    line: QuestionLine
    course: VersionTitle
    keys: KeyExposure
    shown: ShownQuestion | None
    card: WithdrawalCard | None  # the withdrawal that holds now
    earlier: Sequence[WithdrawalCard]
    barrier: str  # why the viewer may not withdraw it; empty where they may
    costs: Sequence[ShortageLine]  # cells that would have too few without it


def question_lines(session: Session, exam: Exam, now: datetime) -> list[QuestionLine]:
    """Every question of an exam; as many queries for many as for one, but for the titles of older versions."""
    found = exam_items(session, exam)
    withdrawn = withdrawals_of(session, [one.item_id for one in found])
    titles = {one.exam.course_version_id for one in found}
    lessons = {number: lesson_titles(session, number, language()) for number in titles}
    return [
        _line(one, lessons[one.exam.course_version_id], _current(withdrawn[one.item_id], now), now) for one in found
    ]


def question_page(session: Session, viewer: Viewer, exam: Exam, key: str, now: datetime) -> QuestionPage:
    """One question that this exam can draw; any other is not found."""
    one = exam_item(session, exam, key)
    stakes = stakes_in(session, [exam.course_id], [viewer.id])[exam.course_id, viewer.id]
    withdrawals = withdrawals_of(session, [one.item_id])[one.item_id]
    current = _current(withdrawals, now)
    cards = withdrawal_cards(session, viewer, withdrawals, stakes, exam.course_id, now)
    state = _key_state(session, viewer, one, stakes)
    lessons = lesson_titles(session, one.exam.course_version_id, language())
    number = one.exam.course_version_id
    return QuestionPage(
        line=_line(one, lessons, current, now),
        course=version_titles(session, [number], language())[number],
        keys=state,
        shown=_shown(session, one) if state is KeyExposure.SHOWN else None,
        card=next((one for one in cards if one.standing is not WithdrawalStanding.OVER), None),
        earlier=[one for one in cards if one.standing is WithdrawalStanding.OVER],
        barrier=_barrier(viewer, withdrawals, stakes, now),
        costs=_costs(session, one, now) if current is None else (),
    )


def _line(one: ExamItem, lessons: dict[str, str], current: Withdrawal | None, now: datetime) -> QuestionLine:
    return QuestionLine(
        key=one.key,
        topic=one.pooled.topic,
        lesson=lessons.get(one.lesson, one.lesson) if one.lesson else "",
        older=_older_words(one),
        state=state_chip(current, now) if current else None,
    )


def _older_words(one: ExamItem) -> str:
    if one.is_newest:
        return ""
    if one.is_taken:
        return _("version %(number)s, which people still take", number=one.no)
    return _("version %(number)s, which nobody takes any more", number=one.no)


def _current(withdrawals: Sequence[Withdrawal], now: datetime) -> Withdrawal | None:
    """The one by which new papers do not ask it."""
    return next((one for one in withdrawals if one.standing(now) is not WithdrawalStanding.OVER), None)


def _key_state(session: Session, viewer: Viewer, one: ExamItem, stakes: Sequence[Stake]) -> KeyExposure:
    if takes_course(stakes):
        return KeyExposure.TAKES
    if one.exam.use is Use.CHECKPOINT:  # a quiz shows its keys after the result, and certifies nothing
        return KeyExposure.SHOWN
    return KeyExposure.SHOWN if has_key_view(session, viewer.id, one.exam.version_id) else KeyExposure.WARNED


def _shown(session: Session, one: ExamItem) -> ShownQuestion:
    stored = definitions(session, [one.pooled.version], language())[one.pooled.version]
    fields = question_fields(
        stored.kind, dict(stored.body), None, prefix="asked", stem_html=stored.stem, picture_url=stored.picture_url
    )
    review = scored(stored.kind).review(stored.definition, None)
    return ShownQuestion(stored, fields, review, html_by_id(stored.body))


def _barrier(viewer: Viewer, withdrawals: Sequence[Withdrawal], stakes: Sequence[Stake], now: datetime) -> str:
    unconfirmed = [one.at for one in withdrawals if one.actor_id == viewer.id and not one.was_confirmed]
    barred: WithdrawalBarrier | None = may_begin(stakes, unconfirmed, now)
    return barrier_words(barred) if barred else ""


def _costs(session: Session, one: ExamItem, now: datetime) -> list[ShortageLine]:
    """What is left of the cells that draw it, where that is too little."""
    course_id = one.exam.course_id
    out = withdrawn_keys(session, course_id, now) | {one.key}
    found = running_short(one.exam.blueprint, pool(session, one.exam), now.date(), withdrawn=out)
    return [shortage_line(short, now.date()) for short in found if belongs(one.exam.blueprint, short.cell, one.pooled)]
