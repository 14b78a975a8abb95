"""What waits for a person about cohorts, on the home page."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from courses.cohorts.pages.board import chosen_of
from courses.cohorts.pages.cohort import SOON
from courses.cohorts.pages.standing import standings
from courses.cohorts.queries.cohorts import FoundCohort, cohorts_by_id
from courses.cohorts.queries.hand_overs import hand_overs_offered
from courses.cohorts.queries.home import led_open
from courses.cohorts.queries.participants import cohorts_of
from courses.cohorts.rules.board import BoardFilter
from courses.cohorts.rules.states import CohortState, ParticipantStatus
from lms.access import Viewer
from lms.i18n import _, ngettext
from lms.people.api import people_named
from lms.ports import HomePart, NextStep, StepGroup

ORDER = 8  # before one's own next lesson
ORDER_NEEDING = 9
ORDER_STARTS = 25  # after it
PART_ORDER = 10  # of what stands beside the steps: the cohorts of a trainer first


def decided_next(session: Session, person: Viewer, now: datetime, told: Sequence[int]) -> list[NextStep]:
    """Proposals and joins to decide, for who does not find them among the applications."""
    proposals, joins = told
    return [*_proposals(proposals), *_joins(joins)]


def led_next(session: Session, person: Viewer, now: datetime) -> list[NextStep | HomePart]:
    """The cohorts of which one is a trainer: those that start soon, officers and questions that wait, and all of them.

    One query, and three for those that have begun.
    """
    found = led_open(session, person)
    every = [cohort for cohort, _asked in found]
    if not every:
        return []
    needing = _needing(session, every, now)
    steps = [*_starting(every, now), *_needing_steps(every, needing), *_asked_steps(found)]
    return [*steps, HomePart("cohorts/_home.html", {"cohorts": every, "needing": needing}, PART_ORDER, beside=False)]


def _proposals(count: int) -> list[NextStep]:
    if not count:
        return []
    text = ngettext("%(num)s cohort waits for approval.", "%(num)s cohorts wait for approval.", count)
    url = url_for("cohorts.index", state=CohortState.PROPOSED)
    return [NextStep(_("Proposed cohorts"), text, _("See the cohorts"), url, ORDER, group=StepGroup.DUTY)]


def _joins(count: int) -> list[NextStep]:
    if not count:
        return []
    text = ngettext(
        "%(num)s officer wants to join a cohort of another administration.",
        "%(num)s officers want to join a cohort of another administration.",
        count,
    )
    url = url_for("cohorts.joins")
    return [NextStep(_("Officers who want to join"), text, _("Decide"), url, ORDER, group=StepGroup.DUTY)]


def offered_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Cohorts that their trainers want to hand over to this one."""
    offered = hand_overs_offered(session, person)
    if not offered:
        return []
    cohorts = cohorts_by_id(session, [one.cohort_id for one in offered])
    names = people_named(session, [one.from_id for one in offered])
    return [
        NextStep(
            title=cohorts[one.cohort_id].row.title,
            text=_("%(name)s wants to hand this cohort over to you.", name=names[one.from_id]),
            action=_("Read the note"),
            url=url_for("cohorts.offered", uuid=one.uuid),
            order=ORDER,
            group=StepGroup.DUTY,
        )
        for one in offered
    ]


def _starting(every: Sequence[FoundCohort], now: datetime) -> list[NextStep]:
    """Those that start within a week."""
    return [
        NextStep(
            title=one.row.title,
            text=_("It starts within a week. Are all officers in it?"),
            action=_("See the cohort"),
            url=url_for("cohorts.one", uuid=one.row.uuid),
            order=ORDER_STARTS,
            group=StepGroup.DUTY,
        )
        for one in every
        if now.date() <= one.row.starts_on <= (now + SOON).date()
    ]


def _needing(session: Session, every: Sequence[FoundCohort], now: datetime) -> dict[int, int]:
    """Of those that have begun: how many officers are late, stuck or behind."""
    begun = [one for one in every if one.row.starts_on <= now.date()]
    standing = standings(session, begun, now, viewer=None) if begun else {}
    return {one.id: len(chosen_of(standing[one.id], BoardFilter.NEED_YOU)) for one in begun}


def _needing_steps(every: Sequence[FoundCohort], counts: Mapping[int, int]) -> list[NextStep]:
    return [
        NextStep(
            title=one.row.title,
            text=ngettext(
                "%(num)s officer needs help: late, behind, or stuck.",
                "%(num)s officers need help: late, behind, or stuck.",
                counts[one.id],
            ),
            action=_("See who needs help"),
            url=url_for("cohorts.board", uuid=one.row.uuid, show=BoardFilter.NEED_YOU),
            order=ORDER_NEEDING,
            group=StepGroup.DUTY,
        )
        for one in every
        if counts.get(one.id)
    ]


def _asked_steps(every: Sequence[tuple[FoundCohort, int]]) -> list[NextStep]:
    """Those in which officers wait for an answer."""
    return [
        NextStep(
            title=one.row.title,
            text=ngettext("%(num)s question waits for your answer.", "%(num)s questions wait for your answer.", count),
            action=_("Read and answer"),
            url=url_for("cohorts.questions", uuid=one.row.uuid),
            order=ORDER_NEEDING,
            group=StepGroup.DUTY,
        )
        for one, count in every
        if count
    ]


def own_runs_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Cohorts in which one is, and begins only when another run of the course has ended."""
    waiting = [
        one for one in cohorts_of(session, [person.id])[person.id] if one.status is ParticipantStatus.WAITS_FOR_RUN
    ]
    if not waiting:
        return []
    cohorts = cohorts_by_id(session, [one.cohort_id for one in waiting])
    return [
        NextStep(
            title=cohorts[one.cohort_id].row.title,
            text=_("You have already started the course of this cohort. Choose what happens with it."),
            action=_("Choose"),
            url=url_for("cohorts.own", uuid=cohorts[one.cohort_id].row.uuid),
            order=ORDER,
        )
        for one in waiting
    ]
