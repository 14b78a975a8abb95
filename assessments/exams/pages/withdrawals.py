"""Withdrawals of questions, in words: on the pages of their exam, on the start page, and for `lms doctor`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.exams.models import Exam
from assessments.exams.queries.exam_items import exams_of, keys_asked
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.queries.withdrawing import could_agree, may_be_second, near, stakes_above
from assessments.exams.queries.withdrawn import Withdrawal, WithdrawnItem, withdrawals_in, withdrawn_now
from assessments.exams.rules.cuts import Stake
from assessments.exams.rules.withdrawing import WithdrawalStanding, may_agree, may_refuse, takes_course
from assessments.exams.services.withdrawing import barrier_words
from assessments.items.item import WithdrawalAct
from lms.access import Viewer
from lms.i18n import _, language, ngettext
from lms.people.api import circle_told, people_named
from lms.ports import Finding, Health, NextStep, StepGroup

TO_CONFIRM = 3  # of what waits on the start page: before any lesson

StateChip = tuple[str, str]  # words and tone


@dataclass(frozen=True)
class HistoryLine:
    """What somebody did about a question, when, and why as far as the viewer may read it."""

    words: str
    at: datetime
    who: str  # empty where time did it
    reason: str


@dataclass(frozen=True)
class WithdrawalCard:
    """A withdrawal with its history, and what the viewer may do about it."""

    uuid: str
    standing: WithdrawalStanding
    lapses_at: datetime
    returning: bool  # somebody wants it back, and a second person has not agreed yet
    history: Sequence[HistoryLine]
    agree_barrier: str  # why the viewer may not be the second person; empty where they may
    refuse_barrier: str
    nobody: bool  # nobody is there who could be the second person


@dataclass(frozen=True)
class WithdrawnLine:
    """A withdrawn question on the page of its exam."""

    key: str
    at: datetime
    state: StateChip
    lapses_at: datetime | None  # when it comes back unless somebody confirms; none: it stays out


def state_chip(one: Withdrawal, now: datetime) -> StateChip:
    """How a withdrawal stands, for those that are not over."""
    if one.standing(now) is WithdrawalStanding.AWAITING:
        return _("withdrawn, to be confirmed"), "warn"
    return (_("withdrawn, return proposed"), "warn") if one.return_asked else (_("withdrawn"), "bad")


def withdrawal_cards(
    session: Session,
    viewer: Viewer,
    withdrawals: Sequence[Withdrawal],
    stakes: Sequence[Stake],
    course_id: int,
    now: datetime,
) -> list[WithdrawalCard]:
    """The withdrawals of one question; their reasons, which may tell of its key, are kept from who takes the course."""
    done = [_acts(one, now) for one in withdrawals]
    names = people_named(session, {who for acts in done for _act, _at, who, _why in acts if who is not None})
    hidden = takes_course(stakes)
    cards = []
    for one, acts in zip(withdrawals, done, strict=True):
        first_id = one.first_id(now)
        waits = first_id is not None
        agree = may_agree(viewer.id, first_id, stakes, now, near(session, first_id))
        above = stakes_above(session, course_id, viewer.id) if waits else []
        refuse = may_refuse(viewer.id, first_id, stakes, above)
        history = [
            HistoryLine(act_words(act), at, names[who] if who is not None else "", "" if hidden else why or "")
            for act, at, who, why in acts
        ]
        cards.append(
            WithdrawalCard(
                uuid=one.uuid,
                standing=one.standing(now),
                lapses_at=one.lapses_at,
                returning=one.return_asked is not None,
                history=history,
                agree_barrier=barrier_words(agree) if agree else "",
                refuse_barrier=barrier_words(refuse) if refuse else "",
                nobody=waits and could_agree(session, [(course_id, one)], now) == [[]],
            )
        )
    return cards


def _acts(one: Withdrawal, now: datetime) -> list[tuple[str, datetime, int | None, str | None]]:
    """What was done, by whom and why, in order; what the clock did is told before a task has noted it."""
    acts: list[tuple[str, datetime, int | None, str | None]] = [("", one.at, one.actor_id, one.reason)]
    acts += [(step.act, step.at, step.actor_id, step.reason) for step in one.steps]
    if one.standing(now) is WithdrawalStanding.OVER and not one.has_ended:
        acts.append((WithdrawalAct.LAPSED, one.lapses_at, None, None))
    return acts


def act_words(act: str) -> str:
    """What was done, in words; without an act, the withdrawal itself."""
    return {
        "": _("Withdrawn from new attempts"),
        WithdrawalAct.CONFIRMED: _("Confirmed by a second person"),
        WithdrawalAct.REFUSED: _("Refused: the question is in new attempts again"),
        WithdrawalAct.LAPSED: _("Nobody confirmed it in time: the question is in new attempts again"),
        WithdrawalAct.RETURN_PROPOSED: _("Return proposed"),
        WithdrawalAct.RETURN_REFUSED: _("Return refused"),
        WithdrawalAct.RETURNED: _("Return confirmed: the question is in new attempts again"),
    }[act]


def withdrawn_lines(session: Session, exam: Exam, now: datetime) -> list[WithdrawnLine]:
    """The questions of an exam that new papers do not ask; two queries, one where none was withdrawn in its course."""
    withdrawn = withdrawals_in(session, exam.course_id)
    return [
        WithdrawnLine(
            key,
            each.at,
            state_chip(each, now),
            each.lapses_at if each.standing(now) is WithdrawalStanding.AWAITING else None,
        )
        for key in (keys_asked(session, exam) if withdrawn else ())
        for each in withdrawn.get(key, ())
        if each.standing(now) is not WithdrawalStanding.OVER
    ]


def waiting(session: Session, now: datetime) -> list[tuple[WithdrawnItem, ExamInForce]]:
    """Every question that waits for a second person, with an exam that can draw it."""
    found = [one for one in withdrawn_now(session, now) if one.withdrawal.first_id(now) is not None]
    exams = exams_of(session, found) if found else {}
    return [(one, exams[one.item_id]) for one in found if one.item_id in exams]


def withdrawals_to_confirm(session: Session, person: Viewer, now: datetime, told: Sequence[Any]) -> list[NextStep]:
    """What waits for this person as the second one: a withdrawal comes back if nobody confirms it; three queries."""
    waits, above, below = told
    found = waiting(session, now) if waits else []
    if not found:
        return []
    circle = circle_told(above) | circle_told(below)
    able = may_be_second(session, [(one.course_id, one.withdrawal) for one, _exam in found], person.id, circle, now)
    mine = [each for each, second in zip(found, able, strict=True) if second]
    if not mine:
        return []
    one, exam = mine[0]
    title = _("Withdrawn question: %(exam)s", exam=exam.title_in(language()))
    words = ngettext(
        "%(num)d question waits for a second person.", "%(num)d questions wait for a second person.", len(mine)
    )
    url = f"/manage/exams/{exam.uuid}/questions/{one.key}"
    return [NextStep(title, words, _("Decide"), url, TO_CONFIRM, group=StepGroup.DUTY)]


def check_withdrawals(session: Session, now: datetime) -> list[Finding]:
    """What `lms doctor` says about questions that wait for a second person: whom to appoint where nobody could."""
    found, told = waiting(session, now), []
    able = could_agree(session, [(one.course_id, one.withdrawal) for one, _exam in found], now) if found else []
    for (one, exam), second in zip(found, able, strict=True):
        which = f"question “{one.key}” of “{exam.title}”"
        if one.withdrawal.return_asked is None:
            until = f"{one.withdrawal.lapses_at:%Y-%m-%d}"
            said = f"{which} is withdrawn and comes back on {until} unless somebody confirms"
        else:
            said = f"{which} is withdrawn; its return waits for a second person"
        if second:
            told.append(Finding("questions", Health.OK, said))
        else:
            advice = (
                "Nobody is there who could. Give somebody the role of programme manager everywhere who neither"
                " did the first step nor takes the course, nor has their rights from whoever did it, or the other way"
                " round."
            )
            told.append(Finding("questions", Health.WARN, f"{said}. {advice}"))
    return told
