"""Panels put together, joined, left and dissolved."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certificates.candidates.queries.found import CandidateFound
from certificates.candidates.services.evidence import take_up
from certificates.panels import policy
from certificates.panels.events import PanelConvened, PanelDissolved, PanelJoined, PanelLeft
from certificates.panels.labels import independence_said
from certificates.panels.models import Panel, PanelMember
from certificates.panels.queries.eligible import PossibleMember, possible_members
from certificates.panels.queries.found import FoundPanel, open_panel_of, right_in
from certificates.panels.rules import PanelState
from certificates.panels.services.messages import tell_named
from lms import events
from lms.access import Viewer
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.ids import new_uuid


def convene(
    session: Session,
    found: CandidateFound,
    members: Collection[int],
    chair_id: int,
    *,
    language_fits: bool,
    by: Viewer,
    now: datetime,
) -> Panel:
    """Put a panel together: enough people who are independent of the candidate, and read the dossier's language."""
    definition, state = found.definition, found.row.state
    right, rule = right_in(definition, state), definition.panel_of(state)
    if not right or rule is None or found.row.closed_at is not None:
        raise RuleBroken(_("No panel decides about this candidate now."))
    if not policy.may_convene(by, found.row, right):
        raise NotFound
    chosen = sorted(set(members))
    _demand_members(chosen, {one.person_id: one for one in possible_members(session, found, right, now)}, by)
    if len(chosen) < rule.quorum:
        raise BadInput("members", _("Choose at least %(least)s members.", least=rule.quorum))
    if chair_id not in chosen:
        raise BadInput("chair", _("Choose who of the members leads the panel."))
    if not language_fits:
        raise BadInput("language_fits", _("A panel has to read the language of the dossier."))
    if open_panel_of(session, found.row.id) is not None:
        raise Conflict(_("A panel already works on this."))
    take_up(session, [found.row.person_id], now=now)
    row = Panel(
        uuid=new_uuid(), candidate_id=found.row.id, scheme_version_id=found.version.id, candidate_state=state,
        right=right, state=PanelState.VOTING, chair_id=chair_id, convened_by_id=by.id, convened_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as fault:
        raise Conflict(_("A panel already works on this.")) from fault
    told = PanelConvened(
        subject=f"panel:{row.id}", actor_id=by.id, at=now, candidate_id=row.candidate_id, chair_id=chair_id
    )
    events.publish(session, told)
    for one in chosen:
        _join(session, row, one, by=by, now=now)
    tell_named(session, row, chosen, by_id=by.id, now=now)
    return row


def add_member(session: Session, panel: FoundPanel, person_id: int, *, by: Viewer, now: datetime) -> None:
    """One more member while votes are cast, as in place of one who left."""
    if panel.row.state != PanelState.VOTING:
        raise Conflict(_("The votes of this panel are closed."))
    if person_id in {one.person_id for one in panel.members}:
        raise BadInput("person", _("This person is or was in the panel."))
    possible = {one.person_id: one for one in possible_members(session, panel.candidate, panel.row.right, now)}
    _demand_members([person_id], possible, by)
    _join(session, panel.row, person_id, by=by, now=now)
    tell_named(session, panel.row, [person_id], by_id=by.id, now=now)


def leave(session: Session, panel: FoundPanel, words: str, *, by: Viewer, now: datetime) -> None:
    """A member leaves before the votes are closed; whoever leads leaves the panel without a chair only if it ends."""
    if panel.row.state != PanelState.VOTING:
        raise Conflict(_("The votes of this panel are closed."))
    if not words.strip():
        raise BadInput("words", _("Say why you leave. It is written in the minutes."))
    if by.id == panel.row.chair_id:
        raise RuleBroken(_("You lead this panel. Ask the person who created it to close it."))
    left = session.execute(
        update(PanelMember)
        .where(PanelMember.panel_id == panel.row.id, PanelMember.person_id == by.id, PanelMember.left_at.is_(None))
        .values(left_at=now, left_words=words.strip())
        .returning(PanelMember.id)
    ).one_or_none()
    if left is None:
        raise Conflict(_("You are no longer in this panel."))
    told = PanelLeft(subject=f"panel:{panel.row.id}", actor_id=by.id, at=now, person_id=by.id)
    events.publish(session, told)


def dissolve(session: Session, panel: FoundPanel, words: str, *, by: Viewer, now: datetime) -> None:
    """End a panel without a decision; another one may be put together."""
    if not words.strip():
        raise BadInput("words", _("Say why the panel ends."))
    ended = session.execute(
        update(Panel)
        .where(Panel.id == panel.row.id, Panel.state.in_((PanelState.VOTING, PanelState.SIGNING)))
        .values(state=PanelState.DISSOLVED, closed_at=now, closed_by_id=by.id, closed_words=words.strip())
        .returning(Panel.id)
    ).one_or_none()
    if ended is None:
        raise Conflict(_("This panel has already ended."))
    session.refresh(panel.row)
    events.publish(session, PanelDissolved(subject=f"panel:{panel.row.id}", actor_id=by.id, at=now))


def _demand_members(chosen: Collection[int], possible: Mapping[int, PossibleMember], by: Viewer) -> None:
    """Refuse who is not free, and who put the panel together."""
    if by.id in chosen:
        raise BadInput("members", _("The person who creates a panel cannot be in it."))
    for number in chosen:
        one = possible.get(number)
        if one is None:
            raise BadInput("members", _("Choose members from the list."))
        if one.obstacles:
            raise BadInput("members", independence_said(one))


def _join(session: Session, row: Panel, person_id: int, *, by: Viewer, now: datetime) -> None:
    session.add(PanelMember(panel_id=row.id, person_id=person_id, joined_at=now))
    session.flush()
    told = PanelJoined(subject=f"panel:{row.id}", actor_id=by.id, at=now, person_id=person_id)
    events.publish(session, told)
