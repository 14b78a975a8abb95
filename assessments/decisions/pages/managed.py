"""What those read who decide: what waits for a second person, objections, and each decision with its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.decisions import queries
from assessments.decisions.kinds import DecisionFacts, kind_of
from assessments.decisions.labels import OUTCOMES, STATES
from assessments.decisions.models import Decision
from assessments.decisions.rules import DecisionState, is_overdue
from assessments.decisions.services.deciding import barrier_words
from assessments.decisions.services.objecting import judging_refused
from lms.access import Viewer
from lms.i18n import language
from lms.people.api import people_named


@dataclass(frozen=True)
class DecisionLine:
    """A decision in a list."""

    facts: DecisionFacts
    title: Any
    subject: str
    person: str
    state: Any
    tone: str
    overdue: bool  # its objection should have been judged


@dataclass(frozen=True)
class DecisionsPage:
    """Everything on which the viewer decides too."""

    waiting: Sequence[DecisionLine]
    objections: Sequence[DecisionLine]
    closed: Sequence[DecisionLine]


@dataclass(frozen=True)
class ManagedDecision:
    """One decision with everybody who had a part in it, and what the viewer may do."""

    line: DecisionLine
    reason: Any
    names_day: bool
    names: dict[int, str]
    waits: bool
    barrier: str  # why the viewer may not confirm it; empty where they may
    refuse_barrier: str  # why they may not say no
    own: bool  # the viewer proposed it, and may take it back
    nobody: bool  # nobody is there who could be the second person
    outcome: tuple[Any, str]
    subject_url: str


@dataclass(frozen=True)
class JudgeVote:
    """How one of those who judge an objection together judged it."""

    name: str
    uphold: bool
    reason: str
    at: datetime


@dataclass(frozen=True)
class ManagedObjection:
    """An objection with the decision that it is about, and whether the viewer may judge it."""

    decision: ManagedDecision
    barrier: str
    nobody: bool
    overdue: bool
    judges: int  # how many judge it together
    judged: int  # how many have
    votes: Sequence[JudgeVote]  # for who has judged, and for all once it is decided
    others: Sequence[DecisionLine]  # what else was decided about the same
    days_left: int  # until the answer is due; none left: 0


def decisions_page(session: Session, viewer: Viewer, now: datetime, decided: int = 50) -> DecisionsPage:
    """What waits, and so many of those that were decided; as many queries for many decisions as for one."""
    found = (
        queries.decisions_waiting(session, viewer),
        queries.objections_waiting(session, viewer),
        queries.decisions_closed(session, viewer, decided),
    )
    lines = lines_of(session, [one for each in found for one in each], now)
    ends = [len(found[0]), len(found[0]) + len(found[1])]
    return DecisionsPage(lines[: ends[0]], lines[ends[0] : ends[1]], lines[ends[1] :])


def lines_of(session: Session, decisions: Sequence[DecisionFacts], now: datetime) -> list[DecisionLine]:
    """Decisions as lines of a list."""
    titles = queries.titles_of(session, decisions, language())
    names = people_named(session, {one.person_id for one in decisions})
    return [
        DecisionLine(
            one,
            kind_of(one.kind).title,
            titles[one.kind, one.subject],
            names[one.person_id],
            *STATES[one.state],
            overdue=_overdue(one, now),
        )
        for one in decisions
    ]


def _overdue(one: DecisionFacts, now: datetime) -> bool:
    return one.objection is not None and one.objection.outcome is None and is_overdue(one.objection.due_at, now)


def managed_page(session: Session, viewer: Viewer, decision: Decision, now: datetime) -> ManagedDecision:
    """One decision, with the names of those who had a part in it."""
    facts = queries.facts_of(session, decision)
    (line,) = lines_of(session, [facts], now)
    kind = kind_of(facts.kind)
    judge_id = facts.objection.decider_id if facts.objection else None
    parts = (facts.proposer_id, facts.decided_by_id, facts.ended_by_id, judge_id)
    waits = facts.state is DecisionState.PROPOSED
    barred = queries.confirming_barrier(session, facts, viewer.id) if waits else None
    no_barred = queries.refusing_barrier(session, facts, viewer.id) if waits else None
    return ManagedDecision(
        line=line,
        reason=kind.reasons[facts.reason],
        names_day=kind.names_day,
        names=dict(people_named(session, {one for one in parts if one is not None})),
        waits=waits,
        barrier=barrier_words(barred) if barred else "",
        refuse_barrier=barrier_words(no_barred) if no_barred else "",
        own=viewer.id == facts.proposer_id,
        nobody=waits and not queries.could_confirm(session, facts),
        outcome=OUTCOMES[facts.objection.outcome if facts.objection else None],
        subject_url=kind.addresses(session, facts.subject).managed,
    )


def objection_page(session: Session, viewer: Viewer, decision: Decision, now: datetime) -> ManagedObjection:
    """An objection: who may judge it is somebody who had no part in the decision."""
    shown = managed_page(session, viewer, decision, now)
    facts = shown.line.facts
    objection = facts.objection
    if objection is None:
        raise ValueError("The page of an objection shows one.")
    votes = queries.votes_on(session, facts.id)
    reads = objection.outcome is not None or viewer.id in {one.person_id for one in votes}
    names = people_named(session, {one.person_id for one in votes}) if reads else {}
    others = [one for one in queries.decisions_about(session, [facts.subject])[facts.subject] if one.id != facts.id]
    mine = [one for one in others if one.person_id == facts.person_id]
    return ManagedObjection(
        decision=shown,
        barrier=judging_refused(session, facts, viewer.id, now),
        nobody=not queries.could_judge(session, facts, now),
        overdue=shown.line.overdue,
        judges=objection.judges,
        judged=len(votes),
        votes=[JudgeVote(names[one.person_id], one.uphold, one.reason, one.at) for one in votes] if reads else [],
        others=lines_of(session, mine, now),
        days_left=max((objection.due_at - now).days, 0),
    )
