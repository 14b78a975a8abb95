"""What waits for candidates and for those who keep their files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from certificates.candidates import policy
from certificates.candidates.labels import state_said
from certificates.candidates.queries.found import candidates_where, own_candidates
from certificates.candidates.queries.waiting import movable_on
from certificates.schemes.models import Candidate
from certificates.schemes.queries.versions import definitions_told
from certificates.schemes.rules.definition import CANDIDATE, RULE, words
from lms.access import Viewer
from lms.i18n import _, language, ngettext
from lms.ports import NextStep, StepGroup

ORDER = 4  # before lessons


def own_next(session: Session, person: Viewer, now: datetime, told: Sequence[Any]) -> list[NextStep]:
    """A nomination to answer, a step that a candidate takes themselves; one query for who is a candidate."""
    nominated, is_candidate = told
    url = url_for("candidacies.mine")
    steps = [NextStep(_("You were nominated"), slug, _("Answer"), url, ORDER) for slug in (nominated or "").split()]
    for one in own_candidates(session, person.id) if is_candidate else ():
        moves = [step for step in one.definition.steps_from(one.row.state) if step.mover == CANDIDATE]
        if one.row.closed_at is None and any(step.needs or step.brings for step in moves):
            where = url_for("candidacies.one", uuid=one.row.uuid)
            title = words(one.definition.title, language())
            text = state_said(one.row.state, one.definition)
            steps.append(NextStep(title, text, _("See what you can do"), where, ORDER))
    return steps


def files_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """How many candidates wait for who keeps their files."""
    waiting = _waiting(session, person)
    if not waiting:
        return []
    text = ngettext("%(num)s waits for your step.", "%(num)s wait for your step.", waiting)
    url = url_for("candidates.index")
    return [NextStep(_("Candidates"), text, _("See them"), url, ORDER, group=StepGroup.DUTY)]


def care_next(session: Session, person: Viewer, now: datetime, told: Sequence[str | None]) -> list[NextStep]:
    """How many candidates wait for who has a right over them as people, such as their trainer; one query."""
    mine = len(movable_on(session, person, definitions_told(session, told[0])))
    if not mine:
        return []
    text = ngettext("%(num)s candidate waits for your step.", "%(num)s candidates wait for your step.", mine)
    url = url_for("moving.index")
    return [NextStep(_("Candidates in your care"), text, _("See them"), url, ORDER, group=StepGroup.DUTY)]


def _waiting(session: Session, person: Viewer) -> int:
    """How many candidates the viewer could move next by a right of their own."""
    seen = candidates_where(session, policy.files_seen_by(person), Candidate.closed_at.is_(None))
    return sum(
        any(
            step.mover not in (CANDIDATE, RULE) and policy.holds_by_scheme(person, one.row, step.mover)
            for step in one.definition.steps_from(one.row.state)
        )
        for one in seen
    )
