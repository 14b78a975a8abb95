"""What the pages of panels show, what waits on the start page, and the letter of a decision."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from flask import url_for
from flask_babel import force_locale
from sqlalchemy.orm import Session

from assessments.api import SignedRecommendation, Tie, recommendations_of, signed_said, tie_said
from certificates.candidates.labels import competence_said, gap_said, kind_said, scope_lines, state_said, step_said
from certificates.candidates.queries.found import CandidateFound
from certificates.candidates.queries.scopes import scope_to_propose
from certificates.candidates.queries.standing import File
from certificates.candidates.rules.citing import changed_since
from certificates.candidates.rules.days import act_by, last_day_to_appeal
from certificates.panels import policy
from certificates.panels.labels import STATES, barrier_said, independence_said
from certificates.panels.models import PanelDecision
from certificates.panels.queries.eligible import PossibleMember
from certificates.panels.queries.found import (
    FoundPanel,
    candidates_to_convene,
    decided_of,
    evidence_digest,
    panels_seen,
)
from certificates.panels.rules import (
    MemberVote,
    PanelSitting,
    PanelState,
    barrier_to_close,
    barrier_to_sign,
    barrier_to_vote,
    outcome_of,
)
from certificates.permissions import SchemePermission
from certificates.schemes.rules.definition import words
from certificates.schemes.rules.scopes import DecidedScope, from_data
from lms.access import Viewer
from lms.i18n import _, language, locale_of, ngettext
from lms.i18n import lazy as _l
from lms.people.api import people_named, person_of
from lms.ports import NextStep
from lms.tables.writing.columns import OutputColumn, OutputKind

ORDER = 3  # before any lesson
Cell = TypeVar("Cell")
PANEL_COLUMNS = (
    OutputColumn("candidate", _l("Candidate")),
    OutputColumn("scheme", _l("Scheme")),
    OutputColumn("state", _l("State")),
    OutputColumn("convened_at", _l("Put together"), OutputKind.MOMENT),
)  # as a list is exported


@dataclass(frozen=True)
class MatrixLine:
    """A competence, what each piece of evidence says of it, and what is missing."""

    title: str
    cells: Sequence[str]  # "met", "not-met" or empty
    gaps: Sequence[str]


@dataclass(frozen=True)
class EvidenceColumn:
    """A piece of evidence."""

    kind: str
    title: str
    at: datetime
    note: str = ""


@dataclass(frozen=True)
class PanelVoteLine:
    """What a member voted, for those who may read it."""

    name: str
    step: str
    words: str
    views: Sequence[tuple[str, bool, str]]
    minority: bool = False
    stale: bool = False


@dataclass(frozen=True)
class PanelMemberLine:
    """A member, and whether they voted and signed."""

    name: str
    chair: bool
    voted: bool
    signed: bool
    left: str = ""


@dataclass(frozen=True)
class PanelStepLine:
    """A step that the candidate took."""

    at: datetime
    step: str
    state: str
    reason: str


@dataclass(frozen=True)
class EarlierPanel:
    """What an earlier panel decided: the record that an appeal reads."""

    at: datetime
    step: str
    reason: str
    minutes: str
    votes: Sequence[PanelVoteLine]


@dataclass(frozen=True)
class PanelPage:
    """A panel, as its reader sees it."""

    panel: FoundPanel
    title: str
    person: str
    person_uuid: str  # of whom a member reads the whole dossier
    candidate_uuid: str  # while the panel decides, for the log of practice; else empty
    state: Any
    tone: str
    due_on: date | None
    members: Sequence[PanelMemberLine]
    quorum: int
    signatures: int
    columns: Sequence[EvidenceColumn]
    matrix: Sequence[MatrixLine]
    history: Sequence[PanelStepLine]
    earlier: Sequence[EarlierPanel]
    votes: Sequence[PanelVoteLine]
    is_member: bool
    is_chair: bool
    may_convene: bool
    may_vote: bool
    why_not_close: str  # empty: the chair may
    why_not_sign: str
    decision: PanelDecision | None
    decision_step: str
    waivers: Sequence[str] = ()
    possible: Sequence[PossibleMember] = ()
    scope: Sequence[tuple[str, str]] = ()  # for what the decision certifies
    recommended: Sequence[SignedRecommendation] = ()  # of moderators of workshops, with the minority view


@dataclass(frozen=True)
class PanelLine:
    """A panel in a list."""

    uuid: str
    person: str
    scheme: str
    state: Any
    tone: str
    convened_at: datetime


@dataclass(frozen=True)
class ToConvene:
    """A candidate for whom a panel may be put together."""

    uuid: str
    person: str
    scheme: str
    state: str


@dataclass(frozen=True)
class ConvenePage:
    """Who may be in a panel for a candidate, and who may not, with the fact."""

    candidate: CandidateFound
    person: str
    scheme: str
    state: str
    language: str
    quorum: int
    free: Sequence[PossibleMember]
    barred: Sequence[str]


@dataclass(frozen=True)
class DecisionLetter:
    """A decision as the candidate reads it, in the language of their dossier."""

    language: str
    name: str
    scheme: str
    outcome: str
    state: str
    reason: str
    not_met: Sequence[tuple[str, Sequence[str]]]
    gaps: Sequence[tuple[str, Sequence[str]]]
    waivers: Sequence[str]
    appeal_until: date | None
    decided_at: datetime
    panel: int  # how many voted
    scope: Sequence[tuple[str, str]] = ()  # for what it certifies


def panels_page(session: Session, viewer: Viewer) -> tuple[list[PanelLine], list[ToConvene]]:
    """The panels that one sees, and the candidates for whom one may put one together."""
    panels, waiting = panels_seen(session, viewer), candidates_to_convene(session, viewer)
    people = {one.candidate.row.person_id for one in panels} | {found.row.person_id for found, _right in waiting}
    names = people_named(session, people)
    lines = [
        PanelLine(
            one.row.uuid,
            names[one.candidate.row.person_id],
            words(one.definition.title, language()),
            *STATES[one.row.state],
            one.row.convened_at,
        )
        for one in panels
    ]
    rest = [
        ToConvene(
            found.row.uuid,
            names[found.row.person_id],
            words(found.definition.title, language()),
            state_said(found.row.state, found.definition),
        )
        for found, _right in waiting
    ]
    return lines, rest


def panel_rows(lines: Iterable[PanelLine]) -> Iterator[tuple[Any, ...]]:
    """Panels as rows of `PANEL_COLUMNS`."""
    for one in lines:
        yield one.person, one.scheme, one.state, one.convened_at


def convene_page(session: Session, found: CandidateFound, members: Sequence[PossibleMember]) -> ConvenePage:
    """Who may be in the panel."""
    rule = found.definition.panel_of(found.row.state)
    return ConvenePage(
        candidate=found,
        person=person_of(session, found.row.person_id).name,
        scheme=words(found.definition.title, language()),
        state=state_said(found.row.state, found.definition),
        language=found.row.language,
        quorum=rule.quorum if rule else 0,
        free=[one for one in members if not one.obstacles],
        barred=[independence_said(one) for one in members if one.obstacles],
    )


def panel_page(
    session: Session,
    viewer: Viewer,
    panel: FoundPanel,
    file: File,
    possible: Sequence[PossibleMember],
) -> PanelPage:
    """The whole panel; whoever put it together sees who voted, never what, until it is decided."""
    definition, row = panel.definition, panel.row
    sitting = panel.sitting(evidence_digest(file))
    is_member = viewer.id in sitting.members or (viewer.id in sitting.left)
    done = row.state in (PanelState.SIGNING, PanelState.DONE)
    own = {one.person_id for one in sitting.counting if one.evidence == sitting.evidence}
    reads = is_member and viewer.id in sitting.members and (done or viewer.id in own)
    earlier = [
        one for one in decided_of(session, [row.candidate_id]).get(row.candidate_id, []) if one.row.id != row.id
    ] if is_member else []  # fmt: skip
    person_id = file.found.row.person_id
    recommended = recommendations_of(session, [person_id]).get(person_id, []) if is_member else []
    names = people_named(
        session,
        {person_id}
        | {one.row.by_id for one in recommended}
        | {one.person_id for one in panel.members}
        | {vote.person_id for one in earlier for vote in one.votes},
    )
    decision = panel.decision
    barrier = barrier_to_close(sitting, panel.rule, viewer.id)
    signing = barrier_to_sign(sitting, viewer.id)
    state, tone = STATES[row.state]
    return PanelPage(
        panel=panel,
        title=words(definition.title, language()),
        person=names[file.found.row.person_id],
        person_uuid=person_of(session, file.found.row.person_id).uuid,
        candidate_uuid=file.found.row.uuid if row.state in (PanelState.VOTING, PanelState.SIGNING) else "",
        state=state,
        tone=tone,
        due_on=act_by(definition, row.candidate_state, _since(file)),
        members=[
            PanelMemberLine(
                names.get(one.person_id, ""),
                one.person_id == row.chair_id,
                one.person_id in own,
                one.person_id in sitting.signed,
                one.left_words or "",
            )
            for one in panel.members
        ],
        quorum=panel.rule.quorum,
        signatures=panel.rule.signatures,
        columns=evidence_columns(file) if is_member else (),
        matrix=matrix_lines(file) if is_member else (),
        history=[
            PanelStepLine(
                one.at,
                step_said(one.transition, definition),
                state_said(one.to_state, definition),
                one.reason,
            )
            for one in file.transitions
        ] if is_member else [],
        earlier=[_earlier(one, names) for one in earlier],
        votes=vote_lines(panel, sitting, names, decision) if reads else [],
        is_member=is_member,
        is_chair=viewer.id == row.chair_id,
        may_convene=policy.may_convene(viewer, panel.candidate.row, row.right),
        may_vote=barrier_to_vote(sitting, viewer.id) is None,
        why_not_close=barrier_said(barrier) if barrier else "",
        why_not_sign=barrier_said(signing) if signing else "",
        decision=decision if is_member else None,
        decision_step=step_said(decision.transition, definition) if decision and is_member else "",
        waivers=waiver_lines(decision, names) if decision and is_member else (),
        possible=possible,
        scope=decided_scope(panel, decision) if decision and is_member else (),
        recommended=[signed_said(one.row, one.workshop, names, out_of_date=one.out_of_date) for one in recommended],
    )  # fmt: skip


def decided_scope(panel: FoundPanel, decision: PanelDecision) -> list[tuple[str, str]]:
    """For what a decision certifies, in words; nothing where it certifies nothing."""
    scope = from_data(decision.scope)
    return scope_lines(scope, panel.definition) if scope is not None else []


def scope_offered(session: Session, panel: FoundPanel, file: File) -> DecidedScope | None:
    """With which scope the chair begins, where the votes come to a step that certifies."""
    outcome = outcome_of(panel.sitting(evidence_digest(file)).counting, panel.rule.majority)
    step = panel.definition.transition(outcome) if outcome else None
    return scope_to_propose(session, panel.candidate, step)


def evidence_columns(file: File) -> list[EvidenceColumn]:
    """The evidence that stands, with what a reader must know of it."""
    pieces = file.matrix.pieces
    changed = set(changed_since(_last_cited(file), pieces))
    found = []
    for one in _named(file, pieces):
        notes = []
        if one.by_machine and not one.confirmed:
            notes.append(_("scored by a machine, confirmed by nobody"))
        if one.observed:
            notes.append(_("observed by a qualified expert"))
        if one.ref in changed:
            notes.append(_("changed since the last step"))
        found.append(EvidenceColumn(kind_said(one.kind, file.found.definition), one.title, one.at, ", ".join(notes)))
    return found


def matrix_lines(file: File) -> list[MatrixLine]:
    """The matrix in words."""
    said = {True: "met", False: "not-met", None: ""}
    return [
        MatrixLine(
            words(row.competence.title, language()),
            [said[cell] for cell in _named(file, row.cells)],
            [gap_said(gap) for gap in row.gaps],
        )
        for row in file.matrix.rows
    ]


def _named(file: File, row: Sequence[Cell]) -> list[Cell]:
    """Of a row of the matrix, what belongs to kinds that the scheme names: others speak for no competence."""
    named = [file.found.definition.evidence_kind(one.kind) is not None for one in file.matrix.pieces]
    return [one for one, holds in zip(row, named, strict=True) if holds]


def vote_lines(
    panel: FoundPanel, sitting: PanelSitting, names: Mapping[int, str], decision: PanelDecision | None
) -> list[PanelVoteLine]:
    """The votes of those who are there, for a member who voted."""
    return [
        _vote_line(
            one,
            names,
            panel,
            minority=decision is not None and one.transition != decision.transition,
            stale=one.evidence != sitting.evidence and panel.row.state == PanelState.VOTING,
        )
        for one in sitting.counting
    ]


def waiver_lines(decision: PanelDecision, names: Mapping[int, str]) -> list[str]:
    """Which members decided though something tied them, since somebody else allowed it."""
    return [
        _(
            "%(name)s: %(fact)s Another person allowed it.",
            name=names.get(one["person_id"], "—"),
            fact=tie_said(Tie(one["tie"])),
        )
        for one in decision.waivers
    ]


def letter_of(session: Session, panel: FoundPanel, decision: PanelDecision, file: File) -> DecisionLetter:
    """The letter, built from the decision and the matrix, in the language of the dossier."""
    definition, row = panel.definition, panel.candidate.row
    step = definition.transition(decision.transition)
    closed_at = panel.row.closed_at or decision.at
    refused = step is not None and step.refusal
    taken = next((one for one in file.transitions if one.id == decision.transition_id), None)
    with force_locale(locale_of(row.language)):
        return DecisionLetter(
            language=row.language,
            name=person_of(session, row.person_id).name,
            scheme=words(definition.title, row.language),
            outcome=step_said(decision.transition, definition),
            state=state_said(taken.to_state if taken else row.state, definition),
            reason=decision.reason,
            not_met=[(competence_said(code, definition), reasons) for code, reasons in decision.not_met.items()],
            gaps=[
                (words(one.competence.title, row.language), [gap_said(gap) for gap in one.gaps])
                for one in file.matrix.rows
                if one.gaps
            ] if refused else [],
            waivers=[
                _("One member of the panel decided though this stood in the way: %(fact)s Another person allowed it.",
                  fact=tie_said(Tie(one["tie"])))
                for one in decision.waivers
            ],
            appeal_until=last_day_to_appeal(definition, closed_at) if refused else None,
            decided_at=closed_at,
            panel=len(decision.voters),
            scope=decided_scope(panel, decision),
        )  # fmt: skip


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """Panels in which one has to vote, close the votes or sign; candidates who wait for a panel."""
    steps = []
    if person.may(SchemePermission.PANEL_DECIDE) or person.may(SchemePermission.APPEAL_JUDGE):
        waits = sum(_waits_for(one, person.id) for one in panels_seen(session, person))
        if waits:
            said = ngettext("%(num)s panel waits for you.", "%(num)s panels wait for you.", waits)
            steps.append(NextStep(_("Panels"), said, _("Open"), url_for("panels.index"), ORDER))
    if person.may(policy.CONVENES_DECISION) or person.may(policy.CONVENES_APPEAL):
        rest = len(candidates_to_convene(session, person))
        if rest:
            said = ngettext("%(num)s candidate waits for a panel.", "%(num)s candidates wait for a panel.", rest)
            steps.append(NextStep(_("Panels to put together"), said, _("Open"), url_for("panels.index"), ORDER))
    return steps


def _waits_for(panel: FoundPanel, person_id: int) -> bool:
    sitting = panel.sitting("")
    if person_id not in sitting.members:
        return False
    if panel.row.state == PanelState.VOTING:
        voted = {one.person_id for one in sitting.counting}
        return person_id not in voted or (person_id == panel.row.chair_id and voted == sitting.members)
    return panel.row.state == PanelState.SIGNING and person_id not in sitting.signed


def _since(file: File) -> datetime:
    """Since when the candidate is in their state."""
    return file.transitions[-1].at if file.transitions else file.found.row.began_at


def _last_cited(file: File) -> Sequence[Mapping[str, Any]]:
    return file.transitions[-1].cites if file.transitions else ()


def _vote_line(
    one: MemberVote, names: Mapping[int, str], panel: FoundPanel, *, minority: bool = False, stale: bool = False
) -> PanelVoteLine:
    views = [
        (competence_said(code, panel.definition), view.met, view.words) for code, view in sorted(one.views.items())
    ]
    name, step = names.get(one.person_id, ""), step_said(one.transition, panel.definition)
    return PanelVoteLine(name, step, one.words, views, minority, stale)


def _earlier(panel: FoundPanel, names: Mapping[int, str]) -> EarlierPanel:
    decision = panel.decisions[-1]
    sitting = panel.sitting(decision.evidence)
    votes = [_vote_line(one, names, panel, minority=one.transition != decision.transition) for one in sitting.counting]
    step = step_said(decision.transition, panel.definition)
    return EarlierPanel(decision.at, step, decision.reason, decision.minutes, votes)
