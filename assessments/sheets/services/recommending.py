"""A moderator signs what they recommend of a candidate, on results that all stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.independence.api import facts_between, tie_said
from assessments.items.parsing.exact import plain
from assessments.sheets.events import RecommendationSigned
from assessments.sheets.models import Performance, Recommendation
from assessments.sheets.queries.performances import PerformanceLine, exercises_by_id, performance_lines
from assessments.sheets.queries.recommendations import rated_by
from assessments.sheets.queries.sheets import definitions_of
from assessments.sheets.rules.progress import PerformanceState
from assessments.sheets.rules.recommending import TopicProposal, all_settled, cites_digest, ties_of_signer
from assessments.sheets.rules.states import Occasion
from assessments.sheets.services.settling import REASON_LEAST, REASON_MOST
from assessments.workshops.models import Workshop, WorkshopCandidate
from lms import events
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.ids import new_uuid


@dataclass(frozen=True)
class RecommendationDraft:
    """What a moderator wrote, and on which results, as their page showed them."""

    proposals: Mapping[str, TopicProposal]  # by topic
    summary: str
    minority: str
    seen: str  # the digest of the results that were shown


def lines_at(session: Session, workshop_id: int, person_id: int) -> list[PerformanceLine]:
    """Everything that somebody performed at a workshop, what was replaced included."""
    return performance_lines(
        session,
        Performance.occasion == Occasion.WORKSHOP,
        Performance.occasion_id == workshop_id,
        Performance.person_id == person_id,
    )


def cited_by(lines: Sequence[PerformanceLine]) -> dict[str, str]:
    """The performances with their newest results."""
    return {one.row.uuid: one.result.uuid if one.result is not None else "" for one in lines}


def results_as_data(session: Session, lines: Sequence[PerformanceLine]) -> list[dict[str, Any]]:
    """What came out at each exercise, as it is kept with the signature; what was replaced is left out."""
    shown = [one for one in lines if one.result is not None and one.state is not PerformanceState.REPLACED]
    exercises = exercises_by_id(session, [one.row.exercise_id for one in shown if one.row.exercise_id is not None])
    definitions = definitions_of(session, [one.row.rubric_version_id for one in shown])
    found = []
    for one in shown:
        outcome, definition = one.result.outcome if one.result else {}, definitions[one.row.rubric_version_id]
        exercise = exercises.get(one.row.exercise_id or 0)
        found.append(
            {
                "performance": one.row.uuid,
                "exercise": exercise.title if exercise else definition.slug,
                "topic": exercise.topic if exercise else None,
                "total": outcome["total"],
                "cut": plain(definition.cut),
                "highest": plain(definition.highest),
                "passed": outcome["passed"],
                "status": outcome["status"],
                "by": outcome.get("by"),
                "totals": outcome["totals"],  # of the sheets, in no order that names anybody
            }
        )
    return found


def sign_recommendation(
    session: Session,
    workshop: Workshop,
    candidate: WorkshopCandidate,
    draft: RecommendationDraft,
    *,
    by_id: int,
    now: datetime,
) -> Recommendation:
    """Sign once every result stands; what was signed before stays as an older version."""
    session.execute(select(WorkshopCandidate.id).where(WorkshopCandidate.id == candidate.id).with_for_update())
    demand_signer(session, workshop, candidate.person_id, by_id, now)
    demand_words(draft)
    lines = lines_at(session, workshop.id, candidate.person_id)
    if not all_settled([one.state for one in lines]):
        raise RuleBroken(_("Not every performance of this candidate has a result. Decide these first."))
    cited = cited_by(lines)
    if cites_digest(cited) != draft.seen:
        raise Conflict(_("A result has changed since this page was shown. Look at the results again, then sign."))
    last = session.scalars(
        select(func.max(Recommendation.no)).where(
            Recommendation.workshop_id == workshop.id, Recommendation.person_id == candidate.person_id
        )
    ).one()
    row = Recommendation(
        uuid=new_uuid(), workshop_id=workshop.id, person_id=candidate.person_id, no=(last or 0) + 1,
        proposals=dict(draft.proposals), summary=draft.summary.strip(), minority=draft.minority.strip(),
        results=results_as_data(session, lines), cites=cited, by_id=by_id, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    events.publish(
        session,
        RecommendationSigned(
            subject=f"workshop:{workshop.id}", actor_id=by_id, at=now, recommendation_id=row.id,
            person_id=row.person_id, scheme=workshop.scheme, reason=row.summary, cites=cited,
        ),
    )  # fmt: skip
    return row


def demand_signer(session: Session, workshop: Workshop, person_id: int, by_id: int, now: datetime) -> None:
    """Whoever signs has rated nothing of the candidate and has nothing else to do with them."""
    if person_id in rated_by(session, workshop.id, by_id):
        raise RuleBroken(_("You rate this candidate. Another moderator has to sign."))
    facts = facts_between(session, [by_id], [person_id]).get((by_id, person_id), [])
    tied = ties_of_signer(facts, now=now)
    if tied:
        raise RuleBroken(_("You cannot sign here. %(fact)s Another moderator has to sign.", fact=tie_said(tied[0].tie)))


def demand_words(draft: RecommendationDraft) -> None:
    """A summary in some words, and something about at least one topic."""
    if not REASON_LEAST <= len(draft.summary.strip()) <= REASON_MOST:
        raise BadInput(
            "summary",
            _("Write a summary of %(least)s to %(most)s characters.", least=REASON_LEAST, most=REASON_MOST),
        )
    if len(draft.minority.strip()) > REASON_MOST:
        raise BadInput("minority", _("Use at most %(most)s characters.", most=REASON_MOST))
    if all(one is TopicProposal.NOT_SEEN for one in draft.proposals.values()):
        raise BadInput("summary", _("Propose something for at least one topic."))
