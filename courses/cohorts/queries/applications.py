"""Proposed cohorts, and officers who ask to join one elsewhere, as applications that lie with somebody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session, aliased

from courses.cohorts import policy
from courses.cohorts.models.cohort import Cohort, CohortDecision
from courses.cohorts.models.participant import Participant, ParticipantState
from courses.cohorts.queries.cohorts import PROPOSED, FoundCohort, cohorts_where
from courses.cohorts.queries.participants import FoundParticipant, stance_of
from courses.cohorts.rules.states import IN, ParticipantStatus
from courses.cohorts.scope_kind import newest_state, within
from courses.permissions import CoursePermission
from lms.access import Viewer

ASKED, ANSWER = aliased(ParticipantState), aliased(ParticipantState)
DECIDED_SHOWN = 200
ANSWERS = IN | {ParticipantStatus.REFUSED}


def proposals_decided(session: Session, viewer: Viewer) -> Sequence[FoundCohort]:
    """The proposals that somebody decided where the viewer decides, newest first; one query."""
    reached = within(viewer.scopes(CoursePermission.COHORT_APPROVE))
    asked = CohortDecision.by_certificate.is_(False) & CohortDecision.decided_by_id.is_not(None)
    found = cohorts_where(session, asked, reached)
    found.sort(key=lambda one: one.decision.decided_at if one.decision else one.row.proposed_at, reverse=True)
    return found[:DECIDED_SHOWN]


def proposals_standing(viewer: Viewer | None) -> Select[int, datetime | None]:
    """As SQL: how many proposals wait for this viewer, or at all, and since when the oldest."""
    mine = true() if viewer is None else policy.decided_by(viewer)
    return (
        select(func.count(), func.min(Cohort.proposed_at))
        .select_from(Cohort)
        .outerjoin(CohortDecision, CohortDecision.cohort_id == Cohort.id)
        .where(PROPOSED, mine)
    )


def joins_standing(viewer: Viewer | None) -> Select[int, datetime | None]:
    """As SQL: how many officers wait for this viewer to let them join, or at all, and since when the first."""
    mine = true() if viewer is None else policy.joins_decided_by(viewer)
    return (
        select(func.count(), func.min(ParticipantState.at))
        .select_from(Participant)
        .join(ParticipantState, ParticipantState.id == newest_state())
        .where(ParticipantState.status == ParticipantStatus.WAITS_FOR_APPROVAL, mine)
    )


def joins_decided(session: Session, viewer: Viewer) -> list[FoundParticipant]:
    """Who asked to join a cohort elsewhere and got an answer from who decides for them; `now` is that answer."""
    after = select(func.min(ParticipantState.id)).where(
        ParticipantState.participant_id == ASKED.participant_id, ParticipantState.id > ASKED.id
    )
    by_others: ColumnElement[bool] = ANSWER.by_id.is_not(None) & (ANSWER.by_id != Participant.person_id)
    rows = session.execute(
        select(Participant, ANSWER)
        .select_from(Participant)
        .join(ASKED, ASKED.participant_id == Participant.id)
        .join(ANSWER, ANSWER.id == after.correlate(ASKED).scalar_subquery())
        .where(ASKED.status == ParticipantStatus.WAITS_FOR_APPROVAL, ANSWER.status.in_(sorted(ANSWERS)), by_others)
        .where(policy.joins_decided_by(viewer))
        .order_by(ANSWER.id.desc())
        .limit(DECIDED_SHOWN)
    )
    return [FoundParticipant(one.id, one.uuid, one.cohort_id, one.person_id, stance_of(state)) for one, state in rows]
