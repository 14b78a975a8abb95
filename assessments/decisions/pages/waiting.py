"""What waits: on the start page of who decides and of whom it concerns, and in what `lms doctor` says."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from assessments.decisions import queries
from assessments.decisions.kinds import DecisionFacts, kind_of
from assessments.decisions.pages.told import told_about
from assessments.decisions.rules import ANSWER_SHOWN, DecisionState, is_overdue
from lms.access import Viewer
from lms.i18n import _, ngettext
from lms.people.api import circle_told
from lms.ports import Finding, Health, NextStep, StepGroup

ORDER = 3  # before any lesson
SECOND = (
    "They must not have proposed it, nor be concerned; nor may their rights come from whoever proposed it, or the other"
    " way round."
)


def decisions_next(session: Session, person: Viewer, now: datetime, told: Sequence[Any]) -> list[NextStep]:
    """To what the person may object, the answer to an objection; and for who decides, what waits for them.

    A query for what waits, and for what is about the person another one, and one for each of its kinds.
    """
    about, *decides = told
    steps = _about(session, person, now) if about else []
    if decides:
        waits, above, below = decides
        mine = queries.open_to(session, person, circle_told(above), circle_told(below)) if waits else []
        if mine:
            words = ngettext("%(num)d waits.", "%(num)d wait.", len(mine))
            url = url_for("decisions.all_of_them")
            steps.append(NextStep(_("Decisions about people"), words, _("Decide"), url, ORDER, group=StepGroup.DUTY))
    return steps


def _about(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    steps = []
    for one in told_about(session, person, now):
        url = url_for("decisions.own", uuid=one.uuid)
        answered_at = one.objection.decided_at if one.objection else None
        if one.may_object:
            steps.append(NextStep(_("A decision about you"), one.subject, _("Read it"), url, ORDER))
        elif answered_at is not None and now - answered_at <= ANSWER_SHOWN:
            steps.append(NextStep(_("The answer to your objection"), one.subject, _("Read it"), url, ORDER))
    return steps


def check_decisions(session: Session, now: datetime) -> list[Finding]:
    """What `lms doctor` says of decisions and objections that wait, and whom to appoint where nobody could decide."""
    found = []
    for one in queries.everything_waiting(session):
        found.append(_proposed(session, one) if one.state is DecisionState.PROPOSED else _objected(session, one, now))
    return found


def _proposed(session: Session, one: DecisionFacts) -> Finding:
    since = f"the decision {one.uuid} ({one.kind}) waits since {one.proposed_at:%Y-%m-%d} for a second person"
    if queries.could_confirm(session, one):
        return Finding("decisions about people", Health.OK, since)
    advice = f"Nobody is there who could. Give somebody a role with {kind_of(one.kind).permission} over the person."
    return Finding("decisions about people", Health.WARN, f"{since}. {advice} {SECOND}")


def _objected(session: Session, one: DecisionFacts, now: datetime) -> Finding:
    objection = one.objection
    if objection is None:
        raise ValueError("What is in force waits for nothing but the answer to an objection.")
    since = (
        f"the objection to the decision {one.uuid} ({one.kind}) waits since {objection.at:%Y-%m-%d},"
        f" due on {objection.due_at:%Y-%m-%d}"
    )
    if not queries.could_judge(session, one, now):
        advice = f"Nobody is there who could judge it. Give a role with {kind_of(one.kind).permission} over the person"
        return Finding(
            "decisions about people",
            Health.WARN,
            f"{since}. {advice} to somebody who had no part in the decision and whose rights do not come from that"
            " person.",
        )
    if is_overdue(objection.due_at, now):
        return Finding("decisions about people", Health.WARN, f"{since}. It is overdue: judge it.")
    return Finding("decisions about people", Health.OK, since)
