"""What a person reads of decisions about them: why, from which day they may sit again, and how to object."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.decisions import queries
from assessments.decisions.kinds import DecisionFacts, ObjectionFacts, kind_of
from assessments.decisions.labels import OUTCOMES, STATES
from assessments.decisions.rules import TOLD, DecisionState, last_day_to_object, may_still_object
from lms.access import Viewer
from lms.i18n import language


@dataclass(frozen=True)
class ToldDecision:
    """A decision as the person concerned reads it; nobody is named."""

    uuid: str
    title: Any
    subject: str
    reason: Any
    words: str
    effect: Any
    decided_by: Any
    since: datetime
    state: Any
    tone: str
    in_force: bool
    names_day: bool
    opens_on: date | None
    never_again: bool
    objection: ObjectionFacts | None
    outcome: tuple[Any, str]
    last_day: date
    may_object: bool
    day_has_come: bool  # from which they may sit again


def told_page(session: Session, person: Viewer, uuid: str, now: datetime) -> ToldDecision:
    """One decision about this person."""
    (found,) = told(session, [queries.facts_of(session, queries.decision_told(session, person, uuid))], now)
    return found


def subject_address(session: Session, person: Viewer, uuid: str) -> str:
    """Where the person looks at what the decision is about."""
    found = queries.decision_told(session, person, uuid)
    return kind_of(found.kind).addresses(session, found.subject).own


def told_about(session: Session, person: Viewer, now: datetime) -> Sequence[ToldDecision]:
    """Every decision about this person that came into force, the newest first."""
    return told(session, queries.decisions_told(session, person), now)


def told_of(session: Session, subject: str, now: datetime) -> Sequence[ToldDecision]:
    """What the person concerned reads of one subject; one query where there is nothing to read."""
    return told(session, queries.decisions_about(session, [subject])[subject], now)


def told(session: Session, decisions: Iterable[DecisionFacts], now: datetime) -> list[ToldDecision]:
    """Those of these decisions that the person is told; a query for each kind besides."""
    found = [one for one in decisions if one.state in TOLD]
    titles = queries.titles_of(session, found, language())
    return [_told(one, titles[one.kind, one.subject], now) for one in found]


def _told(one: DecisionFacts, subject: str, now: datetime) -> ToldDecision:
    if one.decided_at is None:
        raise ValueError("A decision that somebody is told has come into force.")
    kind = kind_of(one.kind)
    state, tone = STATES[one.state]
    in_force = one.state is DecisionState.IN_FORCE
    return ToldDecision(
        uuid=one.uuid,
        title=kind.title,
        subject=subject,
        reason=kind.reasons[one.reason],
        words=one.words,
        effect=kind.effect,
        decided_by=kind.decided_by,
        since=one.decided_at,
        state=state,
        tone=tone,
        in_force=in_force,
        names_day=kind.names_day,
        opens_on=one.opens_on,
        never_again=one.never_again,
        objection=one.objection,
        outcome=OUTCOMES[one.objection.outcome if one.objection else None],
        last_day=last_day_to_object(one.decided_at),
        day_has_come=one.opens_on is not None and one.opens_on <= now.date(),
        may_object=in_force and one.objection is None and may_still_object(one.decided_at, now),
    )
