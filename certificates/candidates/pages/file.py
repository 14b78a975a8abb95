"""The page of a candidate, for themselves and for those who keep their file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from certificates.candidates import policy
from certificates.candidates.labels import gap_said, kind_said, obstacle_said, scope_lines, state_said, step_said
from certificates.candidates.models import StepProposal
from certificates.candidates.queries.collecting import APPLICATION
from certificates.candidates.queries.found import CandidateFound, as_piece, newer_version
from certificates.candidates.queries.proposals import open_proposal
from certificates.candidates.queries.scopes import scope_decided
from certificates.candidates.queries.standing import File, file_at, ties_of
from certificates.candidates.rules.citing import changed_since
from certificates.candidates.rules.days import act_by, last_day_to_appeal, last_day_to_be_heard
from certificates.candidates.rules.history import VERSION_STEP
from certificates.candidates.rules.moving import Acting, Mover, StepBarrier, by_hand, is_appeal, may_move
from certificates.candidates.rules.path import path_ahead
from certificates.candidates.services.evidence import STATEMENT, is_suspended
from certificates.recognised.labels import topics_said
from certificates.schemes.labels import mover_said
from certificates.schemes.models import EvidencePiece
from certificates.schemes.rules.definition import CANDIDATE, RULE, StateKind, Transition, words
from certificates.schemes.rules.releasing import narrows, releases
from certificates.schemes.rules.scopes import whole_scope
from lms.access import Viewer
from lms.i18n import _, language, ngettext
from lms.people.api import PersonInfo, people_info
from lms.web.api import own_name

QUIET = frozenset({StepBarrier.NO_REASON, StepBarrier.SECOND_MISSING})  # what the form or a second person brings


@dataclass(frozen=True)
class Stop:
    """A state on the way: passed on a day, the present one, or still to come."""

    title: str
    day: datetime | None = None
    is_now: bool = False

    @property
    def is_done(self) -> bool:
        """Whether it lies behind."""
        return self.day is not None and not self.is_now


@dataclass(frozen=True)
class Told:
    """A step that was taken, with what was said and by when one may appeal."""

    title: str
    to_state: str
    at: datetime
    reason: str
    by: str  # names, for those who keep the file; the candidate reads the office
    appeal_until: date | None
    changed: tuple[str, ...]  # the evidence that says something else since: rule 7


@dataclass(frozen=True)
class NextAct:
    """What may happen next: who acts, and what stands in the way."""

    step: Transition
    title: str
    who: str
    missing: tuple[str, ...]
    is_appeal: bool
    asks_reason: bool
    second: bool
    leaves: bool  # by it the candidate goes for good
    topics: tuple[tuple[str, str], ...] = ()  # to choose from, where a certificate is released with less scope
    scope: tuple[tuple[str, str], ...] = ()  # what goes into the certificate, where one is released

    @property
    def is_free(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.missing


@dataclass(frozen=True)
class PieceLine:
    """A piece of evidence as a page lists it."""

    row: EvidencePiece
    kind: str
    state: str
    tone: str
    observed: bool
    may_confirm: bool


@dataclass(frozen=True)
class CompetenceLine:
    """A competence with what speaks for it, and what is missing, in sentences."""

    title: str
    is_met: bool
    pieces: tuple[tuple[str, bool], ...]  # title, and whether it shows the competence
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class FilePage:
    """Everything that a page of a candidate may show; templates choose."""

    found: CandidateFound
    person: PersonInfo
    scheme: str
    state: str
    stops: Sequence[Stop]
    act_by: date | None
    told: Sequence[Told]
    competences: Sequence[CompetenceLine]
    pieces: Sequence[PieceLine]
    application: Mapping[str, Any] | None
    nexts: Sequence[NextAct]
    mine: Sequence[NextAct]  # what the viewer may do
    proposal: StepProposal | None
    proposed_by: str
    proposed: str
    may_confirm: bool
    may_withdraw: bool
    newer: int | None
    refused_until: date | None
    heard_until: date | None  # of a suspended holder: within the days of the scheme
    was_heard: bool  # they have said something since they were suspended


def file_page(session: Session, viewer: Viewer, found: CandidateFound, now: datetime) -> FilePage:
    """The page of one candidate, for the candidate or for somebody who keeps the file."""
    definition, row = found.definition, found.row
    file = file_at(session, found, now.date())
    own = viewer.id == row.person_id
    mover = Mover(viewer.id, frozenset() if own else policy.rights_over(session, viewer, row, definition))
    proposal = open_proposal(session, row.id)
    people = people_info(session, sorted(_people(file, proposal)))
    since = file.transitions[-1].at if file.transitions else row.began_at
    nexts = [_next(session, file, step, mover, own, now) for step in definition.steps_from(row.state)]
    mine = [one for one in nexts if _may_try(one.step, mover, own) and by_hand(definition, one.step, row.state)]
    proposed = definition.transition(proposal.transition) if proposal else None
    confirms = policy.may_confirm_evidence(viewer, row)
    newest = newer_version(session, found, now) if own else None
    return FilePage(
        found=found,
        person=people[row.person_id],
        scheme=words(definition.title, language()),
        state=state_said(row.state, definition),
        stops=_stops(file),
        act_by=act_by(definition, row.state, since),
        told=[_told(file, number, people, own) for number in reversed(range(len(file.transitions)))],
        competences=_competences(file),
        pieces=[
            _piece(one, file, confirms) for one in _current(file) if one.kind != APPLICATION
        ],
        application=_application(file),
        nexts=[one for one in nexts if not one.is_appeal and not one.leaves],
        mine=mine,
        proposal=proposal,
        proposed_by=people[proposal.by_id].name if proposal and proposal.by_id in people else "",
        proposed=step_said(proposal.transition, definition) if proposal else "",
        may_confirm=bool(proposal and proposed and proposed.mover in mover.rights and proposal.by_id != viewer.id),
        may_withdraw=bool(proposal and proposal.by_id == viewer.id),
        newer=newest.no if newest and newest.definition.state(row.state) else None,
        refused_until=file.standing.refused.last_day if file.standing.refused else None,
        heard_until=last_day_to_be_heard(definition, since) if is_suspended(found) else None,
        was_heard=any(one.kind == STATEMENT and one.at >= since for one in file.evidence),
    )  # fmt: skip


def _application(file: File) -> Mapping[str, Any] | None:
    said = next((one.outcome for one in _current(file) if one.kind == APPLICATION), None)
    return said and {**said, "languages": [own_name(one) for one in said["languages"]]}


def _people(file: File, proposal: StepProposal | None) -> set[int]:
    ids = {file.found.row.person_id, *(one for step in file.transitions for one in (step.actor_id, step.second_id))}
    return {one for one in {*ids, proposal.by_id if proposal else None} if one is not None}


def _stops(file: File) -> list[Stop]:
    """Where the candidate was, is, and goes from here; a state to which they came back stands where it was first."""
    definition, row = file.found.definition, file.found.row
    days: dict[str, datetime] = {definition.initial: row.began_at}
    for step in file.transitions:
        days.setdefault(step.to_state, step.at)
    stops = [Stop(state_said(code, definition), day) for code, day in days.items() if code != row.state]
    stops.append(Stop(state_said(row.state, definition), days.get(row.state), is_now=True))
    ahead = [code for code in path_ahead(definition, row.state) if code not in days]
    return [*stops, *(Stop(state_said(code, definition)) for code in ahead)]


def _told(file: File, number: int, people: Mapping[int, PersonInfo], own: bool) -> Told:
    row, definition = file.transitions[number], file.found.definition
    step = definition.transition(row.transition)
    names = [people[one].name for one in (row.actor_id, row.second_id) if one is not None and one in people]
    title = (
        _("A newer version of the scheme") if row.transition == VERSION_STEP else step_said(row.transition, definition)
    )
    decided = step is not None and step.by_person
    changed = changed_since(row.cites, [as_piece(one) for one in file.evidence]) if decided else []
    titles = {one.ref: one.title for one in file.evidence}
    return Told(
        title=title,
        to_state=state_said(row.to_state, definition),
        at=row.at,
        reason=row.reason,
        by=(mover_said(step.mover) if step else "") if own else ", ".join(names),
        appeal_until=last_day_to_appeal(definition, row.at) if step is not None and step.refusal else None,
        changed=tuple(_(titles[ref]) for ref in changed if ref in titles),
    )


def _competences(file: File) -> list[CompetenceLine]:
    found = []
    for row in file.matrix.rows:
        pieces = tuple(
            (_(piece.title), cell)
            for piece, cell in zip(file.matrix.pieces, row.cells, strict=True)
            if cell is not None
        )
        title = words(row.competence.title, language())
        found.append(CompetenceLine(title, row.is_met, pieces, tuple(gap_said(one) for one in row.gaps)))
    return found


def _current(file: File) -> list[EvidencePiece]:
    there = {one.uuid for one in file.matrix.pieces}
    return [one for one in file.evidence if one.uuid in there]


def _piece(row: EvidencePiece, file: File, confirms: bool) -> PieceLine:
    waits = row.by_machine and row.confirmed_by_id is None
    if waits:
        state, tone = _("marked by a machine, waits for a person"), "warn"
    elif row.by_machine:
        state, tone = _("marked by a machine, confirmed by a person"), "ok"
    elif row.kind == "recognised":
        state, tone = _("recognised, not issued here"), "ok"
    else:
        state, tone = _("counts"), "ok"
    kind = kind_said(row.kind, file.found.definition)
    return PieceLine(row, kind, state, tone, row.observed_by_id is not None, waits and confirms)


def _next(session: Session, file: File, step: Transition, mover: Mover, own: bool, now: datetime) -> NextAct:
    definition = file.found.definition
    by = Mover(mover.person_id, mover.rights, _ties(session, file, step, mover, now))
    acting = Acting() if step.mover == RULE else Acting(by)
    tried = _may_try(step, mover, own)
    target = definition.state(step.target)
    brings = STATEMENT in step.brings and step.mover == CANDIDATE  # what the candidate writes is the statement
    standing = replace(file.standing, kinds=file.standing.kinds | {STATEMENT}) if brings else file.standing
    obstacles = may_move(definition, step.code, standing, acting)
    shown = [one for one in obstacles if one.barrier not in QUIET and (tried or one.barrier not in _OF_ACTORS)]
    return NextAct(
        step=step,
        title=words(step.title, language()),
        who=mover_said(step.mover),
        missing=tuple(dict.fromkeys(obstacle_said(one, definition) for one in shown if not _is_panel(one.barrier))),
        is_appeal=is_appeal(definition, step),
        asks_reason=step.reason or step.refusal or brings or is_appeal(definition, step),
        second=step.second,
        leaves=step.mover == CANDIDATE and target is not None and target.kind is StateKind.END,
        topics=_topics(file, step),
        scope=_scope(file, step),
    )


def _topics(file: File, step: Transition) -> tuple[tuple[str, str], ...]:
    """The topics of the scheme, where some of them stay after this step."""
    definition = file.found.definition
    if not narrows(definition, step.code, file.standing.state, step.target):
        return ()
    if scope_decided(file.found, file.transitions) is not None:
        return ()
    return tuple((one, topics_said([one])) for one in definition.scopes.topics)


def _scope(file: File, step: Transition) -> tuple[tuple[str, str], ...]:
    """What a registrar releases by this step, exactly as the panel decided it, and for how long."""
    found, definition = file.found, file.found.definition
    if not releases(definition, step.code, file.standing.state, step.target):
        return ()
    decided = scope_decided(found, file.transitions)
    if decided is None and narrows(definition, step.code, file.standing.state, step.target):
        return ()
    if not definition.scopes.topics:
        return ()
    scope = decided or whole_scope(definition, found.row.language)
    months = definition.practice.validity_months
    valid = ngettext("%(num)s month", "%(num)s months", months)
    return (*scope_lines(scope, definition), (_("Valid for"), valid))


_OF_ACTORS = frozenset(
    {
        StepBarrier.OWN_FILE,
        StepBarrier.NOT_CANDIDATE,
        StepBarrier.NO_RIGHT,
        StepBarrier.NOT_INDEPENDENT,
        StepBarrier.OVERTURNED,
    }
)


def _is_panel(barrier: StepBarrier) -> bool:
    return barrier is StepBarrier.PANEL_MISSING


def _ties(session: Session, file: File, step: Transition, mover: Mover, now: datetime) -> tuple[str, ...]:
    if step.mover not in mover.rights:
        return ()
    return ties_of(session, [mover.person_id], file.found, step, now).get(mover.person_id, ())


def _may_try(step: Transition, mover: Mover, own: bool) -> bool:
    """Whether this person may at least try the step by hand: it is theirs, and no panel takes it."""
    if step.mover == CANDIDATE:
        return own
    return not own and step.mover in mover.rights
